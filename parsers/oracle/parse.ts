import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, loadMarkup, lineOf, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { toIncidentPhase, toIndicatedHealth, toUpdatePhase } from '../lib/statuspage-words.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromIso } from '../lib/time.ts'
import type { Component, Health, Incident, Instant, Snapshot, Update } from '../model.ts'
import type { Context, Document, Documents, Medium, Source, When } from '../platform.ts'
import { Components, type RegionReport, type ServiceReport, Status } from './schema.ts'

export const sources = {
  status: source('json', 'poll', '/api/v2/status.json'),
  // An event of one service in one region need not move the page's one word.
  components: source('json', 'poll', '/api/v2/components.json'),
  incidents: source('xml', 'poll', '/api/v2/incident-summary.rss'),
}

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page) => [page.url + path] }
}

/** The words of the documentation. "Informational" tells neither that a service is well nor that it is not. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['NormalPerformance', 'operational'],
  ['Informational', 'unknown'],
  ['ServiceDisruption', 'partial_outage'],
  ['ServiceDown', 'major_outage'],
])

export function parse({ status = [], components = [], incidents = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const parts = [...status.map(parseStatus), ...components.map(parseComponents), ...incidents.map(parseFeed)]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('oracle', observedAt, parts)
}

function parseStatus(document: Document<'json'>): Part {
  const top = topOf('status')
  const { page, status } = readWire(Status, readJson(document), document.url)
  // Statuspage answers the same path with the same words, and with ids.
  if (!/oracle|\boci\b/iu.test(page.name ?? ''))
    throw new ParseError('foreign', "another vendor's page", { url: document.url, path: 'page.name' })
  return told({
    authority: 'api' as const,
    page: told({ name: page.name ? cleanName(page.name) : undefined }),
    health: toIndicatedHealth(status.indicator, top, 'status.indicator'),
    native: cleanName(status.description),
    sourceUpdatedAt: timeAt(page.updated_at, top, 'page.updated_at'),
    omissions: top.omissions,
  })
}

function parseComponents(document: Document<'json'>): Part {
  const top = topOf('components')
  const { regionHealthReports: regions } = readWire(Components, readJson(document), document.url)
  if (regions.length === 0) throw new ParseError('empty', 'no regions', { url: document.url, path: 'regionHealthReports' })
  return {
    authority: 'api',
    components: regions.map((region, index) => toRegion(region, placeIn(top, 'regionHealthReports', index))),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

function toRegion({ regionId, regionName, regionCanonicalName, serviceHealthReports }: RegionReport, place: Place): Component {
  const children = serviceHealthReports.map((report, index) => toService(regionId, report, placeIn(place, 'serviceHealthReports', index)))
  return told({
    nativeId: regionId,
    name: cleanName(regionName),
    health: 'unknown' as const,
    native: '',
    group: true,
    description: regionCanonicalName ? cleanName(regionCanonicalName) : undefined,
    children,
  })
}

function toService(
  regionId: string,
  { serviceId, serviceName, serviceCategoryName, serviceStatus }: ServiceReport,
  place: Place,
): Component {
  return told({
    nativeId: `${regionId}/${serviceId}`,
    name: cleanName(serviceName),
    health: mapped(healths, serviceStatus, place, 'serviceStatus'),
    native: serviceStatus,
    group: false,
    description: serviceCategoryName ? cleanName(serviceCategoryName) : undefined,
    children: [],
  })
}

function parseFeed(document: Document<'xml'>): Part {
  const top = topOf('incidents')
  const feed = readFeed(document)
  if (!/oracle|\boci\b|ocistatus/iu.test(`${feed.title ?? ''} ${feed.link ?? ''}`)) {
    throw new ParseError('foreign', "another vendor's feed", { url: document.url, excerpt: feed.title ?? '' })
  }
  return {
    authority: 'feed',
    incidents: feed.items.flatMap((item, index) => toIncident(item, placeIn(top, 'items', index), document.url)),
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

/** "Compute | US East (Ashburn) | 1a2b3c4d", and a paragraph for each update, the newest first: "<strong>Monitoring</strong> - ...". */
function toIncident(item: FeedItem, place: Place, base: string): readonly Incident[] {
  const { id, title, content } = item
  if (!id || !title || content === undefined) {
    omit(place, '', title ?? id, 'an item without id, title or text')
    return []
  }
  const [service = '', region = ''] = title.split('|').map((piece) => cleanName(piece.trim()))
  const updates = toUpdates(content, place, base)
  const latest = updates.at(-1)?.native
  if (latest === undefined) omit(place, 'description', content.slice(0, 200), 'no phase that is told')
  const phase = latest === undefined ? ('unknown' as const) : toIncidentPhase(latest, place, 'description')
  return [
    told({
      nativeId: id,
      title: region === '' ? service : `${service} | ${region}`,
      url: absoluteUrl(item.link, base),
      phase,
      nativePhase: latest,
      startedAt: labelled(content, 'Start Time', place),
      resolvedAt: phase === 'resolved' ? labelled(content, 'End Time', place) : undefined,
      updatedAt: item.publishedAt,
      components: [{ name: region === '' ? service : `${service} | ${region}` }],
      updates,
    }),
  ]
}

function toUpdates(content: string, place: Place, base: string): readonly Update[] {
  const $ = loadMarkup(content, base)
  const blocks = $('p')
    .toArray()
    .map((block) => ({ label: lineOf($(block).find('strong').first()), body: textOf($(block)) }))
    .filter(({ label }) => label !== '')
  if (blocks.length === 0) return [{ body: cleanBody(textOf($.root())), format: 'text' }]
  return blocks.toReversed().map(({ label, body }) =>
    told({
      phase: toUpdatePhase(label, place, 'description'),
      native: label,
      body: cleanBody(body.replace(label, '').replace(/^\s{0,10}[-–]\s{0,10}/u, '')),
      format: 'text' as const,
    }),
  )
}

/** "<b>Start Time</b>: July 16, 2026 20:05 UTC" */
function labelled(content: string, label: string, place: Place): Instant | undefined {
  const at = content.indexOf(`<b>${label}`)
  const [, text = ''] = at === -1 ? [] : (/^<b>[^<]{0,40}<\/b>\s{0,5}:?\s{0,5}([^<]{1,60})/u.exec(content.slice(at, at + 200)) ?? [])
  if (text.trim() === '') return undefined
  const stamp = readStamp(text)
  const instant = instantFromIso(text.trim()) ?? (stamp && instantFromStamp(stamp, undefined))
  if (instant === undefined) omit(place, 'description', text.trim(), 'not a time with a zone')
  return instant
}
