import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { attributesOf, type JsonApi, ofType, readJsonApi, related, type Resource } from '../lib/json-api.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  type Incident,
  type Instant,
  leaves,
  type Maintenance,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { parseFeed } from './feed.ts'
import * as wire from './schema.ts'
import { zoneFromRails } from './zone.ts'

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['degraded', 'degraded_performance'],
  ['downtime', 'major_outage'],
  ['maintenance', 'under_maintenance'],
  // Nobody looks at it: that is no kind of fine.
  ['not_monitored', 'unknown'],
])
/** Reports know an end, but no steps towards it: what they say before is the state of the worst resource. */
const incidentStates = new Map([['resolved', 'resolved'] as const, ...[...healths.keys()].map((word) => [word, 'unknown'] as const)])
const maintenanceStates = new Map([['resolved', 'completed'] as const, ['maintenance', 'in_progress'] as const])

interface Documents {
  readonly index?: readonly Document<'json'>[]
  readonly feed?: readonly Document<'xml'>[]
}

export function parse(documents: Documents, context: Context): Snapshot {
  const parts: Part[] = (documents.index ?? []).map((document) => parseIndex(document, context))
  const components = leaves(parts[0]?.components ?? [])
  parts.push(...(documents.feed ?? []).map((document) => parseFeed(document, components)))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('betterstack', context.observedAt, parts)
}

function parseIndex(document: Document<'json'>, context: Context): Part {
  const top = topOf('index')
  const api = readJsonApi(document)
  const [page] = api.data
  if (page?.type !== 'status_page') throw new ParseError('foreign', 'a document that is about no status page', { url: document.url })
  const attributes = attributesOf(wire.Page, page, api)
  if (attributes.announcement) {
    omit(top, 'data.attributes.announcement', cleanBody(attributes.announcement), 'an announcement, which is no incident')
  }
  const components = toComponents(api, page, top)
  const names = new Map(leaves(components).map(({ nativeId, name }) => [nativeId, name]))
  const reports = toReports(api, page, names, context.observedAt, top)
  return told({
    authority: 'api' as const,
    page: toPage(page.id, attributes, top),
    health: mapped(healths, attributes.aggregate_state, top, 'data.attributes.aggregate_state'),
    native: attributes.aggregate_state,
    sourceUpdatedAt: timeAt(attributes.updated_at, top, 'data.attributes.updated_at'),
    components,
    incidents: reports.incidents,
    maintenances: reports.maintenances,
    coverage: { components: 'full' as const, incidents: reports.extent, maintenances: reports.extent },
    omissions: top.omissions,
  })
}

function toPage(nativeId: string, { company_name, timezone, subdomain, custom_domain }: wire.Page, top: Place): Snapshot['page'] {
  const timeZone = zoneFromRails(timezone ?? '')
  if (timezone && timeZone === undefined) omit(top, 'data.attributes.timezone', timezone, 'not a zone that is known by this name')
  const host = custom_domain || (subdomain ? `${subdomain}.betteruptime.com` : undefined)
  return told({
    nativeId,
    name: cleanName(company_name),
    url: host ? absoluteUrl(`https://${host}`, 'https://betteruptime.com') : undefined,
    timeZone,
  })
}

/** Sections hold components and say nothing of their own; a page with one section need not name it. */
function toComponents(api: JsonApi, page: Resource, top: Place): readonly Component[] {
  const absent = related(api, page, 'resources')?.missing ?? []
  if (absent.length > 0) {
    throw new ParseError('missing', 'a component that the page points at is not there', { url: api.url, excerpt: absent.join(' ') })
  }
  const rows = ofType(api.included, 'status_page_resource').map((resource) => ({
    resource,
    row: attributesOf(wire.Component, resource, api),
  }))
  if (rows.length === 0) throw new ParseError('empty', 'a page without components', { url: api.url, path: 'included' })
  const components = rows
    .toSorted((a, b) => (a.row.position ?? 0) - (b.row.position ?? 0))
    .map(({ resource, row }) => ({ section: row.status_page_section_id, component: toComponent(resource, row, top) }))
  const sections = ofType(api.included, 'status_page_section')
    .map((resource) => ({ id: resource.id, ...attributesOf(wire.Section, resource, api) }))
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const known = new Set<string | null | undefined>(sections.map(({ id }) => id))
  const loose = components.filter(({ section }) => !known.has(section)).map(({ component }) => component)
  const grouped = sections.flatMap(({ id, name }): readonly Component[] => {
    const children = components.filter(({ section }) => section === id).map(({ component }) => component)
    if (!name || children.length === 0) return children
    return [{ nativeId: `section-${id}`, name: cleanName(name), health: 'unknown', native: '', group: true, children }]
  })
  return [...loose, ...grouped]
}

function toComponent(resource: Resource, row: wire.Component, top: Place): Component {
  return told({
    nativeId: resource.id,
    name: cleanName(row.public_name),
    health: mapped(healths, row.status, placeIn(top, `included.${resource.type}.${resource.id}`), 'status'),
    native: row.status,
    group: false,
    description: row.explanation ? cleanBody(row.explanation) : undefined,
    children: [],
  })
}

