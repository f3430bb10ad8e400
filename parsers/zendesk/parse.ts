import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { type JsonApi, ofType, readJsonApi, related, type Resource } from '../lib/json-api.ts'
import { readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { latestFirst, oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  type Impact,
  type Incident as ToldIncident,
  type IncidentPhase,
  type Maintenance,
  type Snapshot,
  type Update,
  worstOf,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { Incident, IncidentService, IncidentUpdate, Service } from './schema.ts'

const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['no impact', 'none'],
  ['minor', 'minor'],
  ['major', 'major'],
  ['critical', 'critical'],
  ['security', 'unknown'],
])
const phases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const names = new Map((documents.services ?? []).flatMap(namesIn))
  const parts = [
    ...(documents.incidents ?? []).map((document) => parseIncidents(document, 'incidents', 'recent', names)),
    ...(documents.active ?? []).map((document) => parseIncidents(document, 'active', 'open', names)),
    ...(documents.incident ?? []).map((document) => parseIncidents(document, 'incident', 'none', names)),
    ...(documents.maintenances ?? []).map((document) => parseMaintenances(document, names)),
  ]
  const affected = parts.flatMap(({ incidents = [] }) => incidents.flatMap(({ components = [] }) => components))
  // How the services are is told by the incidents: without their list the services would take back what was said of some.
  const isTold = (documents.incidents ?? documents.active ?? []).length > 0
  parts.push(...(documents.services ?? []).map((document) => parseServices(document, affected, isTold)))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('zendesk', context.observedAt, parts)
}

type Names = ReadonlyMap<string, string>

/** The names of services by id: an incident of the page's own list points at them by id alone. */
function namesIn(document: Document<'json'>): readonly (readonly [string, string])[] {
  const api = readJsonApi(document)
  return ofType(api.data, 'service').map((service) => [service.id, attributes(Service, service, api).name])
}

