import { type Instant, isClosed, type Phase } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'
import { padded } from '../database/rows.ts'
import type { EntryKind, PageTable, SourceStateTable } from '../database/schema.ts'

/** A page about to be polled, with what the poll has to know of it. */
export interface PageToPoll {
  readonly page: PageTable
  /** Validators of the last good answers, by `sourceKey`. */
  readonly sources: ReadonlyMap<string, SourceStateTable>
  /** An incident is open, or a maintenance is under way. */
  readonly hasOpen: boolean
  /** When the last incident was closed, as far as it is known. */
  readonly lastClosedAt: Instant | null
}

export function sourceKey(source: string, url: string): string {
  return `${source} ${url}`
}

/** The watched pages that are due at `now` and not in `underWay`: never read ones first, then the longest due. */
export async function loadDue(
  database: Database,
  now: Instant,
  limit: number,
  underWay: ReadonlySet<string>,
): Promise<readonly PageToPoll[]> {
  const pages = await database.db
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .selectAll('page')
    .where('vendor.watched', '=', 1)
    .where('page.watched', '=', 1)
    .where((eb) => eb.or([eb('page.next_due_at', 'is', null), eb('page.next_due_at', '<=', now)]))
    .orderBy((eb) => eb.fn.coalesce('page.next_due_at', eb.val('')))
    .limit(limit + underWay.size)
    .execute()
  return withContext(database, pages.filter((page) => !underWay.has(page.id)).slice(0, limit))
}

/** These pages, due or not, in the order given. */
export async function loadPages(database: Database, pageIds: readonly string[]): Promise<readonly PageToPoll[]> {
  const pages = new Map<string, PageTable>()
  for (let from = 0; from < pageIds.length; from += pagesPerQuery) {
    const some = pageIds.slice(from, from + pagesPerQuery)
    const rows = await database.db.selectFrom('page').selectAll().where('id', 'in', some).execute()
    for (const row of rows) pages.set(row.id, row)
  }
  return withContext(
    database,
    pageIds.flatMap((id) => pages.get(id) ?? []),
  )
}

/** More pages than this in one statement would not fit its parameters. */
const pagesPerQuery = 5_000

async function withContext(database: Database, pages: readonly PageTable[]): Promise<readonly PageToPoll[]> {
  const result: PageToPoll[] = []
  for (let from = 0; from < pages.length; from += pagesPerQuery) {
    const some = pages.slice(from, from + pagesPerQuery)
    const ids = padded(some.map((page) => page.id))
    const states = await database.db.selectFrom('source_state').selectAll().where('page_id', 'in', ids).execute()
    const open = await openPages(database, ids)
    const closed = await database.db
      .selectFrom('incident')
      .select(['page_id', (eb) => eb.fn.max(eb.fn.coalesce('resolved_at', 'closed_seen_at')).as('at')])
      .where('page_id', 'in', ids)
      .groupBy('page_id')
      .execute()
    const statesOf = Map.groupBy(states, (state) => state.page_id)
    const closedAt = new Map(closed.map((row) => [row.page_id, row.at]))
    for (const page of some) {
      const sources = new Map((statesOf.get(page.id) ?? []).map((state) => [sourceKey(state.source, state.url), state]))
      result.push({ page, sources, hasOpen: open.has(page.id), lastClosedAt: closedAt.get(page.id) ?? null })
    }
  }
  return result
}

async function openPages(database: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const incidents = await database.db
    .selectFrom('incident')
    .select('page_id')
    .distinct()
    .where('page_id', 'in', ids)
    .where('is_open', '=', 1)
    .execute()
  const maintenances = await database.db
    .selectFrom('maintenance')
    .select('page_id')
    .distinct()
    .where('page_id', 'in', ids)
    .where('is_open', '=', 1)
    .where('phase', 'in', ['in_progress', 'verifying'])
    .execute()
  return new Set([...incidents, ...maintenances].map((row) => row.page_id))
}

/** When the next watched page is due; null while none ever is. */
export async function nextDueAt(database: Database): Promise<Instant | null> {
  const row = await database.db
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .select((eb) => eb.fn.min('page.next_due_at').as('at'))
    .where('vendor.watched', '=', 1)
    .where('page.watched', '=', 1)
    .executeTakeFirst()
  return row?.at ?? null
}

/** Ids of the watched pages, in the order of the watch list; of the named vendors only, where some are named. */
export async function watchedPageIds(database: Database, vendorIds?: readonly string[]): Promise<readonly string[]> {
  const rows = await database.db
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .select('page.id')
    .where('vendor.watched', '=', 1)
    .where('page.watched', '=', 1)
    .$if(vendorIds !== undefined, (query) => query.where('vendor.id', 'in', vendorIds ?? []))
    .orderBy('vendor.position')
    .orderBy('page.position')
    .execute()
  return rows.map((row) => row.id)
}

/** What a poll needs to know of an entry to decide whether to look at it more closely. */
export interface KnownEntryRow {
  readonly kind: EntryKind
  readonly nativeId: string
  readonly url: string | null
  readonly phase: Phase | null
  readonly open: boolean
  readonly digest: string
  readonly hasReport: boolean
  /** When it was last told, where the page's lists no longer hold it; null while they do. */
  readonly unlistedSince: Instant | null
  readonly closedAt: Instant | null
}

/** The open entries of a page and those seen since `since`. */
export async function loadKnownEntries(database: Database, pageId: string, since: Instant): Promise<readonly KnownEntryRow[]> {
  const known: KnownEntryRow[] = []
  for (const kind of ['incident', 'maintenance'] as const) {
    const rows = await database.db
      .selectFrom(kind)
      .select(['id', 'native_id', 'url', 'phase', 'is_open', 'digest', 'listed', 'seen_at'])
      .select((eb) => eb.fn.coalesce('resolved_at', 'closed_seen_at').as('closed_at'))
      .where('removed_at', 'is', null)
      .where('page_id', '=', pageId)
      .where((eb) => eb.or([eb('is_open', '=', 1), eb('listed', '=', 1), eb('sort_at', '>=', since)]))
      .execute()
    const reported = await reportedIds(
      database,
      kind,
      rows.map((row) => row.id),
    )
    for (const row of rows) {
      known.push({
        kind,
        nativeId: row.native_id,
        url: row.url,
        unlistedSince: row.listed === 1 ? null : row.seen_at,
        closedAt: row.closed_at,
        phase: row.phase,
        open: row.is_open === 1 && !isClosed(row.phase),
        digest: row.digest,
        hasReport: reported.has(row.id),
      })
    }
  }
  return known
}

async function reportedIds(database: Database, kind: EntryKind, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (kind === 'maintenance' || ids.length === 0) return new Set()
  const rows = await database.db
    .selectFrom('report')
    .select('incident_id')
    .distinct()
    .where('incident_id', 'in', padded(ids))
    .where('kind', '=', 'report')
    .execute()
  return new Set(rows.map((row) => row.incident_id))
}
