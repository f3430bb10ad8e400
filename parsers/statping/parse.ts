import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type {
  AffectedComponent,
  Component,
  Incident,
  IncidentPhase,
  Instant,
  Maintenance,
  MaintenancePhase,
  Snapshot,
  Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import * as wire from './schema.ts'

/** What an operator picks for an update, in whatever case; "Update" has no phase of its own. */
const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['resolved', 'resolved'],
  ['unknown', 'unknown'],
])

/** Services under their groups with their incidents, and announced work. Throws `missing` or `empty` where nothing is told. */
export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const groups = (documents.groups ?? []).flatMap((document) => readList(wire.Groups, document))
  const messages = (documents.messages ?? []).map((document) => readList(wire.Messages, document))
  const incidents = (documents.incidents ?? []).map((document) => readList(wire.Incidents, document))
  const services = (documents.services ?? []).map((document) => readList(wire.Services, document))
  const alone = (documents.service ?? []).map((document) => readWire(wire.Service, readJson(document), document.url))
  const names = new Map([...services.flat(), ...alone].map(({ id, name }) => [id, cleanName(name)]))
  const parts: readonly Part[] = [
    ...services.map((rows) => toServices('services', rows, groups, names)),
    ...(alone.length > 0 ? [{ ...toServices('service', alone, groups, names), coverage: {} }] : []),
    ...(documents.core ?? []).map(parseCore),
    ...messages.map((rows) => toMessages(rows, names, observedAt)),
    ...incidents.map((rows) => toIncidents(rows, names)),
  ]
  // An empty list is a statement only beside something that shows whose it is.
  const isSomething = documents.core || [groups, alone, ...services, ...messages, ...incidents].some((rows) => rows.length > 0)
  if (!isSomething) throw new ParseError(Object.keys(documents).length > 0 ? 'empty' : 'missing', 'nothing to read')
  return assemble('statping', observedAt, parts.length > 0 ? parts : [{ authority: 'api', omissions: [] }])
}

function readList<T>(schema: wire.ListOf<T>, document: Document<'json'>): readonly T[] {
  return readWire(schema, readJson(document), document.url)
}

function parseCore(document: Document<'json'>): Part {
  const { name } = readWire(wire.Core, readJson(document), document.url)
  return told({ authority: 'api' as const, page: name ? { name: cleanName(name) } : undefined, omissions: [] })
}

function toServices(source: string, services: readonly wire.Service[], groups: readonly wire.Group[], names: Names): Part {
  const top = topOf(source)
  if (services.length === 0) throw new ParseError('empty', 'a page without services', { path: 'services' })
  const rows = services
    .map((service, index) => ({ service, component: toComponent(service, placeIn(top, String(index))) }))
    .toSorted((a, b) => (a.service.order_id ?? 0) - (b.service.order_id ?? 0))
  const shown = new Set(groups.map(({ id }) => id))
  const tree = groups
    .toSorted((a, b) => (a.order_id ?? 0) - (b.order_id ?? 0))
    .map(({ id, name }): Component => {
      const children = rows.filter(({ service }) => service.group_id === id).map(({ component }) => component)
      // No document states how a whole group is. Services and groups are numbered from 1 each.
      return { nativeId: `group-${id}`, name: cleanName(name), health: 'unknown', native: '', group: true, children }
    })
  const alone = rows.filter(({ service }) => !shown.has(service.group_id)).map(({ component }) => component)
  const incidents = services.flatMap(({ incidents: own }, index) =>
    (own ?? []).map((incident, at) => toIncident(incident, placeIn(placeIn(top, String(index)), 'incidents', at), names)),
  )
  const tellsIncidents = services.some(({ incidents: own }) => own)
  return told({
    authority: 'api' as const,
    components: [...alone, ...tree],
    incidents: tellsIncidents ? incidents : undefined,
    // A service without incidents leaves the list out, and so does a version that never tells them here.
    coverage: { components: 'full' as const, incidents: tellsIncidents ? ('full' as const) : ('none' as const) },
    omissions: top.omissions,
  })
}