/** A service says nothing of how it is. What an open incident says of it is all that is known, and its silence proves nothing. */
function parseServices(document: Document<'json'>, affected: readonly AffectedComponent[], isTold: boolean): Part {
  const top = topOf('services')
  const api = readJsonApi(document)
  const services = ofType(api.data, 'service')
  if (services.length === 0) throw new ParseError('empty', 'a list without services', { url: document.url, path: 'data' })
  const components = services.flatMap((service): readonly Component[] => {
    const { name, deprecated, description } = attributes(Service, service, api)
    const said = affected.flatMap(({ nativeId, health }) => (nativeId === service.id && health ? [health] : []))
    if (deprecated === true) return []
    const words = description ? { description: cleanBody(description) } : {}
    return [{ nativeId: service.id, name: cleanName(name), health: worstOf(said), native: '', group: false, ...words, children: [] }]
  })
  const byId = new Map(components.map((component) => [component.nativeId, component]))
  if (!isTold) return { authority: 'api', page: { name: 'Zendesk' }, omissions: top.omissions }
  return {
    authority: 'api',
    page: { name: 'Zendesk' },
    components: [...byId.values()],
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

function parseIncidents(document: Document<'json'>, source: string, extent: 'recent' | 'open' | 'none', names: Names): Part {
  const top = topOf(source)
  const api = readJsonApi(document)
  if (api.data.length !== ofType(api.data, 'incident').length) {
    throw new ParseError('shape', 'a list of something else than incidents', { url: document.url, path: 'data' })
  }
  const incidents = new Map(api.data.map((resource, index) => [resource.id, toIncident(resource, api, names, placeIn(top, 'data', index))]))
  return {
    authority: 'api',
    page: { name: 'Zendesk' },
    incidents: latestFirst([...incidents.values()]),
    coverage: { incidents: extent },
    omissions: top.omissions,
  }
}

function toIncident(resource: Resource, api: JsonApi, names: Names, place: Place): ToldIncident {
  const incident = attributes(Incident, resource, api)
  const { impact, status, postmortem } = incident
  const resolvedAt = timeAt(incident.resolvedAt, place, 'attributes.resolvedAt')
  const stated = status ? mapped(phases, status, place, 'attributes.status') : 'unknown'
  const title = titleOf(incident)
  // The word is often left as it was when the end is entered: then it is no word for how far the incident has come.
  const isStale = resolvedAt !== undefined && stated !== 'resolved'
  if (isStale && stated !== 'unknown') omit(place, 'attributes.status', status, 'the incident has an end, its status says that it goes on')
  return told({
    nativeId: resource.id,
    title,
    impact: impact ? mapped(impacts, impact, place, 'attributes.impact') : undefined,
    nativeImpact: impact ?? undefined,
    phase: resolvedAt ? ('resolved' as const) : stated,
    nativePhase: isStale ? undefined : (status ?? undefined),
    startedAt: timeAt(incident.startedAt, place, 'attributes.startedAt'),
    resolvedAt,
    components: toAffected(resource, api, names, resolvedAt === undefined, place),
    updates: toUpdates(resource, api, place),
    reports: postmortem?.trim() ? [{ title, body: cleanBody(postmortem), format: formatOf(postmortem) }] : undefined,
  })
}

function formatOf(body: string): 'html' | 'text' {
  return /<[a-z][^<>]{0,200}>/iu.test(body) ? 'html' : 'text'
}

function titleOf({ title, name }: Incident): string {
  return cleanName(title ?? name ?? '')
}

/** The updates where they came along; a list without them tells none. */
function toUpdates(resource: Resource, api: JsonApi, place: Place): readonly Update[] | undefined {
  const linked = related(api, resource, 'incident_updates') ?? related(api, resource, 'incidentUpdates')
  if (!linked || linked.missing.length > 0) return undefined
  const updates = linked.found.map((update, index) => {
    const { description, createdAt } = attributes(IncidentUpdate, update, api)
    const postedAt = timeAt(createdAt, placeIn(place, 'updates', index), 'createdAt')
    return told({ nativeId: update.id, body: cleanBody(description), format: formatOf(description), postedAt })
  })
  return oldestFirst(updates)
}

/** What each of its services suffers, while neither it nor the incident is over. */
function toAffected(
  resource: Resource,
  api: JsonApi,
  names: Names,
  isOpen: boolean,
  place: Place,
): readonly AffectedComponent[] | undefined {
  const linked = related(api, resource, 'incident_services') ?? related(api, resource, 'incidentServices')
  if (!linked) return undefined
  if (linked.missing.length > 0) omit(place, 'relationships', linked.missing, 'services that the document points at and does not hold')
  const named = new Map<string, AffectedComponent>()
  for (const link of linked.found) {
    const { serviceId, resolvedAt, outage, degradation } = attributes(IncidentService, link, api)
    const [service] = related(api, link, 'service')?.found ?? []
    const id = service?.id ?? serviceId ?? link.id
    const found = service ?? api.byKey.get(`service ${id}`)
    const name = found ? attributes(Service, found, api).name : (names.get(id) ?? id)
    const health: Health | undefined = !isOpen || resolvedAt ? undefined : healthOf(outage, degradation)
    named.set(id, told({ nativeId: id, name: cleanName(name), health }))
  }
  return [...named.values()]
}

function healthOf(outage: boolean | null | undefined, degradation: boolean | null | undefined): Health {
  if (outage === true) return 'partial_outage'
  return degradation === true ? 'degraded_performance' : 'unknown'
}

/** Announced work: it has a window, and no phase. */
function parseMaintenances(document: Document<'json'>, names: Names): Part {
  const top = topOf('maintenances')
  const api = readJsonApi(document)
  if (api.data.length !== ofType(api.data, 'incident').length) {
    throw new ParseError('shape', 'a list of something else than maintenances', { url: document.url, path: 'data' })
  }
  const maintenances = api.data.map((resource, index): Maintenance => {
    const place = placeIn(top, 'data', index)
    const work = attributes(Incident, resource, api)
    if (!work.maintenanceStartTime) {
      throw new ParseError('missing', 'a maintenance without a window', { url: document.url, path: `data[${index}].attributes` })
    }
    return told({
      nativeId: resource.id,
      title: titleOf(work),
      url: work.maintenanceArticle?.startsWith('https://') ? work.maintenanceArticle : undefined,
      nativeImpact: work.impact ?? undefined,
      phase: 'unknown' as const,
      scheduledFor: timeAt(work.maintenanceStartTime, place, 'attributes.maintenanceStartTime'),
      scheduledUntil: timeAt(work.maintenanceEndTime, place, 'attributes.maintenanceEndTime'),
      components: toAffected(resource, api, names, false, place),
      updates: toUpdates(resource, api, place),
    })
  })
  const byId = new Map(maintenances.map((one) => [one.nativeId, one]))
  return { authority: 'api', maintenances: [...byId.values()], coverage: { maintenances: 'open' }, omissions: top.omissions }
}

/** The attributes by their camel-case names, whichever of the two ways they are written in. */
function attributes<T extends Parameters<typeof readWire>[0]>(schema: T, resource: Resource, api: JsonApi): ReturnType<typeof readWire<T>> {
  const camel = Object.entries(resource.attributes).map(([key, value]) => [
    key.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  return readWire(schema, Object.fromEntries(camel), api.url)
}
