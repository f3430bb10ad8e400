import { z } from 'zod'
import type { ChangeFilter, EntryFilter } from '../../data/store/filters.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import { nextUrl } from '../api/answers.ts'
import { changeFilterOf, checkKnown, entryFilterOf } from '../api/filters.ts'
import { changeFilters, entryFilters, listParameters, QueryError, readQuery } from '../api/query.ts'
import { findVendor, noVendor } from '../api/vendors.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { baseUrl } from '../http/headers.ts'
import { webAddress } from '../http/sanitize.ts'
import { atom } from './atom.ts'
import { changeItem } from './change-items.ts'
import { type Feed, type FeedItem, newestOf } from './feed.ts'
import { incidentItem } from './incident-items.ts'
import { jsonFeed } from './json-feed.ts'
import { rss } from './rss.ts'

const formats = {
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
  rss: { type: 'application/rss+xml; charset=utf-8', write: rss },
  atom: { type: 'application/atom+xml; charset=utf-8', write: atom },
} as const
export type FeedFormat = keyof typeof formats

export const feedParameters = {
  items: z
    .enum(['changes', 'incidents'])
    .exactOptional()
    .meta({ description: 'One item for each change (the default), or for each incident as it stands.' }),
  backfilled: changeFilters.backfilled.meta({ description: '`true`: also the changes of first readings and backfills.' }),
  kind: changeFilters.kind,
  ...entryFilters,
  ...listParameters,
}
type FeedQuery = z.infer<z.ZodObject<typeof feedParameters>>

/** The feed of all watched vendors, or of the one that the path names. */
export function feedIn(format: FeedFormat): (c: ServerRequest) => Promise<Response> {
  return async (c) => {
    const query = readQuery(c, feedParameters)
    const board = await c.get('server').board()
    return conditionalAnswer(c, shownOf(board), async () => written(c, format, await loadFeed(c, query, null)))
  }
}

export function vendorFeedIn(format: FeedFormat): (c: ServerRequest) => Promise<Response> {
  return async (c) => {
    const query = readQuery(c, feedParameters)
    if (query.vendor !== undefined) throw new QueryError('vendor', 'The path names the vendor already')
    const found = await findVendor(c)
    if (!found) return noVendor(c)
    return conditionalAnswer(c, found.shown, async () =>
      written(c, format, await loadFeed(c, { ...query, vendor: [found.vendor.id] }, found.vendor)),
    )
  }
}

function written(c: ServerRequest, format: FeedFormat, feed: Feed): Response {
  const { type, write } = formats[format]
  return c.body(write(feed), 200, { 'content-type': type })
}

async function loadFeed(c: ServerRequest, query: FeedQuery, vendor: VendorReading | null): Promise<Feed> {
  const base = baseUrl(c)
  const { pathname, search } = new URL(c.req.url)
  const { items, next } = query.items === 'incidents' ? await incidentItems(c, query, base) : await changeItems(c, query, base)
  const what = query.items === 'incidents' ? 'Incidents' : 'Every change'
  return {
    key: `${pathname}${search}`,
    title: vendor ? `${vendor.name} – Statuswire` : 'Statuswire',
    description: `${what} of ${vendor ? `${vendor.name}'s status page` : 'the watched status pages'}`,
    homeUrl: vendor ? `${base}/vendors/${encodeURIComponent(vendor.id)}` : `${base}/`,
    selfUrl: `${base}${pathname}${search}`,
    nextUrl: next === null ? null : nextUrl(c, next),
    updated: newestOf(items),
    items,
  }
}

interface Items {
  readonly items: readonly FeedItem[]
  readonly next: string | null
}

function partOf({ limit, cursor }: FeedQuery): { limit?: number; cursor?: string } {
  return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
}

async function changeItems(c: ServerRequest, query: FeedQuery, base: string): Promise<Items> {
  const { vendor, kind, since, until, component, impact, phase, state, q } = query
  const entries = entryFilterOf({ component, impact, phase, state, q })
  const filter: ChangeFilter = {
    ...changeFilterOf({ vendor, kind, since, until }),
    ...(query.backfilled === true ? {} : { backfilled: false }),
    ...(Object.keys(entries).length === 0 ? {} : { entries }),
    ...partOf(query),
  }
  await checkKnown(c, entryFilterOf({ vendor, component }))
  const { store } = c.get('server')
  const { rows, next } = await store.changes(filter)
  const urls = await store.entryUrls(rows.map((row) => row.subjectId))
  return { items: rows.map((change) => changeItem(change, base, webAddress(urls.get(change.subjectId)))), next }
}

async function incidentItems(c: ServerRequest, query: FeedQuery, base: string): Promise<Items> {
  if (query.kind !== undefined) throw new QueryError('kind', 'Only changes have a kind')
  const { vendor, component, impact, phase, state, since, until, q } = query
  const filter: EntryFilter = entryFilterOf({ vendor, component, impact, phase, state, since, until, q })
  await checkKnown(c, filter)
  const { store } = c.get('server')
  const { rows, next } = await store.incidents({ ...filter, ...partOf(query) })
  const stamps = await store.stamps(
    'incident',
    rows.map((row) => row.id),
  )
  const names = await store.vendorNames([...new Set(rows.map((row) => row.vendorId))])
  const items: FeedItem[] = []
  for (const incident of rows) {
    const stamp = stamps.get(incident.id)
    if (stamp) items.push(incidentItem(incident, stamp, names.get(incident.vendorId) ?? incident.vendorId, base))
  }
  return { items, next }
}
