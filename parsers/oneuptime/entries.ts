import type { z } from 'zod'
import { mapped, type Place, placeIn, timeAt } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type {
  AffectedComponent,
  Incident,
  IncidentPhase,
  Instant,
  Maintenance,
  MaintenancePhase,
  Phase,
  ReportText,
  Update,
} from '../model.ts'
import type * as wire from './schema.ts'

type Incidents = Omit<z.infer<typeof wire.Incidents>, 'incidents'>
type Events = z.infer<typeof wire.Events>

/**
 * What the states are called that every new installation begins with, and the plain words for the steps between. That
 * somebody has acknowledged an incident does not say how far it is.
 */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['Investigating', 'investigating'],
  ['Identified', 'identified'],
  ['Acknowledged', 'unknown'],
  ['Monitoring', 'monitoring'],
])

function incidentPhase(state: wire.State, place: Place, field: string): IncidentPhase {
  return state.isResolvedState === true ? 'resolved' : mapped(incidentPhases, state.name, place, field)
}

function maintenancePhase(state: wire.State, place: Place, field: string): MaintenancePhase {
  if (state.isEndedState === true || state.isResolvedState === true) return 'completed'
  if (state.isOngoingState === true) return 'in_progress'
  return state.isScheduledState === true ? 'scheduled' : mapped(new Map<string, MaintenancePhase>(), state.name, place, field)
}

export function toIncidents(entries: readonly wire.Incident[], lists: Incidents, top: Place, pageUrl: string): readonly Incident[] {
  const posted = Map.groupBy([...lists.incidentPublicNotes, ...lists.incidentStateTimelines], ({ entry }) => entry)
  return entries.map((entry, index) => {
    const place = placeIn(top, 'incidents', index)
    const phase = incidentPhase(entry.state, place, 'currentIncidentState')
    const updates = toUpdates(entry, posted.get(entry.id) ?? [], place, incidentPhase)
    const severity = entry.incidentSeverity?.name
    const url = `${pageUrl}/incidents/${entry.id}`
    return told({
      ...fieldsOf(entry, lists.statusPageResources, place),
      url,
      nativeImpact: severity ? cleanName(severity) : undefined,
      phase,
      startedAt: timeAt(entry.declaredAt, place, 'declaredAt'),
      resolvedAt: phase === 'resolved' ? endOf(updates, phase) : undefined,
      updates,
      reports: reportsOf(entry, url, place),
    })
  })
}

export function toMaintenances(lists: Events, top: Place, pageUrl: string): readonly Maintenance[] {
  const posted = Map.groupBy(
    [...lists.scheduledMaintenanceEventsPublicNotes, ...lists.scheduledMaintenanceStateTimelines],
    ({ entry }) => entry,
  )
  return lists.scheduledMaintenanceEvents.map((entry, index) => {
    const place = placeIn(top, 'scheduledMaintenanceEvents', index)
    const phase = maintenancePhase(entry.state, place, 'currentScheduledMaintenanceState')
    const updates = toUpdates(entry, posted.get(entry.id) ?? [], place, maintenancePhase)
    return told({
      ...fieldsOf(entry, lists.statusPageResources, place),
      url: `${pageUrl}/scheduled-events/${entry.id}`,
      phase,
      resolvedAt: phase === 'completed' ? endOf(updates, phase) : undefined,
      scheduledFor: timeAt(entry.startsAt, place, 'startsAt'),
      scheduledUntil: timeAt(entry.endsAt, place, 'endsAt'),
      updates,
    })
  })
}

/** A postmortem is the page's only when the tenant has published it there. */
function reportsOf(entry: wire.Incident, url: string, place: Place): readonly ReportText[] | undefined {
  if (entry.showPostmortemOnStatusPage !== true || !entry.postmortemNote) return undefined
  const publishedAt = timeAt(entry.postmortemPostedAt, place, 'postmortemPostedAt')
  return [told({ title: cleanName(entry.title), body: cleanBody(entry.postmortemNote), format: 'markdown' as const, url, publishedAt })]
}

interface Fields {
  readonly nativeId: string
  readonly title: string
  readonly nativePhase: string
  readonly createdAt: Instant | undefined
  readonly components: readonly AffectedComponent[] | undefined
}

/** An entry names the monitors concerned; what the page calls them stands with its resources. */
function fieldsOf(entry: wire.Incident | wire.Event, resources: readonly wire.Resource[], place: Place): Fields {
  const monitors = entry.monitors ? new Set(present(entry.monitors).kept) : undefined
  const affected = resources.filter(({ monitorId }) => monitorId && monitors?.has(monitorId))
  return {
    nativeId: entry.id,
    title: cleanName(entry.title),
    nativePhase: cleanName(entry.state.name),
    createdAt: timeAt(entry.createdAt, place, 'createdAt'),
    components:
      monitors && affected.map(({ id, displayName, monitor }) => ({ nativeId: id, name: cleanName(displayName || monitor?.name || '') })),
  }
}

type PhaseOf = (state: wire.State, place: Place, field: string) => Phase

/** The text that the entry began with, the public notes, and the changes of state between them, which have no text. */
function toUpdates(entry: wire.Incident | wire.Event, posted: readonly wire.Posted[], place: Place, phaseOf: PhaseOf): readonly Update[] {
  const written = posted.map((post, index) => toUpdate(post, placeIn(place, 'updates', index), phaseOf))
  const opening: Update[] = entry.description
    ? [
        told({
          body: cleanBody(entry.description),
          format: 'markdown' as const,
          postedAt: timeAt(entry.declaredAt ?? entry.createdAt, place, 'createdAt'),
        }),
      ]
    : []
  return oldestFirst([...written.toReversed(), ...opening])
}

function toUpdate({ id, at, note, state }: wire.Posted, place: Place, phaseOf: PhaseOf): Update {
  return told({
    nativeId: id ?? undefined,
    phase: state ? phaseOf(state, place, 'state') : undefined,
    native: state ? cleanName(state.name) : undefined,
    body: cleanBody(note ?? ''),
    format: 'markdown' as const,
    postedAt: timeAt(at, place, 'at'),
  })
}

function endOf(updates: readonly Update[], closing: Phase): Instant | undefined {
  return updates.findLast(({ phase }) => phase === closing)?.postedAt
}
