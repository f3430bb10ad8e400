import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, ReportText, Snapshot, Update } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { type Standing, toProducts } from './components.ts'
import type { sources } from './index.ts'
import { type Entry, Incidents, type Named, type Post, Products } from './schema.ts'
import { healths, impacts } from './words.ts'

/**
 * The incidents say how the products fare that the list of products names, which tells nothing of any without them; the feed
 * stands in for both.
 */
export function parse(documents: Documents<typeof sources>, { page, observedAt }: Context): Snapshot {
  const catalogue = documents.products?.flatMap(readProducts)
  const read = documents.incidents?.map((document) => parseIncidents(document, page.url))
  const parts: readonly Part[] = [
    ...(read ?? []).map(({ part }) => part),
    ...(documents.feed ?? []).map((document) => parseFeed(document, page.url)),
  ]
  const standings = read?.flatMap((one) => one.standings)
  if (parts.length === 0 && !catalogue) throw new ParseError('missing', 'no document to read')
  const components = standings ? toProducts(standings, catalogue) : []
  const listed: Part = { authority: 'api', components, coverage: { components: catalogue ? 'full' : 'none' }, omissions: [] }
  return assemble('google', observedAt, components.length > 0 ? [...parts, listed] : parts)
}

function readProducts(document: Document<'json'>): readonly Named[] {
  const { products } = readWire(Products, readJson(document), document.url)
  if (products.length === 0) throw new ParseError('empty', 'a dashboard without products', { url: document.url, path: 'products' })
  return products
}

function parseIncidents(document: Document<'json'>, pageUrl: string): { readonly part: Part; readonly standings: readonly Standing[] } {
  const top = topOf('incidents')
  const wire = readWire(Incidents, readJson(document), document.url)
  if (wire.length === 0) throw new ParseError('empty', 'a list of incidents without one', { url: document.url })
  const standings = wire.map((entry, index) => standingOf(entry, placeIn(top, 'entries', index)))
  const incidents = wire.map((entry, index) =>
    toIncident(entry, standings[index], placeIn(top, 'entries', index), { pageUrl, url: document.url }),
  )
  return { part: { authority: 'api', incidents, coverage: { incidents: 'recent' }, omissions: top.omissions }, standings }
}

/** How its products fare by an incident: as its newest update says, whatever its peak was. */
function standingOf(entry: Entry, place: Place): Standing {
  const newest = newestFirst(entry.updates)[0]?.status ?? undefined
  const { affected_products: products, service_key: key, service_name: name } = entry
  const service = key && key !== 'zall' ? [{ id: key, title: name ?? key }] : []
  return {
    isOpen: !entry.end,
    native: newest ?? '',
    health: newest === undefined ? 'unknown' : mapped(healths, newest, place, 'updates.status'),
    products: products && products.length > 0 ? products : service,
    currently: entry.currently_affected_locations ?? [],
    previously: entry.previously_affected_locations ?? [],
  }
}

function newestFirst(posts: readonly Post[]): readonly Post[] {
  return posts.toSorted((a, b) => (b.when ?? b.created ?? '').localeCompare(a.when ?? a.created ?? ''))
}

