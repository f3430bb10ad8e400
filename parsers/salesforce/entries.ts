import { mapped, type Place, placeIn, timeAt } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Impact, Incident, IncidentPhase, Maintenance, MaintenancePhase, ReportText, Update } from '../model.ts'
import type { Analysis, Event, TrustIncident, TrustMaintenance } from './schema.ts'

/** The page's own words by their keys. */
export type Labels = ReadonlyMap<string, string>

const page = 'https://status.salesforce.com'
const severities: ReadonlyMap<string, Impact> = new Map([
  ['minor', 'minor'],
  ['major', 'major'],
  ['critical', 'critical'],
])
/** Of what is still going on only the events say how far it has come. */
const incidentStatuses: ReadonlyMap<string, 'resolved' | 'open'> = new Map([
  ['resolved', 'resolved'],
  ['active', 'open'],
  ['ongoing', 'open'],
])
const maintenanceStatuses: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['scheduled', 'scheduled'],
  ['confirmed', 'scheduled'],
  ['in progress', 'in_progress'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
])

/** Types of events by how they begin, as their labels of 2020 read; what has no phase names none. The first that fits counts. */
type Types<P> = readonly (readonly [RegExp, P | undefined])[]
const incidentTypes: Types<IncidentPhase> = [
  [/^investigating/u, 'investigating'],
  [/^(?:issueIsolated|implementingSolution)/u, 'identified'],
  [/^monitoring/u, 'monitoring'],
  [/^(?:update|correction|einsteinBots)/u, undefined],
]
const maintenanceTypes: Types<MaintenancePhase> = [
  [/^(?:scheduled|reminder|rescheduled|releaseRescheduled|delayed)$|10Minute/u, 'scheduled'],
  [/ollbackCompleted$|^majorReleaseFeaturesEnabled$/u, 'completed'],
  [/^(?:maintenance|majorRelease|ap2IR)[A-Z]|^ap2IR(?:extended|rollback|maintenance)/u, 'in_progress'],
  [/^cancelled$/u, 'cancelled'],
  [/^update$|orrection|^emergencyMaintenance$|^liveAgentMaintenanceAlert$/u, undefined],
]

/**
 * An incident is over where its status says so, and in the list of instances, which tells none, where all its impacts have
 * ended. Its title is made of the worst impact's type and the services: it has none of its own.
 */
export function toIncident(wire: TrustIncident, labels: Labels, place: Place): Incident {
  const impacts = wire.IncidentImpacts.map(({ startTime, endTime, type, severity }, index) => {
    const at = placeIn(place, 'IncidentImpacts', index)
    const grade = severity ? mapped(severities, severity, at, 'severity') : undefined
    return { type, severity, grade, start: timeAt(startTime, at, 'startTime'), end: timeAt(endTime, at, 'endTime') }
  })
  const worst = ['critical', 'unknown', 'major', 'minor', undefined].flatMap(
    (grade) => impacts.find((impact) => impact.grade === grade) ?? [],
  )[0]
  const ends = impacts.flatMap(({ end }) => end ?? [])
  const isOver = impacts.length > 0 && ends.length === impacts.length
  const last = lastOf(wire.IncidentEvents, incidentTypes)
  const stated = statedBy(incidentStatuses, wire.status, place, 'status') ?? (isOver ? 'resolved' : 'open')
  const phase = stated === 'open' ? (last?.phase ?? 'unknown') : stated
  return told({
    ...toFields(wire, 'incidents', place),
    title: titleOf(wire, worst?.type, labels),
    impact: worst?.grade,
    nativeImpact: worst?.severity ?? undefined,
    phase,
    nativePhase: wire.status ?? last?.type,
    startedAt: impacts.flatMap(({ start }) => start ?? []).toSorted()[0],
    resolvedAt: phase === 'resolved' && isOver ? ends.toSorted().at(-1) : undefined,
    updates: toUpdates(wire, wire.IncidentEvents, incidentTypes, placeIn(place, 'IncidentEvents')),
    reports: phase === 'resolved' ? toReports(wire.message ?? {}, labels) : undefined,
  })
}

const analysed = [
  ['rootCause', 'Root cause'],
  ['actionPlan', 'Action plan'],
  ['pathToResolution', 'Path to resolution'],
] as const

