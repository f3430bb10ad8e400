import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { isPlannedLabel, statedIncidentPhase, statedMaintenancePhase } from '../lib/stated-phase.ts'
import { type Feed, readFeed, readJsonFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import { type Impact, type Incident, type Instant, isClosed, type Maintenance, type Snapshot, type Update } from '../model.ts'
import type { Context, Documents, Source } from '../platform.ts'
import type { Post } from './body.ts'
import { isOfIncidents, type Params, readItem, type ReadItem, statedWord } from './schema.ts'

export const sources = {
  feed: {
    medium: 'xml',
    via: 'http',
    when: 'poll',
    urls: (_page, { feedUrl, format }) => (format === 'json' ? [] : [feedUrl]),
  } satisfies Source<'xml', Params>,
  jsonFeed: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page, { feedUrl, format }) => (format === 'json' ? [feedUrl] : []),
  } satisfies Source<'json', Params>,
} as const

/** Incidents and maintenances out of a feed. It proves nothing about health: none is told, of the page or of a component. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.feed ?? []).map((document) => toPart(readFeed(document), 'feed', document.url, context)),
    ...(documents.jsonFeed ?? []).map((document) => toPart(readJsonFeed(document), 'jsonFeed', document.url, context)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('syndication', context.observedAt, parts)
}

function toPart(feed: Feed, source: string, url: string, context: Context): Part {
  const top = topOf(source)
  const items = feed.items.map((item) => readItem(item, url))
  if (!isOfIncidents(feed, items)) {
    throw new ParseError('foreign', 'a feed that does not say that it is of incidents, or whose entries state no phase', {
      url,
      excerpt: feed.title ?? '',
    })
  }
  if (feed.dropped > 0) omit(top, 'items', feed.dropped, 'entries that could not be read')
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, { nativeId, items: own }] of groupsOf(items, feed, context, top).entries()) {
    const place = placeIn(top, 'entries', index)
    if (isPlanned(own)) maintenances.push(toMaintenance(nativeId, own, place, url))
    else incidents.push(toIncident(nativeId, own, place, url))
  }
  const name = cleanName(
    (feed.title ?? '').replace(/(?:(?: [-–|])? (?:status|incident history|history|rss feed|feed|updates)){1,3}$/iu, ''),
  )
  return told({
    authority: 'feed' as const,
    page: told({ name: name === '' ? undefined : name, url: absoluteUrl(feed.link, url) }),
    sourceUpdatedAt: feed.updatedAt,
    // An empty feed says nothing: not even that there is no incident.
    incidents: items.length === 0 ? undefined : incidents,
    maintenances: items.length === 0 ? undefined : maintenances,
    coverage: isListOfNewest(items, [...incidents, ...maintenances]) ? ({ incidents: 'recent', maintenances: 'recent' } as const) : {},
    omissions: top.omissions,
  })
}

/**
 * The newest entries, closed ones among them: only then what is missing between two others was taken away. A feed of which that
 * does not show may drop what is over, or what is old, and nothing follows from what it does not list.
 */
function isListOfNewest(items: readonly ReadItem[], entries: readonly (Incident | Maintenance)[]): boolean {
  const times = items.map(({ item }) => item.publishedAt ?? item.updatedAt)
  const isInOrder = times.every((time, index) => time !== undefined && (index === 0 || time <= (times[index - 1] ?? '')))
  const phases = entries.map(({ phase }) => phase)
  return isInOrder && phases.every((phase) => phase !== undefined && phase !== 'unknown') && phases.some((phase) => isClosed(phase))
}

interface Group {
  readonly nativeId: string
  readonly items: readonly ReadItem[]
}

/**
 * One entry for each link, however many items share it; items whose link is the page itself are told apart by their id. What
 * has neither is told by its title and its time.
 */
function groupsOf(items: readonly ReadItem[], feed: Feed, context: Context, top: Place): readonly Group[] {
  const pages = new Set([feed.link ?? '', context.page.url].map(bare))
  const byId = new Map<string, ReadItem[]>()
  for (const [index, read] of items.entries()) {
    const { id, link, publishedAt } = read.item
    const address = absoluteUrl(link, feed.link ?? context.page.url)
    const nativeId =
      address !== undefined && !pages.has(bare(address))
        ? bare(address)
        : (id ?? [read.title.toLowerCase(), publishedAt ?? ''].join(' ').trim())
    const own = byId.get(nativeId)
    if (nativeId === '') omit(placeIn(top, 'entries', index), '', read.item, 'an entry without a link, an id and a title')
    else if (own) own.push(read)
    else byId.set(nativeId, [read])
  }
  return [...byId].map(([nativeId, own]) => ({ nativeId: cleanName(nativeId), items: own }))
}

