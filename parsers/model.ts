import { z } from 'zod'

/** The normalised vocabulary: every word that the store, the API and the pages use. Fixed once, here. */

/** A moment in UTC, always 24 characters with milliseconds; only `lib/time.ts` makes them. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u)
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

export const healths = ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance', 'unknown'] as const
export const Health = z.enum(healths)
export type Health = z.infer<typeof Health>

export const impacts = ['none', 'minor', 'major', 'critical', 'unknown'] as const
export const Impact = z.enum(impacts)
export type Impact = z.infer<typeof Impact>

export const incidentPhases = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem', 'unknown'] as const
export const IncidentPhase = z.enum(incidentPhases)
export type IncidentPhase = z.infer<typeof IncidentPhase>

export const maintenancePhases = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled', 'unknown'] as const
export const MaintenancePhase = z.enum(maintenancePhases)
export type MaintenancePhase = z.infer<typeof MaintenancePhase>

export const Phase = z.union([IncidentPhase, MaintenancePhase])
export type Phase = z.infer<typeof Phase>

export const trusts = ['fresh', 'stale', 'unknown'] as const
export type Trust = (typeof trusts)[number]

const authorities = ['api', 'feed', 'embedded-state', 'markup', 'aggregator'] as const
export const Authority = z.enum(authorities)
export type Authority = z.infer<typeof Authority>

/** How much of the page's list a reading held; decides what absence from it means. */
const extents = ['full', 'recent', 'open', 'none'] as const
export const Extent = z.enum(extents)
export type Extent = z.infer<typeof Extent>

export interface Component {
  readonly nativeId: string
  readonly name: string
  readonly health: Health
  /** The vendor's own word. */
  readonly native: string
  readonly group: boolean
  readonly description?: string
  readonly children: readonly Component[]
}
export const Component: z.ZodType<Component> = z.strictObject({
  nativeId: z.string().min(1),
  name: z.string(),
  health: Health,
  native: z.string(),
  group: z.boolean(),
  description: z.string().exactOptional(),
  get children() {
    return z.array(Component).readonly()
  },
})

/** A component as an incident or an update names it; `health` is what that entry says of it. */
export const AffectedComponent = z.strictObject({
  nativeId: z.string().min(1).exactOptional(),
  name: z.string(),
  health: Health.exactOptional(),
})
export type AffectedComponent = Readonly<z.infer<typeof AffectedComponent>>

/** A published text (postmortem, incident report) that the report reader takes apart later. */
export const ReportText = z.strictObject({
  title: z.string().exactOptional(),
  body: z.string(),
  format: z.enum(['text', 'markdown', 'html']),
  url: z.string().exactOptional(),
  publishedAt: Instant.exactOptional(),
})
export type ReportText = Readonly<z.infer<typeof ReportText>>

export const Update = z.strictObject({
  nativeId: z.string().min(1).exactOptional(),
  /** Absent where the label has no phase of its own ("Update"): the entry's phase stays. */
  phase: Phase.exactOptional(),
  /** The vendor's own label. */
  native: z.string().exactOptional(),
  body: z.string(),
  format: z.enum(['text', 'markdown', 'html']),
  postedAt: Instant.exactOptional(),
  components: z.array(AffectedComponent).readonly().exactOptional(),
})
export type Update = Readonly<z.infer<typeof Update>>

const entryFields = {
  nativeId: z.string().min(1),
  title: z.string(),
  url: z.string().exactOptional(),
  nativeImpact: z.string().exactOptional(),
  nativePhase: z.string().exactOptional(),
  startedAt: Instant.exactOptional(),
  resolvedAt: Instant.exactOptional(),
  createdAt: Instant.exactOptional(),
  updatedAt: Instant.exactOptional(),
  datePrecision: z.literal('day').exactOptional(),
  /** The set of components concerned; absent = not told, empty = told to be none. */
  components: z.array(AffectedComponent).readonly().exactOptional(),
  /** Oldest first, every update the entry has; absent = not told in full (a stub of a list), which removes none. */
  updates: z.array(Update).readonly().exactOptional(),
  reports: z.array(ReportText).readonly().exactOptional(),
}

