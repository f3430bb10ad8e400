import { absoluteUrl } from '../lib/html.ts'
import { mapped, type Place, placeIn, timeAt } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { epochMs, instantFromEpochMs } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Impact, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase } from '../model.ts'
import type * as wire from './schema.ts'

const phases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['INVESTIGATING', 'investigating'],
  ['IDENTIFIED', 'identified'],
  ['MONITORING', 'monitoring'],
  ['RESOLVED', 'resolved'],
])

/** The maker tells them apart by how many of a service's users are concerned: few, some, many, all. */
const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['MINOR', 'minor'],
  ['MEDIUM', 'minor'],
  ['MAJOR', 'major'],
  ['CRITICAL', 'critical'],
])

type Summary = Pick<wire.Incident, 'id' | 'name' | 'severity' | 'lastUpdateStatus' | 'created_at'>
type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'impact' | 'nativeImpact' | 'phase' | 'nativePhase' | 'startedAt'>

function fieldsOf({ id, name, severity, lastUpdateStatus, created_at }: Summary, base: string, place: Place): Fields {
  return told({
    nativeId: id,
    title: cleanName(name),
    url: absoluteUrl(`incident/${id}`, `${base}/`),
    impact: mapped(impacts, severity, place, 'severity'),
    nativeImpact: severity,
    phase: mapped(phases, lastUpdateStatus, place, 'lastUpdateStatus'),
    nativePhase: lastUpdateStatus,
    startedAt: timeAt(created_at, place, 'created_at'),
  })
}

export function toIncident(incident: wire.Incident, base: string, place: Place): Incident {
  return told({
    ...fieldsOf(incident, base, place),
    updatedAt: timeAt(incident.updated_at, place, 'updated_at'),
    components: incident.services?.map(({ id, name }) => ({ nativeId: id, name: cleanName(name) })),
    updates: incident.incidentUpdates ? toUpdates(incident.incidentUpdates, place) : undefined,
  })
}

/** The author may set the time that is shown; what was written later stands later where two show the same. */
function toUpdates(posts: NonNullable<wire.Incident['incidentUpdates']>, within: Place): NonNullable<Incident['updates']> {
  const updates = posts.map(({ id, status, description, publicIncidentUpdateDate, created_at }, index) => {
    const place = placeIn(within, 'incidentUpdates', index)
    const update = told({
      nativeId: id,
      phase: status ? mapped(phases, status, place, 'status') : undefined,
      native: status ?? undefined,
      body: cleanBody(description ?? ''),
      format: 'markdown' as const,
      postedAt: timeAt(publicIncidentUpdateDate ?? created_at, place, 'publicIncidentUpdateDate'),
    })
    return { update, written: created_at ?? '' }
  })
  const newestFirst = updates.toSorted((a, b) => (a.written === b.written ? 0 : a.written < b.written ? 1 : -1))
  return oldestFirst(newestFirst.map(({ update }) => update))
}

/** Incidents as the days of the uptime name them: one that lasted is in several days and services. */
export function toPast({ uptime }: wire.Uptime, base: string, place: Place): readonly Incident[] {
  const byId = new Map<string, { readonly event: wire.Event; readonly services: Map<string, string>; readonly days: Set<number> }>()
  for (const { services } of uptime) {
    for (const { id, name, days } of services) {
      for (const [day, { events }] of (days ?? []).entries()) {
        for (const event of events ?? []) {
          const known = byId.get(event.id) ?? { event, services: new Map(), days: new Set() }
          byId.set(event.id, known)
          known.services.set(id, name)
          known.days.add(day)
        }
      }
    }
  }
  return [...byId.values()].map(({ event, services, days }) => {
    const fields = fieldsOf(event, base, place)
    // How long it lasted is told for a day: for the whole of it only where there is but one.
    const isOver = fields.phase === 'resolved' && days.size === 1
    return told({
      ...fields,
      resolvedAt: isOver ? after(fields.startedAt, event.duration) : undefined,
      components: [...services].map(([nativeId, name]) => ({ nativeId, name: cleanName(name) })),
    })
  })
}

function after(start: Instant | undefined, seconds: number | null | undefined): Instant | undefined {
  return start === undefined || !seconds ? undefined : instantFromEpochMs(epochMs(start) + seconds * 1000)
}

export function toMaintenance(window: wire.Window, phase: MaintenancePhase, place: Place): Maintenance {
  return told({
    nativeId: window.id,
    title: cleanName(window.name),
    phase,
    scheduledFor: timeAt(window.startsAt ?? window.startAt, place, 'startsAt'),
    scheduledUntil: timeAt(window.endsAt ?? window.endAt, place, 'endsAt'),
    components: window.services?.map(({ id, name }) => ({ nativeId: id, name: cleanName(name) })),
  })
}