/** An address without its fragment and its last slash: updates of one incident differ by the fragment alone. */
function bare(address: string): string {
  return address.replace(/#.*$/u, '').replace(/\/$/u, '')
}

function isPlanned(items: readonly ReadItem[]): boolean {
  return items.some(
    ({ label, body }) =>
      body.isPlanned ||
      [label, body.status, ...body.posts.map((post) => post.label)].some((word) => word !== undefined && isPlannedLabel(word)),
  )
}

const impacts: ReadonlyMap<string, Impact> = new Map((['none', 'minor', 'major', 'critical'] as const).map((word) => [word, word]))

function toIncident(nativeId: string, items: readonly ReadItem[], place: Place, url: string): Incident {
  const { fields, updates, word, impact } = common(nativeId, items, place, url)
  return told({
    ...fields,
    impact: impact === undefined ? undefined : (impacts.get(impact.toLowerCase()) ?? mapped(impacts, impact, place, 'impact')),
    nativeImpact: impact,
    phase: word === undefined ? undefined : statedIncidentPhase(word, place, 'phase'),
    updates: updates?.map(({ label, ...post }) =>
      told({ ...post, native: label, phase: label === undefined ? undefined : statedIncidentPhase(label, place, 'updates') }),
    ),
  })
}

function toMaintenance(nativeId: string, items: readonly ReadItem[], place: Place, url: string): Maintenance {
  const { fields, updates, word } = common(nativeId, items, place, url)
  return told({
    ...fields,
    phase: word === undefined ? undefined : statedMaintenancePhase(word, place, 'phase'),
    updates: updates?.map(({ label, ...post }) =>
      told({ ...post, native: label, phase: label === undefined ? undefined : statedMaintenancePhase(label, place, 'updates') }),
    ),
  })
}

type Labelled = Omit<Update, 'phase' | 'native'> & { readonly label?: string }

interface Common {
  readonly fields: Pick<Incident, 'nativeId' | 'title' | 'url' | 'nativePhase' | 'updatedAt' | 'components'>
  readonly updates: readonly Labelled[] | undefined
  readonly word: string | undefined
  readonly impact: string | undefined
}

/** What an entry tells whatever its kind, out of its items, the newest first. */
function common(nativeId: string, items: readonly ReadItem[], place: Place, url: string): Common {
  const newestFirst = items.toSorted((a, b) => order(timeOf(b), timeOf(a)))
  const [newest] = newestFirst
  const updates = updatesOf(newestFirst, place)
  const word =
    (newest && (newest.body.status ?? (newest.body.posts.length > 1 ? undefined : newest.label))) ??
    updates.findLast(({ label }) => label !== undefined && label.toLowerCase() !== 'update')?.label ??
    (newest && statedWord(newest))
  const names = newest?.body.components
  const title = newest?.title ?? ''
  return {
    fields: told({
      nativeId,
      title: cleanName(title),
      url: absoluteUrl(newest?.item.link, url),
      nativePhase: word === undefined ? undefined : cleanName(word),
      updatedAt: newest?.item.updatedAt,
      components: names?.map((name) => ({ name: cleanName(name.replace(/ \((?:[A-Z][a-z]+ ?){1,3}\)$/u, '')) })),
    }),
    updates: updates.length > 0 ? updates : undefined,
    word,
    impact: newest?.body.impact,
  }
}

/** Either the newest body holds every update, or every item is one. */
function updatesOf(newestFirst: readonly ReadItem[], place: Place): readonly Labelled[] {
  const [newest] = newestFirst
  if (newest && (newestFirst.length === 1 || newest.body.posts.length > 1)) {
    if (newest.body.rest !== '') omit(place, 'content', cleanBody(newest.body.rest), 'text before the first update')
    const posts = newest.body.posts.map((post) => toLabelled(post, newest, place))
    return oldestFirst(isOldestFirst(posts) ? posts.toReversed() : posts)
  }
  const known = new Set<string>()
  return oldestFirst(
    newestFirst.flatMap((read) => {
      const [post] = read.body.posts
      const { id } = read.item
      if (post === undefined || (id !== undefined && known.has(id))) return []
      if (id !== undefined) known.add(id)
      const own = toLabelled(
        { ...post, ...told({ label: post.label ?? read.body.status ?? read.label, postedAt: timeOf(read) }) },
        read,
        place,
      )
      return [id === undefined ? own : { ...own, nativeId: id }]
    }),
  )
}

function toLabelled(post: Post, { body, label }: ReadItem, place: Place): Labelled {
  if (post.undated !== undefined)
    omit(place, 'updates', post.undated, 'a time without a year or a zone, and no stamp beside it that would tell')
  // One text alone is the state that the entry is in.
  const word = post.label ?? (body.posts.length === 1 ? (body.status ?? label) : undefined)
  return told({
    body: cleanBody(post.text),
    format: post.format,
    postedAt: post.postedAt,
    label: word === undefined ? undefined : cleanName(word),
  })
}

/** By the stamps; where there are none, by the label that closes an entry. */
function isOldestFirst(posts: readonly Labelled[]): boolean {
  const [first, last] = [posts.at(0), posts.at(-1)]
  if (first?.postedAt !== undefined && last?.postedAt !== undefined && first.postedAt !== last.postedAt)
    return first.postedAt < last.postedAt
  return /^(?:investigating|scheduled)$/iu.test(first?.label ?? '') && !/^(?:investigating|scheduled)$/iu.test(last?.label ?? '')
}

function timeOf({ item }: ReadItem): Instant | undefined {
  return item.publishedAt ?? item.updatedAt
}

function order(a: string | undefined = '', b: string | undefined = ''): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
