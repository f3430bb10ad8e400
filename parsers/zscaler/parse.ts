import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, lineOf, loadMarkup, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromRfc822 } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import {
  type Component,
  type Health,
  type Impact,
  type Incident,
  type IncidentPhase,
  type Instant,
  type Snapshot,
  type Update,
  worstOf,
} from '../model.ts'
import type { Context, Document, PageRef, Source } from '../platform.ts'
import { CloudStatus, type Event, type Service, statusPath } from './schema.ts'

const status: Source<'json'> = { medium: 'json', via: 'http', when: 'poll', urls: (page) => [statusUrl(page)] }

export const sources = { status }

/** A cloud's page is `https://trust.zscaler.com/<cloud>`; the bare host shows that of most customers. */
function statusUrl({ url }: PageRef): string {
  const page = URL.parse(url)
  const [cloud = ''] = /[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,3}/iu.exec(page?.pathname ?? '') ?? []
  return `${page?.origin ?? url}${statusPath}?cloud=${cloud === '' ? 'zscaler.net' : cloud}&requestType=core_cloud_services&dateOffset=0`
}

export function parse({ status: documents = [] }: { readonly status?: readonly Document<'json'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('zscaler', observedAt, documents.map(parseStatus))
}

/** By the name that the answer gives each number. "Informational" says neither that a service is well nor that it is not. */
const severities: ReadonlyMap<string, { readonly health: Health; readonly impact: Impact }> = new Map([
  ['Service Disruption', { health: 'partial_outage', impact: 'major' }],
  ['Service Degradation', { health: 'degraded_performance', impact: 'minor' }],
  ['Under Investigation', { health: 'unknown', impact: 'unknown' }],
  ['Informational', { health: 'unknown', impact: 'none' }],
  ['No Service Impact', { health: 'operational', impact: 'none' }],
  ['Security Advisory', { health: 'unknown', impact: 'unknown' }],
] as const)
const impacts = new Map([...severities].map(([word, { impact }]) => [word, impact]))
const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  // It goes on, and how far is told in prose alone.
  ['In Progress', 'unknown'],
  ['Resolved', 'resolved'],
])

interface Placed {
  readonly event: Event
  /** The name of its severity; empty where the answer has none for its number. */
  readonly severity: string
  readonly place: Place
  readonly service: Service
}

function parseStatus(document: Document<'json'>): Part {
  const top = topOf('status')
  const { severity, category } = readWire(CloudStatus, readJson(document), document.url).data
  const services = category.flatMap(({ subCategory }, index) =>
    subCategory.map((service, at) => ({ service, place: placeIn(placeIn(top, 'data.category', index), 'subCategory', at) })),
  )
  if (services.length === 0) throw new ParseError('empty', 'no services', { url: document.url, path: 'data.category' })
  const names = new Map(severity.map(({ tid, name }) => [tid, name]))
  const unique = [...new Map(services.map((one) => [one.service.tid, one])).values()]
  const read = unique.map(({ service, place }) => ({ service, place, events: eventsOf(service, names, place) }))
  const groups = Map.groupBy(
    read.flatMap(({ events }) => events),
    ({ event }) => event.alias,
  )
  return {
    authority: 'api',
    components: read.map(({ service, place, events }) => toComponent(service, events, place)),
    incidents: [...groups.values()].flatMap((copies) => toIncident(copies, document.url)),
    // All that goes on, and what ended within the week, service by service.
    coverage: { components: 'full', incidents: 'open' },
    omissions: top.omissions,
  }
}

function eventsOf(service: Service, names: ReadonlyMap<string, string>, place: Place): readonly Placed[] {
  return (['category_status', 'issues'] as const).flatMap((list) =>
    (service[list] ?? []).map((event, index) => ({
      event,
      severity: names.get(event.severityTid) ?? '',
      place: placeIn(place, list, index),
      service,
    })),
  )
}

