import type { Health, Impact, IncidentPhase, Instant, MaintenancePhase, Phase } from '../../../parsers/model.ts'
import { at } from '../rows.ts'

/** A status page that lies: what it says at this moment, and what of it is under which id. */

/**
 * How much it tells: `lists` the newest entries and every open one, with ids; `summary` the open ones alone; `whole`
 * everything; `feed` a window of the ones changed last, without ids of updates, components or health; `mixed` as `lists`,
 * but at times it can be read through its feed only.
 */
export const styles = ['lists', 'summary', 'whole', 'feed', 'mixed'] as const
export type Style = (typeof styles)[number]

export interface Site {
  readonly number: number
  readonly style: Style
  platform: string
  /** Put into every id that is given: another platform numbers everything anew. */
  idPrefix: string
  banner: Health
  /** What the page says of its own last change; `clockLag` is how far its clock is behind. Milliseconds. */
  changedAt: number
  clockLag: number
  components: LyingComponent[]
  /** Newest first. */
  entries: LyingEntry[]
  serial: number
}

export interface LyingComponent {
  id: string
  name: string
  health: Health
  readonly isGroup: boolean
  /** The group that holds it. */
  group: LyingComponent | undefined
  isListed: boolean
}

export interface LyingUpdate {
  id: string
  /** Absent where the label names none ("Update"). */
  phase: Phase | undefined
  label: string
  body: string
  at: number
  isListed: boolean
  /** Told by a good reading. */
  isSeen: boolean
}

export interface LyingEntry {
  readonly kind: 'incident' | 'maintenance'
  id: string
  title: string
  impact: Impact
  phase: Phase
  createdAt: number
  startedAt: number
  resolvedAt: number | undefined
  changedAt: number
  scheduledFor: number | undefined
  components: LyingComponent[]
  updates: LyingUpdate[]
  report: string | undefined
  isListed: boolean
  isSeen: boolean
}

export const incidentPhases: readonly IncidentPhase[] = ['investigating', 'identified', 'monitoring']
export const maintenancePhases: readonly MaintenancePhase[] = ['scheduled', 'in_progress', 'verifying']
export const impacts: readonly Impact[] = ['none', 'minor', 'major', 'critical']
export const healths: readonly Health[] = ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']

export function isOver({ phase }: LyingEntry): boolean {
  return phase === 'resolved' || phase === 'postmortem' || phase === 'completed' || phase === 'cancelled'
}

const instants = new Map<number, Instant>()

export function instantOf(milliseconds: number): Instant {
  const known = instants.get(milliseconds)
  if (known) return known
  const instant = at(new Date(milliseconds).toISOString())
  instants.set(milliseconds, instant)
  return instant
}

/** An id that was never given before. */
export function nextId(site: Site, kind: string): string {
  site.serial += 1
  return `${site.idPrefix}${kind}${site.serial}`
}

/** Words that stand nowhere else on the page. */
export function nextWords(site: Site, kind: string): string {
  site.serial += 1
  return `${kind} ${site.number}-${site.serial}`
}