type Names = ReadonlyMap<string, string>

interface Reports {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
  readonly extent: 'recent' | 'none'
}

/** The document has the oldest report first; here the newest is. */
function toReports(api: JsonApi, page: Resource, names: Names, observedAt: Instant, top: Place): Reports {
  const absent = related(api, page, 'status_reports')?.missing ?? []
  if (absent.length > 0) omit(top, 'data.relationships.status_reports', absent, 'reports that the document does not hold')
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const resource of ofType(api.included, 'status_report').toReversed()) {
    const place = placeIn(top, `included.status_report.${resource.id}`)
    const report = attributesOf(wire.Report, resource, api)
    const fields = toFields(api, resource, report, names, place)
    if (report.report_type === 'maintenance') maintenances.push(toMaintenance(report, fields, observedAt, place))
    else incidents.push(toIncident(report, fields, place))
  }
  // Where the page points at reports that are not there, nothing follows from what is missing.
  return { incidents, maintenances, extent: absent.length > 0 ? 'none' : 'recent' }
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'components' | 'updates'>

function toFields(api: JsonApi, resource: Resource, report: wire.Report, names: Names, place: Place): Fields {
  const posts = related(api, resource, 'status_updates')
  if (posts && posts.missing.length > 0) omit(place, 'status_updates', posts.missing, 'updates that the document does not hold')
  const isWhole = posts !== undefined && posts.missing.length === 0
  return told({
    nativeId: resource.id,
    title: cleanName(report.title ?? ''),
    components: report.affected_resources ? toAffected(report.affected_resources, names, place) : undefined,
    updates: isWhole ? oldestFirst(posts.found.map((post) => toUpdate(api, post, report, names, place)).toReversed()) : undefined,
  })
}

function toUpdate(api: JsonApi, resource: Resource, report: wire.Report, names: Names, within: Place): Update {
  const place = placeIn(within, `status_updates.${resource.id}`)
  const post = attributesOf(wire.Post, resource, api)
  const affected = post.affected_resources ?? []
  const isOver = affected.length > 0 && affected.every(({ status }) => status === 'resolved')
  const done = report.report_type === 'maintenance' ? ('completed' as const) : ('resolved' as const)
  return told({
    nativeId: resource.id,
    phase: isOver ? done : undefined,
    native: affected.length > 0 ? [...new Set(affected.map(({ status }) => status))].join(', ') : undefined,
    body: cleanBody(post.message ?? ''),
    format: 'text' as const,
    postedAt: timeAt(post.published_at, place, 'published_at'),
    components: affected.length > 0 ? toAffected(affected, names, place) : undefined,
  })
}

/** "Resolved" says of a component that this is over for it, not how it is. */
function toAffected(affected: readonly wire.Affected[], names: Names, place: Place): readonly AffectedComponent[] {
  return affected.flatMap(({ status_page_resource_id: nativeId, status }) => {
    const name = names.get(nativeId)
    if (name === undefined) omit(place, 'affected_resources', nativeId, 'not a component of this page')
    const health = status === 'resolved' ? undefined : mapped(healths, status, place, 'affected_resources')
    return name === undefined ? [] : [told({ nativeId, name, health })]
  })
}

function toIncident(report: wire.Report, fields: Fields, place: Place): Incident {
  // Reports of monitors are "automatic" or "calculated".
  if (!/^(?:manual|automatic|calculated)$/u.test(report.report_type))
    omit(place, 'report_type', report.report_type, 'a word that nobody has mapped')
  const phase = mapped(incidentStates, report.aggregate_state, place, 'aggregate_state')
  return told({
    ...fields,
    phase,
    nativePhase: report.aggregate_state,
    startedAt: timeAt(report.starts_at, place, 'starts_at'),
    resolvedAt: phase === 'resolved' ? (timeAt(report.ends_at, place, 'ends_at') ?? endOf(fields.updates)) : undefined,
  })
}

/** When the updates say that it was over: the first of those that say so with none after them saying otherwise. */
function endOf(updates: readonly Update[] = []): Instant | undefined {
  const last = updates.findLastIndex(({ phase, native }) => native !== undefined && phase === undefined)
  return updates.slice(last + 1).find(({ phase }) => phase !== undefined)?.postedAt ?? updates.at(-1)?.postedAt
}

/** While it is not over a maintenance says no more than that it is one: its own window says whether it has begun. */
function toMaintenance(report: wire.Report, fields: Fields, observedAt: Instant, place: Place): Maintenance {
  const [from, until] = [timeAt(report.starts_at, place, 'starts_at'), timeAt(report.ends_at, place, 'ends_at')]
  const stated = mapped(maintenanceStates, report.aggregate_state, place, 'aggregate_state')
  const isAhead = stated === 'in_progress' && from !== undefined && observedAt < from
  return told({
    ...fields,
    phase: isAhead ? ('scheduled' as const) : stated,
    nativePhase: report.aggregate_state,
    scheduledFor: from,
    scheduledUntil: until,
  })
}