/**
 * `true` alone proves nothing, as it stays while a disruption goes on: it is believed of a service only while nothing that is listed
 * with it says otherwise. An advisory tells of security and not of operation.
 */
function toComponent(service: Service, events: readonly Placed[], place: Place): Component {
  const open = events.filter(({ event, severity }) => phases.get(event.status) !== 'resolved' && severity !== 'Security Advisory')
  const states = open.map(({ severity, event }) => ({
    health: severities.get(severity)?.health ?? ('unknown' as const),
    native: severity === '' ? event.severityTid : severity,
  }))
  if (!service.status) {
    omit(place, 'status', service.status, 'a service that is said not to be well, without saying how')
    states.push({ health: 'unknown', native: 'false' })
  }
  const health = states.length === 0 ? 'operational' : worstOf(states.map((state) => state.health))
  return told({
    nativeId: service.tid,
    name: cleanName(service.name),
    health,
    native: states.find((state) => state.health === health)?.native ?? String(service.status),
    group: false,
    description: service.info ? cleanBody(textOf(loadMarkup(service.info, '').root())) : undefined,
    children: [],
  })
}

/** One event out of its copies, of which the one that still goes on says more than the others. */
function toIncident(copies: readonly Placed[], base: string): readonly Incident[] {
  const latest = copies.find(({ event }) => phases.get(event.status) !== 'resolved') ?? copies[0]
  if (!latest) return []
  const { event, severity, place } = latest
  const phase = mapped(phases, event.status, place, 'status')
  const services = new Map(copies.map(({ service }) => [service.tid, cleanName(service.name)]))
  const { updates, rootCause } = readDescription(event.description ?? '', place, base)
  if (severity === '') omit(place, 'severityTid', event.severityTid, 'a number without a name')
  return [
    told({
      nativeId: event.alias,
      title: cleanName(event.title.trim()),
      url: absoluteUrl(event.alias, base),
      phase,
      nativePhase: event.status,
      impact: severity === '' ? ('unknown' as const) : mapped(impacts, severity, place, 'severityTid'),
      nativeImpact: severity === '' ? event.severityTid : severity,
      startedAt: timeOf(event.from, place, 'from'),
      resolvedAt: phase === 'resolved' ? timeOf(event.to, place, 'to') : undefined,
      components: [...services].map(([nativeId, name]) => ({ nativeId, name })),
      updates,
      reports: rootCause === '' ? undefined : [{ title: 'Root Cause', body: rootCause, format: 'text' as const }],
    }),
  ]
}

/** What was said first has no time; the updates below it stand oldest first, and the newest stands above them once more. */
function readDescription(
  description: string,
  place: Place,
  base: string,
): { readonly updates: readonly Update[]; readonly rootCause: string } {
  const $ = loadMarkup(description, base)
  const rootCause = $('.root-cause')
  const cause = cleanBody(textOf(rootCause).replace(/^Root Cause:\s{0,10}/u, ''))
  const blocks = $('.update-list').length > 0 ? $('.update-list') : $('.latest-update')
  const later = blocks.toArray().map((block) => {
    const stamp = lineOf($(block).find('.report-time').first())
    const texts = $(block).children().not('.zs-update').toArray()
    return told({ body: cleanBody(textOf(texts)), format: 'text' as const, postedAt: timeOf(stamp, place, 'description') })
  })
  const first =
    $('.post_body').length > 0 ? cleanBody(textOf($('.post_body').first())) : later.length === 0 ? cleanBody(textOf($.root())) : ''
  return { updates: first === '' ? later : [{ nativeId: 'first', body: first, format: 'text' }, ...later], rootCause: cause }
}

/** "Thu, 06 Aug 2026 15:24:47 UTC" */
function timeOf(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (!text) return undefined
  const instant = instantFromRfc822(text)
  if (instant === undefined) omit(place, field, text, 'not a time with a zone')
  return instant
}
