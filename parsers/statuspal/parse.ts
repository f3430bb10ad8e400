import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { isZone } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import { type Component, type Health, type Incident, IncidentPhase, type Maintenance, type Snapshot, type Update } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseHome } from './home.ts'
import { type Entry, History, type Post, type Service, Summary } from './schema.ts'
import type { sources } from './sources.ts'
import { isMaintenanceType, toHealth, toImpact, toInstant, toPhase } from './words.ts'

/** The services by their ids, where the document told them: entries name them by id alone. */
interface Reader extends Context {
  readonly names?: ReadonlyMap<number, string>
}

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts: Part[] = [
    ...(documents.summary ?? []).map((document) => parseSummary(document, context)),
    ...(documents.incidents ?? []).map((document) => parseIncidents(document, context)),
    ...(documents.home ?? []).map(parseHome),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statuspal', context.observedAt, parts)
}

function parseSummary(document: Document<'json'>, context: Context): Part {
  const top = topOf('summary')
  const wire = readWire(Summary, readJson(document), document.url)
  if (wire.services.length === 0) throw new ParseError('empty', 'a page without services', { url: document.url, path: 'services' })
  const { name, subdomain, time_zone: zone, current_incident_type: type } = wire.status_page
  if (zone && !isZone(zone)) omit(top, 'status_page.time_zone', zone, 'not a zone of the IANA list')
  const listed = placeEntries(wire.incidents, top, 'incidents')
  const active = placeEntries(wire.maintenances, top, 'maintenances')
  const upcoming = placeEntries(wire.upcoming_maintenances, top, 'upcoming_maintenances')
  const notices = placeEntries(wire.info_notices ?? [], top, 'info_notices')
  const current = [...wire.incidents.filter((entry) => !isOver(entry, context)), ...wire.maintenances]
  const concerned = new Set(current.flatMap((entry) => entry.service_ids ?? []))
  const isCalm = current.length === 0 && !isTroubled(wire.services)
  const reader: Reader = { ...context, names: namesOf(wire.services) }
  return told({
    authority: 'api' as const,
    page: told({ nativeId: subdomain, name: cleanName(name), timeZone: zone && isZone(zone) ? zone : undefined }),
    health: proved(toHealth(type, top, 'status_page.current_incident_type'), isCalm, top, 'status_page.current_incident_type'),
    native: type ?? 'none',
    components: wire.services.map((service, index) => toComponent(service, placeIn(top, 'services', index), concerned)),
    incidents: [
      ...listed.filter(([entry]) => !isMaintenanceType(entry.type)).map(([entry, place]) => toIncident(entry, place, reader)),
      ...notices.map(([entry, place]) => toNotice(entry, place, reader)),
    ],
    maintenances: [
      ...listed
        .filter(([entry]) => isMaintenanceType(entry.type))
        .map(([entry, place]) => toMaintenance(entry, place, reader, 'in_progress')),
      ...active.map(([entry, place]) => toMaintenance(entry, place, reader, 'in_progress')),
      ...upcoming.map(([entry, place]) => toMaintenance(entry, place, reader, 'scheduled')),
    ],
    coverage: { components: 'full' as const, incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

/** The list of everything, newest first, a hundred a page. */
function parseIncidents(document: Document<'json'>, context: Context): Part {
  const top = topOf('incidents')
  const wire = readWire(History, readJson(document), document.url)
  const listed = placeEntries(wire.incidents, top, 'incidents')
  return {
    authority: 'api',
    incidents: listed.filter(([entry]) => !isMaintenanceType(entry.type)).map(([entry, place]) => toIncident(entry, place, context)),
    maintenances: listed.filter(([entry]) => isMaintenanceType(entry.type)).map(([entry, place]) => toMaintenance(entry, place, context)),
    omissions: top.omissions,
  }
}

function placeEntries(entries: readonly Entry[], top: Place, name: string): readonly (readonly [Entry, Place])[] {
  return entries.map((entry, index) => [entry, placeIn(top, name, index)])
}

function namesOf(services: readonly Service[]): ReadonlyMap<number, string> {
  return new Map(services.flatMap(({ id, name, children }) => [[id, cleanName(name)], ...namesOf(children)]))
}

function isTroubled(services: readonly Service[]): boolean {
  return services.some((service) => service.current_incident_type !== null || isTroubled(service.children))
}

/** That nothing is wrong is told by a mere null, which has to agree with everything else that the answer says. */
function proved(health: Health, isAgreed: boolean, place: Place, field: string): Health {
  if (health !== 'operational' || isAgreed) return health
  omit(place, field, null, 'no current incident, though an open entry or another service says that there is one')
  return 'unknown'
}

function toComponent(service: Service, place: Place, concerned: ReadonlySet<number>): Component {
  const { id, name, description, current_incident_type: type, children } = service
  const isAgreed = !concerned.has(id) && !isTroubled(children)
  return told({
    nativeId: String(id),
    name: cleanName(name),
    health: proved(toHealth(type, place, 'current_incident_type'), isAgreed, place, 'current_incident_type'),
    native: type ?? 'none',
    group: children.length > 0,
    description: description ? cleanBody(description) : undefined,
    children: children.map((child, index) => toComponent(child, placeIn(place, 'children', index), concerned)),
  })
}

function toIncident(entry: Entry, place: Place, reader: Reader): Incident {
  const fields = toFields(entry, place, reader)
  const last = fields.updates?.findLast(({ phase }) => phase !== undefined)
  return told({
    ...fields,
    impact: entry.type ? toImpact(entry.type, place) : undefined,
    phase: isOver(entry, reader) ? ('resolved' as const) : (IncidentPhase.safeParse(last?.phase).data ?? 'unknown'),
    nativePhase: last?.native,
    startedAt: toInstant(entry.starts_at, place, 'starts_at'),
    resolvedAt: isOver(entry, reader) ? toInstant(entry.ends_at, place, 'ends_at') : undefined,
  })
}

/** Something to know, not something wrong: it has an id of its own kind and no start, only a time until which it is shown. */
function toNotice(entry: Entry, place: Place, reader: Reader): Incident {
  const fields = toFields(entry, place, reader)
  return told({
    ...fields,
    nativeId: `info_notices/${entry.id}`,
    impact: 'none' as const,
    phase: isOver({ ends_at: entry.featured_until }, reader) ? ('resolved' as const) : ('unknown' as const),
  })
}

/** The end of a maintenance is the planned one: while it is listed as current it goes on, whatever was planned. */
function toMaintenance(entry: Entry, place: Place, reader: Reader, listed?: 'in_progress' | 'scheduled'): Maintenance {
  return told({
    ...toFields(entry, place, reader),
    phase: listed ?? (isOver(entry, reader) ? ('completed' as const) : ('unknown' as const)),
    scheduledFor: toInstant(entry.starts_at, place, 'starts_at'),
    scheduledUntil: toInstant(entry.ends_at, place, 'ends_at'),
  })
}

type Fields = Pick<Incident, 'nativeId' | 'title'> & {
  [K in 'url' | 'nativeImpact' | 'createdAt' | 'updatedAt' | 'components' | 'updates']: Incident[K] | undefined
}

function toFields(entry: Entry, place: Place, { page, names }: Reader): Fields {
  const updates = entry.updates?.map((post, index) => toUpdate(post, placeIn(place, 'updates', index)))
  return {
    nativeId: String(entry.id),
    title: cleanName(entry.title),
    url: absoluteUrl(entry.url, page.url),
    nativeImpact: entry.type ?? undefined,
    createdAt: toInstant(entry.inserted_at, place, 'inserted_at'),
    updatedAt: toInstant(entry.updated_at, place, 'updated_at'),
    components: names && entry.service_ids?.map((id) => ({ nativeId: String(id), name: names.get(id) ?? String(id) })),
    updates: updates && oldestFirst(updates),
  }
}

/** The stated end is past: it may lie ahead, too. */
function isOver({ ends_at: end }: Pick<Entry, 'ends_at'>, { observedAt }: Pick<Context, 'observedAt'>): boolean {
  const instant = toInstant(end, topOf('ends_at'), '')
  return instant !== undefined && instant <= observedAt
}

function toUpdate(post: Post, place: Place): Update {
  const { type, description_html: html } = post
  return told({
    nativeId: String(post.id),
    phase: type ? toPhase(type, place) : undefined,
    native: type ?? undefined,
    body: cleanBody(html ?? post.description ?? ''),
    format: html ? ('html' as const) : ('text' as const),
    postedAt: toInstant(post.posted_at, place, 'posted_at'),
  })
}
