import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochSeconds } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, Update } from '../model.ts'
import type { Document } from '../platform.ts'
import { severityOf, titleOf } from './levels.ts'

/** What stands before the colon of a title, as the level that it is the word for. */
const levels: ReadonlyMap<string, string> = new Map([
  ['Service is operating normally', '0'],
  ['Informational message', '1'],
  ['Service impact', '1'],
  ['Performance issues', '2'],
  ['Service degradation', '2'],
  ['Service disruption', '3'],
])

interface Post {
  readonly service: string
  readonly seconds: string
  readonly title: string
  readonly level?: string
  readonly update: Update
}

/** all.rss and the feeds of single services: the newest 50 updates, from which nothing follows for what is not among them. */
export function parseFeed(document: Document<'xml'>, source: string): Part {
  const feed = readFeed(document)
  if (feed.generator !== 'AWS Service Health Dashboard RSS Generator' && !/^https?:\/\/status\.aws\.amazon\.com\b/u.test(feed.link ?? '')) {
    throw new ParseError('foreign', 'a feed that is not of AWS', { url: document.url, excerpt: feed.title ?? '' })
  }
  const top = topOf(source)
  const posts = feed.items.flatMap((item, index) => postOf(item, placeIn(top, 'item', index)) ?? [])
  const runs: Post[][] = []
  const open = new Map<string, Post[]>()
  for (const post of posts.toSorted((a, b) => Number(a.seconds) - Number(b.seconds))) {
    const run = open.get(post.service) ?? []
    if (run.push(post) === 1) runs.push(run)
    // What comes after the end is another event: the feed has no other mark for it, and pauses of weeks inside of one.
    if (post.level === '0') open.delete(post.service)
    else open.set(post.service, run)
  }
  return { authority: 'feed', incidents: runs.toReversed().map(incidentOf), omissions: top.omissions }
}

function postOf({ id, title = '', content = '', publishedAt }: FeedItem, place: Place): Post | undefined {
  const [, service, seconds] = /#(.{1,300})_(\d{9,11})$/u.exec(id ?? '') ?? []
  if (service === undefined || seconds === undefined) {
    omit(place, 'guid', id, 'no service and no time in it')
    return undefined
  }
  const [, label = ''] = /^([A-Z][A-Za-z ]{1,60}): /u.exec(title) ?? []
  const level = levels.get(label)
  if (level === undefined) omit(place, 'title', title, 'a word that nobody has mapped')
  const update = told({
    phase: level === '0' ? ('resolved' as const) : undefined,
    native: label === '' ? undefined : cleanName(label),
    body: cleanBody(content),
    format: 'markdown' as const,
    postedAt: instantFromEpochSeconds(Number(seconds)) ?? publishedAt,
  })
  return told({ service, seconds, title: level === undefined ? title : title.slice(label.length + 2), level, update })
}

/** Known by its first update that is listed: an event that the feed has begun to forget is another one. */
function incidentOf(posts: readonly Post[]): Incident {
  const [first, last] = [posts[0], posts.at(-1)]
  const isOver = last?.level === '0'
  return told({
    nativeId: `${first?.service ?? ''}_${first?.seconds ?? ''}`,
    title: cleanName(titleOf(last?.title ?? '')),
    ...severityOf(posts.flatMap(({ level }) => level ?? [])),
    phase: isOver ? ('resolved' as const) : ('unknown' as const),
    nativePhase: isOver ? last.update.native : undefined,
    resolvedAt: isOver ? last.update.postedAt : undefined,
    components: [{ nativeId: first?.service ?? '', name: cleanName(first?.service ?? '') }],
    updates: oldestFirst(posts.map(({ update }) => update).toReversed()),
  })
}