export const Incident = z.strictObject({ ...entryFields, impact: Impact.exactOptional(), phase: IncidentPhase.exactOptional() })
export type Incident = Readonly<z.infer<typeof Incident>>

export const Maintenance = z.strictObject({
  ...entryFields,
  phase: MaintenancePhase.exactOptional(),
  scheduledFor: Instant.exactOptional(),
  scheduledUntil: Instant.exactOptional(),
})
export type Maintenance = Readonly<z.infer<typeof Maintenance>>

/** Something in the document that was not understood or contradicts itself: kept visible, never repaired silently. */
export const Omission = z.strictObject({ path: z.string(), native: z.unknown().exactOptional(), reason: z.string() })
export type Omission = Readonly<z.infer<typeof Omission>>

/** What the page said at `observedAt`. A field that was not told is absent; an empty list is a statement. */
export const Snapshot = z.strictObject({
  platform: z.string(),
  authority: Authority,
  observedAt: Instant,
  sourceUpdatedAt: Instant.exactOptional(),
  page: z
    .strictObject({
      nativeId: z.string().exactOptional(),
      name: z.string().exactOptional(),
      url: z.string().exactOptional(),
      timeZone: z.string().exactOptional(),
    })
    .readonly(),
  /** The page's own headline. */
  health: Health.exactOptional(),
  native: z.string().exactOptional(),
  components: z.array(Component).readonly().exactOptional(),
  incidents: z.array(Incident).readonly().exactOptional(),
  maintenances: z.array(Maintenance).readonly().exactOptional(),
  coverage: z.strictObject({ components: Extent, incidents: Extent, maintenances: Extent }).readonly(),
  omissions: z.array(Omission).readonly(),
})
export type Snapshot = Readonly<z.infer<typeof Snapshot>>

export function isClosed(phase: Phase | null | undefined): boolean {
  return phase === 'resolved' || phase === 'postmortem' || phase === 'completed' || phase === 'cancelled'
}

const severity: Readonly<Record<Health, number>> = {
  operational: 0,
  unknown: 1,
  under_maintenance: 2,
  degraded_performance: 3,
  partial_outage: 4,
  major_outage: 5,
}

/** Order for lists: what is wrong first, what is proved fine last. */
export function healthSeverity(health: Health): number {
  return severity[health]
}

export function isImpaired(health: Health): boolean {
  return health === 'degraded_performance' || health === 'partial_outage' || health === 'major_outage'
}

/**
 * Worst-of: any known degradation or outage, the worst of them; else `under_maintenance` if any; else
 * `operational` only if every member is; else `unknown`. No members prove nothing: `unknown`.
 */
export function worstOf(members: readonly Health[]): Health {
  const worst = members.reduce<Health>((a, b) => (severity[b] > severity[a] ? b : a), 'operational')
  if (severity[worst] >= severity.under_maintenance) return worst
  return members.length > 0 && members.every((health) => health === 'operational') ? 'operational' : 'unknown'
}

/** The components that count for health: groups only hold others. A group without children is not one. */
export function leaves(components: readonly Component[]): readonly Component[] {
  const found: Component[] = []
  collectLeaves(components, found)
  return found
}

function collectLeaves(components: readonly Component[], into: Component[]): void {
  for (const component of components) {
    if (!component.group) into.push(component)
    collectLeaves(component.children, into)
  }
}

/** A page's headline: its own word, corrected downwards where a leaf says worse while the word says operational. */
export function pageHealth(snapshot: Pick<Snapshot, 'health' | 'components'>): Health | undefined {
  const members = snapshot.components ? leaves(snapshot.components).map((component) => component.health) : []
  const impaired = members.filter(isImpaired)
  if (snapshot.health === 'operational' && impaired.length > 0) return worstOf(impaired)
  if (snapshot.health !== undefined) return snapshot.health
  return snapshot.components ? worstOf(members) : undefined
}
