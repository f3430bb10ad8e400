import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { loadMarkup, textOf } from '../lib/html.ts'
import { type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import type { Entries } from '../lib/statuspage-dialect.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanName } from '../lib/text.ts'
import type { Context, Document } from '../platform.ts'
import { isNativeId } from './fingerprint.ts'
import { incidentCode } from './page.ts'
import { datePosts, type Post, readRow, type Row, sortInto } from './posts.ts'

/**
 * /history.atom and /history.rss: the 25 newest entries, incidents and maintenances together. Captured 2022 to 2026 from
 * www.githubstatus.com (Atom only). Quirks: `published` is the time of the last update, not of the start; times inside
 * have no year; impact and components are missing; an entry is rewritten when it changes.
 */
export function parseFeed(document: Document<'xml'>, context: Context, source: 'atom' | 'rss'): Part {
  const top = topOf(source)
  const feed = readFeed(document)
  const entries: Entries = { incidents: [], maintenances: [] }
  for (const [index, entry] of feed.items.entries()) {
    const nativeId = codeOf(entry)
    if (nativeId === undefined)
      throw new ParseError('foreign', 'a feed with links of another kind', { url: document.url, excerpt: entry.link ?? entry.id ?? '' })
    addEntry(entries, entry, nativeId, context, placeIn(top, 'entries', index))
  }
  const title = feed.title ?? ''
  // Without entries only its title says whose feed it is.
  const end = title.search(/ Status - [^-]+$/u)
  if (end === -1 && feed.items.length === 0)
    throw new ParseError('foreign', 'a feed with a title of another kind', { url: document.url, excerpt: title })
  return told({
    authority: 'feed' as const,
    page: end > 0 ? { name: cleanName(title.slice(0, end)) } : {},
    sourceUpdatedAt: feed.updatedAt,
    ...entries,
    coverage: { incidents: 'recent' as const, maintenances: 'recent' as const },
    omissions: top.omissions,
  })
}

/** The code stands in the link; the id of an Atom entry is a number that nothing else uses, and serves where the link is missing. */
function codeOf({ link, id }: FeedItem): string | undefined {
  const code = incidentCode(link) ?? incidentCode(id)
  if (code !== undefined) return isNativeId(code) ? code : undefined
  return link === undefined ? /,2005:Incident\/(\d+)$/u.exec(id ?? '')?.[1] : undefined
}

function addEntry(entries: Entries, entry: FeedItem, nativeId: string, context: Context, place: Place): void {
  const posts = readPosts(entry, context, place)
  const isPlanned = entry.content?.includes('THIS IS A SCHEDULED EVENT') ?? false
  const printed = { nativeId, title: entry.title ?? '', pageUrl: context.page.url, posts, isWhole: posts.length > 0, isPlanned }
  const updatedAt = entry.updatedAt ?? entry.publishedAt
  sortInto(entries, updatedAt ? { ...printed, updatedAt } : printed, place)
}

/** One paragraph an update; one without a stamp goes on with the text before it. */
function readPosts(entry: FeedItem, context: Context, place: Place): readonly Post[] {
  const $ = loadMarkup(entry.content ?? '', context.page.url)
  const rows: Row[] = []
  for (const node of $.root().contents().toArray()) {
    const row = 'name' in node ? readRow($, node) : undefined
    const text = row?.body ?? textOf([node])
    const last = rows.at(-1)
    if (row && row.stamp !== '') rows.push(row)
    else if (last && text !== '') rows[rows.length - 1] = { ...last, body: `${last.body}\n${text}` }
  }
  const newest = entry.updatedAt ?? entry.publishedAt
  return datePosts(rows, context.timeZone, newest && { instant: newest, side: 'before' }, place)
}
