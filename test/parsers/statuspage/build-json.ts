import { type ComponentFacts, type EntryFacts, flatten, isClosed, isoIn, type PageFacts, type UpdateFacts } from './facts.ts'

/** The JSON of /api/v2 as the platform writes it, unused keys included. */

export function summaryJson(page: PageFacts): string {
  return print({
    page: head(page),
    components: components(page),
    incidents: page.incidents.filter((entry) => !isClosed(entry)).map((entry) => entryJson(entry, page)),
    scheduled_maintenances: page.maintenances.filter((entry) => !isClosed(entry)).map((entry) => entryJson(entry, page)),
    status: status(page),
  })
}

export function statusJson(page: PageFacts): string {
  return print({ page: head(page), status: status(page) })
}

export function componentsJson(page: PageFacts): string {
  return print({ page: head(page), components: components(page) })
}

export function incidentsJson(page: PageFacts, only: (entry: EntryFacts) => boolean = () => true): string {
  return print({ page: head(page), incidents: page.incidents.filter(only).map((entry) => entryJson(entry, page)) })
}

export function maintenancesJson(page: PageFacts, only: (entry: EntryFacts) => boolean = () => true): string {
  return print({ page: head(page), scheduled_maintenances: page.maintenances.filter(only).map((entry) => entryJson(entry, page)) })
}

export function incidentJson(page: PageFacts, id: string): string {
  const entry = [...page.incidents, ...page.maintenances].find((found) => found.id === id)
  if (!entry) throw new Error(`no entry ${id}`)
  return print({ page: head(page), incident: entryJson(entry, page) })
}

/** The properties of the React component on /history: three months, newest first. */
export function historyProps(
  page: PageFacts,
  months: readonly (readonly [name: string, year: number, startsOn: number, days: number])[],
  period: readonly [string, string],
): object {
  return {
    page_status: {
      page: {
        name: page.name,
        subdomain: page.id,
        domain: new URL(page.url).host,
        created_at: page.createdAt,
        updated_at: page.updatedAt,
        url: page.url,
        hidden_from_search: false,
        css_reds: 'e74c3c',
        time_zone: page.timeZone,
        allow_rss_atom_feeds: true,
        id: page.id,
      },
    },
    components: components(page),
    months: months.map(([name, year, startsOn, days]) => ({
      name,
      year,
      starts_on: startsOn,
      days,
      incidents: [...page.incidents, ...page.maintenances]
        .filter(
          ({ startedAt }) =>
            new Date(startedAt).toLocaleString('en-US', { month: 'long', year: 'numeric', timeZone: page.timeZone }) === `${name} ${year}`,
        )
        .map(({ id, title, updates, impact }) => ({ code: id, name: title, message: updates.at(-1)?.body ?? '', impact, timestamp: '' })),
    })),
    show_component_filter: true,
    show_uptime_calendar: true,
    component_filter: null,
    start_time: period[0],
    end_time: period[1],
  }
}

export function print(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function head({ id, name, url, timeZone, updatedAt }: PageFacts): object {
  return { id, name, url, time_zone: timeZone, updated_at: isoIn(updatedAt, timeZone) }
}

const descriptions: Readonly<Record<string, string>> = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
  maintenance: 'Service Under Maintenance',
}
const byHealth = ['operational', 'under_maintenance', 'degraded_performance', 'partial_outage', 'major_outage']
const indicators = ['none', 'maintenance', 'minor', 'major', 'critical']

export function indicatorOf(page: PageFacts): string {
  const worst = Math.max(...flatten(page.components).map(({ component }) => byHealth.indexOf(component.status)))
  return indicators[worst] ?? 'none'
}

export function descriptionOf(page: PageFacts): string {
  return descriptions[indicatorOf(page)] ?? ''
}

function status(page: PageFacts): object {
  return { indicator: indicatorOf(page), description: descriptionOf(page) }
}

function components(page: PageFacts): readonly object[] {
  return flatten(page.components).map(({ component, group, position }) => ({
    ...row(component, page, position, group),
    ...(component.children ? { components: component.children.map(({ id }) => id) } : {}),
  }))
}

function row(
  { id, name, status: health, description, children }: ComponentFacts,
  page: PageFacts,
  position: number,
  group?: ComponentFacts,
): object {
  return {
    id,
    name,
    status: health,
    created_at: isoIn(page.createdAt, page.timeZone),
    updated_at: isoIn(page.updatedAt, page.timeZone),
    position,
    description: description ?? null,
    showcase: !children,
    start_date: null,
    group_id: group?.id ?? null,
    page_id: page.id,
    group: children !== undefined,
    only_show_if_degraded: false,
  }
}

function entryJson(entry: EntryFacts, page: PageFacts): object {
  const at = clockOf(page)
  const rows = flatten(page.components)
  const monitoring = entry.updates.find((update) => update.status === 'monitoring')?.at
  return {
    id: entry.id,
    name: entry.title,
    status: entry.status,
    created_at: at(entry.createdAt),
    updated_at: at(entry.updatedAt),
    monitoring_at: at(monitoring),
    resolved_at: at(entry.resolvedAt),
    impact: entry.impact,
    shortlink: `https://stspg.io/${entry.id}`,
    started_at: at(entry.startedAt),
    page_id: page.id,
    incident_updates: entry.updates.toReversed().map((update) => updateJson(update, entry, page)),
    components: rows
      .filter(({ component }) => entry.components.includes(component.id))
      .map(({ component, group, position }) => row(component, page, position, group)),
    ...(entry.scheduledFor
      ? { scheduled_for: at(entry.scheduledFor), scheduled_until: at(entry.scheduledUntil) }
      : { reminder_intervals: null }),
  }
}

function updateJson({ id, status: phase, body, at, affected }: UpdateFacts, entry: EntryFacts, page: PageFacts): object {
  const time = isoIn(at, page.timeZone)
  const rows = flatten(page.components)
  return {
    id,
    status: phase,
    body,
    incident_id: entry.id,
    created_at: time,
    updated_at: time,
    // The API prints no display time for a report.
    display_at: phase === 'postmortem' ? null : time,
    affected_components: affected
      ? Object.entries(affected).map(([code, health]) => {
          const found = rows.find(({ component }) => component.id === code)
          const name = found?.group ? `${found.group.name} - ${found.component.name}` : found?.component.name
          return { code, name, old_status: 'operational', new_status: health }
        })
      : null,
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}

function clockOf({ timeZone }: PageFacts): (instant: string | undefined) => string | null {
  return (instant) => (instant === undefined ? null : isoIn(instant, timeZone))
}
