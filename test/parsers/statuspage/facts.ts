/** What happened on a made-up (or rebuilt) status page, from which its documents are written in the platform's own formats. */
export interface PageFacts {
  readonly id: string
  readonly name: string
  readonly url: string
  /** IANA zone; the pages print their times in it. */
  readonly timeZone: string
  readonly updatedAt: string
  readonly createdAt: string
  readonly components: readonly ComponentFacts[]
  readonly incidents: readonly EntryFacts[]
  readonly maintenances: readonly EntryFacts[]
}

export interface ComponentFacts {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly description?: string
  /** Makes it a group. */
  readonly children?: readonly ComponentFacts[]
}

export interface EntryFacts {
  readonly id: string
  readonly title: string
  readonly impact: string
  readonly status: string
  readonly startedAt: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly resolvedAt?: string
  readonly scheduledFor?: string
  readonly scheduledUntil?: string
  /** Ids of components. */
  readonly components: readonly string[]
  /** Oldest first. */
  readonly updates: readonly UpdateFacts[]
}

export interface UpdateFacts {
  readonly id: string
  readonly status: string
  /** Where the page prints something else than the status: a second post in the same phase is an "Update". */
  readonly label?: string
  /** Plain text, but Markdown for a postmortem. */
  readonly body: string
  /** The postmortem as the page renders it. */
  readonly html?: string
  readonly at: string
  /** Component id and the health that this update gave it. */
  readonly affected?: Readonly<Record<string, string>>
}

export function isClosed({ status }: EntryFacts): boolean {
  return ['resolved', 'postmortem', 'completed'].includes(status)
}

/** Groups and leaves in one row, as the API lists them. */
export function flatten(
  components: readonly ComponentFacts[],
): readonly { readonly component: ComponentFacts; readonly group?: ComponentFacts; readonly position: number }[] {
  return components.flatMap((component, index) => [
    { component, position: index + 1 },
    ...(component.children ?? []).map((child, childIndex) => ({ component: child, group: component, position: childIndex + 1 })),
  ])
}

interface Clock {
  readonly month: string
  readonly day: string
  readonly year: string
  readonly time: string
  readonly zone: string
  readonly offset: string
}

const abbreviations: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'Etc/UTC': [['+00:00', 'UTC']],
  'Europe/Rome': [
    ['+01:00', 'CET'],
    ['+02:00', 'CEST'],
  ],
  'America/New_York': [
    ['-05:00', 'EST'],
    ['-04:00', 'EDT'],
  ],
}

/** What the page's clock shows at a moment. */
export function clockAt(instant: string, timeZone: string): Clock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant))
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  const offset = (part['timeZoneName'] ?? '').replace('GMT', '') || '+00:00'
  const zone = abbreviations[timeZone]?.find(([shown]) => shown === offset)?.[1] ?? offset
  return {
    month: part['month'] ?? '',
    day: part['day'] ?? '',
    year: part['year'] ?? '',
    time: `${part['hour'] ?? ''}:${part['minute'] ?? ''}`,
    zone,
    offset,
  }
}

/** ISO 8601 in the page's zone, as the API prints it: "2024-04-09T09:25:00.000+02:00". */
export function isoIn(instant: string, timeZone: string): string {
  const { offset } = clockAt(instant, timeZone)
  if (offset === '+00:00') return new Date(instant).toISOString()
  const sign = offset.startsWith('-') ? -1 : 1
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  const local = new Date(new Date(instant).getTime() + sign * (hours * 60 + minutes) * 60_000)
  return local.toISOString().replace('Z', offset)
}