/** What the page says of it afterwards. A key without its sentence is put in words, less the field that it begins with. */
function toReports(message: Analysis, labels: Labels): readonly ReportText[] | undefined {
  const lines = analysed.flatMap(([field, heading]) => {
    const said = message[field]?.trim() ?? ''
    const text =
      labels.get(said) ?? (/^[a-z][\w()]{1,200}$/u.test(said) ? inWords(said.startsWith(field) ? said.slice(field.length) : said) : said)
    return text === '' ? [] : [`${heading}: ${text}`]
  })
  return lines.length === 0 ? undefined : [{ title: 'Root cause', body: cleanBody(lines.join('\n\n')), format: 'text' }]
}

export function toMaintenance(wire: TrustMaintenance, place: Place): Maintenance {
  const last = lastOf(wire.MaintenanceEvents, maintenanceTypes)
  const stated = statedBy(maintenanceStatuses, wire.status, place, 'status')
  const announced = statedBy(maintenanceStatuses, wire.message?.eventStatus, place, 'message.eventStatus')
  return told({
    ...toFields(wire, 'maintenances', place),
    title: cleanName(wire.name ?? `Maintenance ${wire.id}`),
    phase: stated ?? last?.phase ?? announced ?? ('unknown' as const),
    nativePhase: wire.status ?? last?.type ?? wire.message?.eventStatus ?? undefined,
    scheduledFor: timeAt(wire.plannedStartTime, place, 'plannedStartTime'),
    scheduledUntil: timeAt(wire.plannedEndTime, place, 'plannedEndTime'),
    updates: toUpdates(wire, wire.MaintenanceEvents, maintenanceTypes, placeIn(place, 'MaintenanceEvents')),
  })
}

type Fields = Pick<Incident, 'nativeId' | 'url'> & { [K in 'createdAt' | 'updatedAt' | 'components']: Incident[K] | undefined }

function toFields(wire: TrustIncident | TrustMaintenance, path: string, place: Place): Fields {
  return {
    nativeId: wire.id,
    url: `${page}/${path}/${wire.id}`,
    createdAt: timeAt(wire.createdAt, place, 'createdAt'),
    updatedAt: timeAt(wire.updatedAt, place, 'updatedAt'),
    components: wire.instanceKeys?.map((key) => ({ nativeId: key, name: cleanName(key) })),
  }
}

function titleOf({ id, serviceKeys }: TrustIncident, type: string | null | undefined, labels: Labels): string {
  const issue = type ? (labels.get(type) ?? inWords(type)) : `Incident ${id}`
  const services = (serviceKeys ?? []).map((key) => labels.get(key) ?? inWords(key))
  return cleanName(services.length === 0 ? issue : `${issue} (${services.join(', ')})`)
}

/** "performanceDegradation" is "Performance degradation". */
function inWords(key: string): string {
  const words = key.replaceAll(/(?<=[a-z])[A-Z](?=[a-z])/gu, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function statedBy<P extends string>(
  words: ReadonlyMap<string, P>,
  word: string | null | undefined,
  place: Place,
  field: string,
): P | 'unknown' | undefined {
  return word ? (words.get(word.toLowerCase()) ?? mapped(words, word, place, field)) : undefined
}

/** The newest event that names a phase, known or not. */
function lastOf<P>(
  events: readonly Event[] | null | undefined,
  types: Types<P>,
): { readonly type: string; readonly phase: P | 'unknown' } | undefined {
  const dated = (events ?? []).toSorted((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''))
  return dated
    .flatMap(({ type }) => {
      const known = types.find(([start]) => start.test(type ?? ''))
      const phase = known ? known[1] : ('unknown' as const)
      return type && phase !== undefined ? [{ type, phase }] : []
    })
    .at(-1)
}

/** What is told beside the events comes first: it is not said when it was written. */
function toUpdates(
  { id, additionalInformation: text }: TrustIncident | TrustMaintenance,
  events: readonly Event[] | null | undefined,
  types: Types<IncidentPhase | MaintenancePhase>,
  within: Place,
): readonly Update[] | undefined {
  if (!events) return undefined
  const updates = events.map((event, index): Update => {
    const place = placeIn(within, 'events', index)
    const known = types.find(([start]) => start.test(event.type ?? ''))
    return told({
      nativeId: event.id ?? undefined,
      phase: known || !event.type ? known?.[1] : mapped(new Map<string, IncidentPhase>(), event.type, place, 'type'),
      native: event.type ?? undefined,
      body: cleanBody(event.message ?? ''),
      format: 'text' as const,
      postedAt: timeAt(event.createdAt, place, 'createdAt'),
    })
  })
  const beside: readonly Update[] = text ? [{ nativeId: `${id}/information`, body: cleanBody(text), format: 'text' }] : []
  return [...beside, ...oldestFirst(updates)]
}
