import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, Update } from '../model.ts'
import type { Context, Document } from '../platform.ts'

/**
 * /rss: one item a post, newest first, with the link of its incident and the guid "/<incident>/<post>". Read from feeds of two
 * pages of 2026. Quirks: neither the kind of an entry nor a phase is told, only the page tells them.
 */
export function parseFeed(document: Document<'xml'>, { page }: Context): Part {
  const top = topOf('rss')
  const feed = readFeed(document)
  if (!document.body.text.slice(0, 2000).includes('http://statuscast.com'))
    throw new ParseError('foreign', 'a feed of another kind', { url: document.url })
  const byId = new Map<string, FeedItem[]>()
  for (const item of feed.items) {
    const nativeId = /\/incident\/(\d{1,15})/u.exec(item.link ?? '')?.[1] ?? /^\/(\d{1,15})\/\d/u.exec(item.id ?? '')?.[1]
    if (nativeId === undefined)
      throw new ParseError('foreign', 'a feed with links of another kind', { url: document.url, excerpt: item.link ?? '' })
    byId.set(nativeId, [...(byId.get(nativeId) ?? []), item])
  }
  const oldest = feed.items.at(-1)
  return told({
    authority: 'feed' as const,
    page: {},
    incidents: [...byId].map(([nativeId, items]): Incident => {
      const updates = oldestFirst(items.map(toUpdate))
      return told({
        nativeId,
        title: cleanName(items[0]?.title ?? ''),
        url: absoluteUrl(items[0]?.link, page.url),
        updatedAt: updates.at(-1)?.postedAt,
        // Before the end of the feed more posts may lie.
        updates: oldest !== undefined && items.includes(oldest) ? undefined : updates,
      })
    }),
    coverage: { incidents: 'none' as const },
    omissions: top.omissions,
  })
}

function toUpdate({ id, content = '', publishedAt }: FeedItem): Update {
  return told({ nativeId: id, body: cleanBody(content), format: 'html' as const, postedAt: publishedAt })
}
