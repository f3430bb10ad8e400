import { cleanBody, cleanName } from '../lib/text.ts'
import { mapped, omit, placeIn, timeAt, type Place } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromEpochSeconds } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { AffectedComponent, Health, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Update } from '../model.ts'
import type * as wire from './schema.ts'

/** Incidents and maintenances, of which each version and each list tells a little less or more. */

export const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['UP', 'operational'],
  ['DEGRADED', 'degraded_performance'],
  ['DOWN', 'major_outage'],
  ['MAINTENANCE', 'under_maintenance'],
  ['NO_DATA', 'unknown'],
])

export const states: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['INVESTIGATING', 'investigating'],
  ['IDENTIFIED', 'identified'],
  ['MONITORING', 'monitoring'],
  ['RESOLVED', 'resolved'],
])

export const maintenanceStatuses: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['SCHEDULED', 'scheduled'],
  ['READY', 'scheduled'],
  ['ONGOING', 'in_progress'],
  ['COMPLETED', 'completed'],
  ['CANCELLED', 'cancelled'],
])

export interface Reading {
  readonly version: 3 | 4
  readonly pageUrl: string
  readonly observedAt: Instant
}

export function toIncident(entry: wire.Entry, place: Place, { version, pageUrl }: Reading): Incident {
  const phase = entry.state ? mapped(states, entry.state, place, 'state') : undefined
  return told({
    ...fieldsOf(entry, place, 'incident'),
    url: version === 4 ? `${pageUrl}/incidents/${entry.id}` : undefined,
    phase,
    nativePhase: entry.state ?? undefined,
    startedAt: secondsAt(entry.start_date_time, place, 'start_date_time'),
    resolvedAt: phase === 'resolved' ? secondsAt(entry.end_date_time, place, 'end_date_time') : undefined,
  })
}

/** An incident out of a list of those that are over, whose rows need not say so. */
export function toResolved(entry: wire.Entry, place: Place, reading: Reading): Incident {
  const incident = toIncident(entry, place, reading)
  if (incident.phase !== undefined || !entry.end_date_time) return incident
  return told({ ...incident, phase: 'resolved' as const, resolvedAt: secondsAt(entry.end_date_time, place, 'end_date_time') })
}

/** Version 3 knows no steps of a maintenance: it shows one as begun and as over by its window alone, and so does this. */
export function toMaintenance(entry: wire.Entry, place: Place, { version, pageUrl, observedAt }: Reading): Maintenance {
  const from = secondsAt(entry.start_date_time, place, 'start_date_time')
  const until = secondsAt(entry.end_date_time, place, 'end_date_time')
  const stated = version === 4 && entry.status ? mapped(maintenanceStatuses, entry.status, place, 'status') : undefined
  const description = entry.description?.trim()
  return told({
    ...fieldsOf(entry, place, 'maintenance'),
    ...(version === 4 && description && !entry.comments
      ? { updates: [{ body: cleanBody(description), format: 'markdown' as const }] }
      : {}),
    url: version === 4 ? `${pageUrl}/maintenances/${entry.id}` : undefined,
    phase: version === 4 ? stated : phaseOfWindow(from, until, observedAt),
    nativePhase: version === 4 ? (entry.status ?? undefined) : undefined,
    scheduledFor: from,
    scheduledUntil: until,
  })
}

function phaseOfWindow(from: Instant | undefined, until: Instant | undefined, now: Instant): MaintenancePhase | undefined {
  if (until !== undefined && now >= until) return 'completed'
  if (from === undefined) return undefined
  return now < from ? 'scheduled' : 'in_progress'
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'createdAt' | 'updatedAt' | 'components' | 'updates'>

function fieldsOf(entry: wire.Entry, place: Place, kind: 'incident' | 'maintenance'): Fields {
  return told({
    nativeId: `${kind}-${entry.id}`,
    title: cleanName(entry.title),
    createdAt: timeAt(inUtc(entry.created_at), place, 'created_at'),
    updatedAt: timeAt(inUtc(entry.updated_at), place, 'updated_at'),
    components: entry.monitors ? toAffected(entry.monitors, place) : undefined,
    updates: entry.comments ? toUpdates(entry.comments, kind, place) : undefined,
  })
}

/** SQLite prints UTC and leaves it unsaid. */
function inUtc(text: string | null | undefined): string | null | undefined {
  return text && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/u.test(text) ? `${text} UTC` : text
}

function secondsAt(seconds: number | null | undefined, place: Place, field: string): Instant | undefined {
  if (seconds === undefined || seconds === null) return undefined
  const instant = instantFromEpochSeconds(seconds)
  if (instant === undefined) omit(place, field, seconds, 'not a time between 2000 and 2100')
  return instant
}

function toAffected(monitors: NonNullable<wire.Entry['monitors']>, within: Place): readonly AffectedComponent[] {
  return monitors.map((monitor, index) => {
    const tag = monitor.tag ?? monitor.monitor_tag ?? undefined
    const impact = monitor.impact_type ?? monitor.monitor_impact
    return told({
      nativeId: tag,
      name: cleanName(monitor.name ?? monitor.monitor_name ?? tag ?? ''),
      health: impact ? mapped(healths, impact, placeIn(within, 'monitors', index), 'impact_type') : undefined,
    })
  })
}

/** Version 3 lists the oldest comment first, version 4 the newest. The greater id is the later one. */
function toUpdates(comments: readonly wire.Comment[], kind: 'incident' | 'maintenance', within: Place): readonly Update[] {
  const newestFirst = comments
    .map((comment, index) => ({ comment, place: placeIn(within, 'comments', index) }))
    .filter(({ comment }) => (comment.status ?? 'ACTIVE') === 'ACTIVE')
    .toSorted((a, b) => (b.comment.id ?? 0) - (a.comment.id ?? 0))
  return oldestFirst(
    newestFirst.map(({ comment, place }) =>
      told({
        nativeId: comment.id ? String(comment.id) : undefined,
        phase: kind === 'incident' && comment.state ? mapped(states, comment.state, place, 'state') : undefined,
        native: comment.state ?? undefined,
        body: cleanBody(comment.comment),
        format: 'markdown' as const,
        postedAt: secondsAt(comment.commented_at, place, 'commented_at'),
      }),
    ),
  )
}