function toComponent({ id, name, online, is_outage_enabled: isOutage }: wire.Service, place: Place): Component {
  const isContradiction = online && isOutage === true
  if (isContradiction) omit(place, 'is_outage_enabled', true, 'online, with an outage declared')
  const health = online ? ('operational' as const) : ('major_outage' as const)
  return {
    nativeId: String(id),
    name: cleanName(name),
    health: isContradiction ? 'unknown' : health,
    // As the page prints it.
    native: online ? 'ONLINE' : 'OFFLINE',
    group: false,
    children: [],
  }
}

type Names = ReadonlyMap<number, string>

function affected(service: number | null | undefined, names: Names): readonly AffectedComponent[] | undefined {
  const name = names.get(service ?? 0)
  return name === undefined ? undefined : [{ nativeId: String(service), name }]
}

/** The incidents of one service: of the others nothing is said. */
function toIncidents(incidents: readonly wire.Incident[], names: Names): Part {
  const top = topOf('incidents')
  return {
    authority: 'api',
    incidents: incidents.map((incident, index) => toIncident(incident, placeIn(top, String(index)), names)),
    omissions: top.omissions,
  }
}

function toIncident(incident: wire.Incident, place: Place, names: Names): Incident {
  const updates = incident.updates?.map((update, index) => toUpdate(update, placeIn(place, 'updates', index)))
  const ordered = updates && oldestFirst(updates.toReversed())
  const last = ordered?.findLast(({ phase }) => phase !== undefined)
  const createdAt = timeOf(incident.created_at, place, 'created_at')
  const first = incident.description
    ? [told({ nativeId: `incident-${incident.id}`, body: cleanBody(incident.description), format: 'text' as const, postedAt: createdAt })]
    : []
  return told({
    nativeId: `incident-${incident.id}`,
    title: cleanName(incident.title),
    phase: toPhase(last?.phase),
    nativePhase: last?.native,
    createdAt,
    updatedAt: timeOf(incident.updated_at, place, 'updated_at'),
    resolvedAt: last?.phase === 'resolved' ? last.postedAt : undefined,
    components: affected(incident.service, names),
    updates: ordered ? [...first, ...ordered] : undefined,
  })
}

function toPhase(phase: Update['phase']): IncidentPhase {
  return phase === 'investigating' || phase === 'resolved' ? phase : 'unknown'
}

function toUpdate({ id, message, type, created_at: createdAt }: wire.Update, place: Place): Update {
  const word = type?.toLowerCase()
  const hasPhase = type && word !== 'update'
  return told({
    nativeId: String(id),
    phase: hasPhase ? (phases.get(word ?? '') ?? mapped(phases, type, place, 'type')) : undefined,
    native: type ?? undefined,
    body: cleanBody(message ?? ''),
    format: 'text' as const,
    postedAt: timeOf(createdAt, place, 'created_at'),
  })
}

/** Announced work. The page shows a message between its two times and at no other: these are its state. */
function toMessages(messages: readonly wire.Message[], names: Names, now: Instant): Part {
  const top = topOf('messages')
  return {
    authority: 'api',
    maintenances: messages.map((message, index) => toMaintenance(message, placeIn(top, String(index)), names, now)),
    coverage: { maintenances: 'full' },
    omissions: top.omissions,
  }
}

function toMaintenance(message: wire.Message, place: Place, names: Names, now: Instant): Maintenance {
  const nativeId = `message-${message.id}`
  const [from, until] = [timeOf(message.start_on, place, 'start_on'), timeOf(message.end_on, place, 'end_on')]
  const createdAt = timeOf(message.created_at, place, 'created_at')
  return told({
    nativeId,
    title: cleanName(message.title),
    phase: phaseAt(now, from, until),
    scheduledFor: from,
    scheduledUntil: until,
    createdAt,
    updatedAt: timeOf(message.updated_at, place, 'updated_at'),
    components: affected(message.service, names),
    updates: [told({ nativeId, body: cleanBody(message.description ?? ''), format: 'text' as const, postedAt: createdAt })],
  })
}

function phaseAt(now: Instant, from: Instant | undefined, until: Instant | undefined): MaintenancePhase {
  if (from === undefined || until === undefined) return 'unknown'
  if (now < from) return 'scheduled'
  return now < until ? 'in_progress' : 'completed'
}

/** What never was is of the year 1. */
function timeOf(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  return text?.startsWith('0001-') ? undefined : timeAt(text, place, field)
}