/** Of an open incident nothing says how far it has come; a closed one has an end. */
function toIncident(
  entry: Entry,
  standing: Standing | undefined,
  place: Place,
  { pageUrl, url }: { pageUrl: string; url: string },
): Incident {
  const nativeId = entry.id ?? entry.uri?.replace(/^\/?incidents?\//u, '')
  if (!nativeId) throw new ParseError('missing', 'an incident without an id', { url, path: 'id' })
  const grade = entry.status_impact ?? entry.severity ?? undefined
  const isOpen = !entry.end
  const link = absoluteUrl(entry.uri, `${pageUrl}/`)
  const title = titleOf(entry.external_desc)
  const updates = oldestFirst(toUpdates(entry.updates, entry.id ? 'markdown' : 'text', place))
  const reports = updates.flatMap((update) => toReport(update, title, link))
  return told({
    nativeId,
    title,
    url: link,
    impact: grade === undefined ? undefined : mapped(impacts, grade, place, entry.status_impact ? 'status_impact' : 'severity'),
    nativeImpact: grade,
    phase: isOpen ? ('unknown' as const) : ('resolved' as const),
    nativePhase: isOpen && standing?.native ? standing.native : undefined,
    startedAt: timeAt(entry.begin, place, 'begin'),
    resolvedAt: timeAt(entry.end, place, 'end'),
    createdAt: timeAt(entry.created, place, 'created'),
    updatedAt: timeAt(entry.modified, place, 'modified'),
    components: standing && affectedBy(standing),
    updates,
    reports: reports.length > 0 ? reports : undefined,
  })
}

/** An outage of everything everywhere names products and locations apart: as pairs they were thousands. */
const mostPairs = 500

/** The products, and each of them in each of the locations, as they stand in the tree. */
function affectedBy({ isOpen, health: newest, products, currently, previously }: Standing): Incident['components'] {
  if (products.length === 0) return undefined
  const health = isOpen ? newest : undefined
  const here = new Set(currently.map(({ id }) => id))
  const places = [...new Map([...currently, ...previously].map((location) => [location.id, location])).values()]
  const named = products.map((product) => told({ nativeId: product.id, name: nameOf(product), health }))
  if (products.length * places.length > mostPairs) return [...named, ...places.map((place) => ({ name: nameOf(place) }))]
  return [
    ...named,
    ...products.flatMap((product) =>
      places.map((place) =>
        told({
          nativeId: `${product.id}/${place.id}`,
          name: cleanName(`${nameOf(product)} | ${nameOf(place)}`),
          health: here.has(place.id) ? health : undefined,
        }),
      ),
    ),
  ]
}

function nameOf({ title, current_title: current }: Named): string {
  return cleanName((current ?? title).trim())
}

/** Workspace writes its heading before the line that says what is wrong: "**Title**" or "**Summary**". */
function titleOf(description: string): string {
  const [first = ''] = description
    .split('\n')
    .map((line) => line.replaceAll(/\*\*[^*]{0,40}\*\*:?/gu, '').trim())
    .filter((line) => line !== '')
  return cleanName(first === '' ? description.trim() : first)
}

/** "# Incident Report", in the makers' markdown also "## \# Incident Report"; first there may be a preliminary one. */
const reportHeading = /^[\s#*\\]{0,20}((?:Preliminary |Mini )?Incident Report|Issue Summary)\b/iu

/** An update is known by when it was made, which stays when it is edited; what is shown is when it was posted. */
function toUpdates(posts: readonly Post[], format: Update['format'], place: Place): readonly Update[] {
  const seen = new Set<string>()
  return posts.map((post, index): Update => {
    const at = placeIn(place, 'updates', index)
    const created = timeAt(post.created, at, 'created')
    const isFirst = created !== undefined && !seen.has(created)
    if (created !== undefined) seen.add(created)
    const heading = reportHeading.exec(post.text.slice(0, 200))?.[1]
    return told({
      nativeId: isFirst ? created : undefined,
      phase: heading === undefined ? undefined : ('postmortem' as const),
      native: heading ?? post.status ?? undefined,
      body: cleanBody(post.text),
      format,
      postedAt: timeAt(post.when, at, 'when') ?? created,
    })
  })
}

function toReport({ phase, body, format, postedAt }: Update, title: string, url: string | undefined): readonly ReportText[] {
  return phase === 'postmortem' ? [told({ title, body, format, url, publishedAt: postedAt })] : []
}

/** The feed holds the newest updates of the newest incidents: which, and whether they are over; the rest is not told in full. */
function parseFeed(document: Document<'xml'>, pageUrl: string): Part {
  const top = topOf('feed')
  const feed = readFeed(document)
  if (feed.items.length === 0) throw new ParseError('empty', 'a feed without entries', { url: document.url })
  const incidents = new Map<string, Incident>()
  for (const { id = '', link, title = '', updatedAt } of feed.items.toSorted((a, b) =>
    (b.updatedAt ?? '').localeCompare(a.updatedAt ?? ''),
  )) {
    const nativeId = /,\d{4}:feed:([\w-]{10,40})(?:\.[\w-]{10,40})?$/u.exec(id)?.[1]
    if (nativeId === undefined) throw new ParseError('foreign', 'a feed with ids of another kind', { url: document.url, excerpt: id })
    const [, label, text = title] = /^([A-Z][A-Z ]{2,20}): (.+)$/su.exec(title) ?? []
    const phase = label === 'RESOLVED' ? ('resolved' as const) : ('unknown' as const)
    const url = absoluteUrl(link, pageUrl)
    if (!incidents.has(nativeId))
      incidents.set(nativeId, told({ nativeId, title: titleOf(text), url, phase, nativePhase: label, updatedAt }))
  }
  return told({ authority: 'feed' as const, sourceUpdatedAt: feed.updatedAt, incidents: [...incidents.values()], omissions: top.omissions })
}
