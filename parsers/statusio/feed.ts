import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { lineOf, loadMarkup, type Node, textOf } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { IncidentPhase, isClosed, MaintenancePhase, type Incident, type Instant, type Maintenance, type Update } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import type { Params } from './sources.ts'
import { toPhase } from './words.ts'

/**
 * /pages/<page id>/rss: the ten entries that were updated last, incidents and maintenances together, each with its updates,
 * oldest first: `<small>June 4, 2026 05:15 PDT</small><br /><b>Investigating</b> - text<br /><br />`. Read from feeds of
 * four pages of 2020 to 2026. Quirks: the links lead to status.io itself; the stamps are exact to the minute, `pubDate`, the
 * time of the last update, to the second; some pages print one item an update, all with one link.
 */
const entryLink = /\/pages\/(incident|maintenance)\/([0-9a-f]{24})\/([0-9a-f]{24})(?:[/?#]|$)/u

interface Listed {
  readonly kind: 'incident' | 'maintenance'
  readonly pageId: string
  readonly nativeId: string
  readonly items: FeedItem[]
}

export function parseFeed(document: Document<'xml'>, context: Context<Params>, source: 'rss' | 'feed'): Part {
  const top = topOf(source)
  const feed = readFeed(document)
  const listed = group(feed.items, document.url)
  if (listed.length === 0 && !document.body.text.slice(0, 2000).includes('Status Feed'))
    throw new ParseError('foreign', 'a feed of another kind', { url: document.url, excerpt: feed.title ?? '' })
  const [pageId, ...others] = new Set([...(context.params.pageId ? [context.params.pageId] : []), ...listed.map((entry) => entry.pageId)])
  if (others.length > 0)
    throw new ParseError('foreign', "entries of another tenant's page", { url: document.url, excerpt: others.join(' ') })
  const oldest = feed.items.at(-1)
  const entries = listed.map((entry, index) => toEntry(entry, context, placeIn(top, 'items', index), oldest))
  return told({
    authority: 'feed' as const,
    page: told({ nativeId: pageId, name: feed.title === undefined ? undefined : cleanName(feed.title) }),
    incidents: entries.flatMap(({ incident }) => incident ?? []),
    maintenances: entries.flatMap(({ maintenance }) => maintenance ?? []),
    coverage: { incidents: 'recent' as const, maintenances: 'recent' as const },
    omissions: top.omissions,
  })
}

function group(items: readonly FeedItem[], url: string): readonly Listed[] {
  const byId = new Map<string, Listed>()
  for (const item of items) {
    const [, kind, pageId, nativeId] = entryLink.exec(item.link ?? '') ?? []
    if (pageId === undefined || nativeId === undefined)
      throw new ParseError('foreign', 'a feed with links of another kind', { url, excerpt: item.link ?? item.id ?? '' })
    const known = byId.get(nativeId)
    if (known) known.items.push(item)
    else byId.set(nativeId, { kind: kind === 'maintenance' ? 'maintenance' : 'incident', pageId, nativeId, items: [item] })
  }
  return [...byId.values()]
}

function toEntry(
  { kind, pageId, nativeId, items }: Listed,
  context: Context<Params>,
  place: Place,
  oldest: FeedItem | undefined,
): { readonly incident?: Incident; readonly maintenance?: Maintenance } {
  const updates = items
    .flatMap((item) => toUpdates(item, context, place))
    .toSorted((a, b) => ((a.postedAt ?? '') < (b.postedAt ?? '') ? -1 : 1))
  const updatedAt = items
    .flatMap(({ publishedAt }) => publishedAt ?? [])
    .toSorted()
    .at(-1)
  const last = updates.findLast(({ phase }) => phase !== undefined)
  // Where an entry has many items, those before the end of the feed are missing.
  const isWhole = items.length === 1 || (oldest !== undefined && !items.includes(oldest))
  const fields = told({
    nativeId,
    title: cleanName(items[0]?.title ?? ''),
    url: `${context.page.url}/pages/${kind}/${pageId}/${nativeId}`,
    nativePhase: last?.native,
    updatedAt,
    resolvedAt: isClosed(last?.phase) && last === updates.at(-1) ? updatedAt : undefined,
    updates: isWhole ? updates : undefined,
  })
  if (kind === 'maintenance') return { maintenance: told({ ...fields, phase: MaintenancePhase.safeParse(last?.phase).data }) }
  return { incident: told({ ...fields, phase: IncidentPhase.safeParse(last?.phase).data }) }
}

interface Row {
  readonly stamp?: string
  readonly nodes: Node[]
}

/** Operators write markup of their own: only a small print that is a time begins the next update. */
function toUpdates(item: FeedItem, context: Context<Params>, place: Place): readonly Update[] {
  const $ = loadMarkup(item.content ?? '', context.page.url)
  const rows: Row[] = []
  for (const node of $.root().contents().toArray()) {
    const stamp = 'name' in node && node.name === 'small' ? lineOf([node]) : ''
    if (readStamp(stamp)) rows.push({ stamp, nodes: [] })
    else if (rows.length === 0) rows.push({ nodes: [node] })
    else rows.at(-1)?.nodes.push(node)
  }
  const posts = rows.filter(({ stamp, nodes }) => stamp !== undefined || textOf(nodes) !== '')
  return posts.map((row) => toUpdate(row, context.timeZone, place, posts.length === 1 ? item.publishedAt : undefined))
}

function toUpdate({ stamp, nodes }: Row, zone: string | undefined, place: Place, published: Instant | undefined): Update {
  const label = nodes.findIndex((node) => 'name' in node && node.name === 'b')
  const text = textOf(nodes.slice(label + 1))
  const isLabelled = label !== -1 && text.startsWith('-') && textOf(nodes.slice(0, label)) === ''
  const native = isLabelled ? lineOf(nodes.slice(label, label + 1)) : undefined
  const read = stamp === undefined ? undefined : readStamp(stamp)
  const postedAt = read ? instantFromStamp(read, zone) : published
  if (postedAt === undefined) omit(place, 'updates', stamp, 'a time without a year or a zone')
  return told({
    phase: native === undefined || native === 'Update' ? undefined : toPhase(native, place, 'updates'),
    native,
    body: cleanBody(isLabelled ? text.slice(1).trimStart() : textOf(nodes)),
    format: 'text' as const,
    postedAt,
  })
}
