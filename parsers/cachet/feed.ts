import { ParseError } from '../errors.ts'
import { told } from '../lib/schema.ts'
import { readFeed } from '../lib/syndication.ts'
import { cleanName } from '../lib/text.ts'
import type { Instant } from '../model.ts'
import type { Document } from '../platform.ts'

/**
 * `/atom` of 2.x and `/rss` of 3.x: every incident with its beginning (2.x) or the time of its entry (3.x), and these with a
 * zone. Neither says how an incident stands or whether it is over, so that they only add to what the API tells.
 */

export type FeedTimes = ReadonlyMap<string, { readonly url?: string; readonly startedAt?: Instant; readonly createdAt?: Instant }>

const guid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/iu

export function readFeedTimes(document: Document<'xml'>): { readonly name?: string; readonly times: FeedTimes } {
  const feed = readFeed(document)
  const times = new Map<string, { readonly url?: string; readonly startedAt?: Instant; readonly createdAt?: Instant }>()
  for (const { id = '', link: url, publishedAt, updatedAt } of feed.items) {
    const number = /\/incidents\/(\d{1,12})$/u.exec(url ?? '')?.[1]
    if (number !== undefined) times.set(number, told({ url, startedAt: publishedAt ?? updatedAt }))
    else if (guid.test(id) && url?.includes('/incidents/')) times.set(id, told({ url, createdAt: publishedAt }))
    else throw new ParseError('foreign', "entries that are not of this platform's feeds", { url: document.url, excerpt: id })
  }
  if (times.size === 0) throw new ParseError('empty', 'a feed without entries, which says nothing', { url: document.url })
  return told({ name: feed.title ? cleanName(feed.title.replace(/ RSS Feed$/u, '')) : undefined, times })
}
