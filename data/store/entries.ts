import type { Expression, Kysely, SelectQueryBuilder, SqlBool } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { EntryKind, EntryTable, Schema, UpdateTable } from '../database/schema.ts'
import { type Judgement, guardedHealth } from '../trust.ts'
import { clampLimit, decodeEntryCursor, encodeEntryCursor } from './cursor.ts'
import type { EntryFilter, Slice } from './filters.ts'
import type { AffectedReading, Doubt, ReportReading, UpdateReading } from './readings.ts'
import { type EntryScope, saysAll } from './search.ts'
import { loadDoubts, loadJudgements } from './vendors.ts'

/** What incidents and maintenances have in common: which of them, and everything that hangs on them, in few queries. */

export interface EntryDetail {
  readonly components: readonly AffectedReading[]
  readonly updates: readonly UpdateReading[]
  readonly doubts: readonly Doubt[]
  readonly report: ReportReading | null
}

/** All entries that the filter admits, in no order yet. */
export function admittedEntries(db: Kysely<Schema>, kind: EntryKind, filter: EntryFilter): SelectQueryBuilder<EntryScope, 'entry', object> {
  let query: SelectQueryBuilder<EntryScope, 'entry', object> = db.selectFrom(`${kind} as entry`)
  const { vendors, components, impacts, phases, state, since, until, query: words } = filter
  if (vendors !== undefined) query = query.where('entry.vendor_id', 'in', vendors)
  else {
    // One look-up a row: a list of page ids would be gone through first, and all their entries sorted.
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('page')
          .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
          .select('page.id')
          .whereRef('page.id', '=', 'entry.page_id')
          .where('page.watched', '=', 1)
          .where('vendor.watched', '=', 1),
      ),
    )
  }
  if (components !== undefined) {
    query = query
      .where('entry.page_id', 'in', (eb) => eb.selectFrom('component').where('component.id', 'in', components).select('component.page_id'))
      .where((eb) => concerns(eb, kind, components))
  }
  if (impacts !== undefined) query = query.where('entry.impact', 'in', impacts)
  if (phases !== undefined) query = query.where('entry.phase', 'in', phases)
  if (state !== undefined) query = query.where('entry.is_open', '=', state === 'open' ? 1 : 0)
  if (since !== undefined) query = query.where('entry.sort_at', '>=', since)
  if (until !== undefined) query = query.where('entry.sort_at', '<', until)
  if (words !== undefined) query = query.where((eb) => saysAll(eb, kind, words))
  return query
}

type EntryBuilder = Parameters<typeof saysAll>[0]

/** By native id where both sides know it, else by name: pages name what the interface numbers. */
function concerns(eb: EntryBuilder, kind: EntryKind, componentIds: readonly string[]): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom(`${kind}_component as affected`)
      .innerJoin('component', (join) => join.onRef('component.page_id', '=', 'entry.page_id'))
      .select('affected.entry_id')
      .whereRef('affected.entry_id', '=', 'entry.id')
      .where('component.id', 'in', componentIds)
      .where((inner) =>
        inner.or([
          inner('component.native_id', '=', inner.ref('affected.native_id')),
          inner.and([inner('affected.native_id', 'is', null), inner('component.name', '=', inner.ref('affected.name'))]),
        ]),
      ),
  )
}

/** Newest first, by keyset. */
export async function loadEntryRows(db: Kysely<Schema>, kind: EntryKind, filter: EntryFilter): Promise<Slice<EntryTable>> {
  const limit = clampLimit(filter.limit)
  let query = admittedEntries(db, kind, filter)
  if (filter.cursor !== undefined) {
    const { sortAt, id } = decodeEntryCursor(filter.cursor)
    query = query.where((eb) =>
      eb.or([eb('entry.sort_at', '<', sortAt), eb.and([eb('entry.sort_at', '=', sortAt), eb('entry.id', '<', id)])]),
    )
  }
  const found = await query
    .orderBy('entry.sort_at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(limit + 1)
    .selectAll('entry')
    .execute()
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: last && found.length > limit ? encodeEntryCursor({ sortAt: last.sort_at, id: last.id }) : null }
}

export async function loadEntryRow(db: Kysely<Schema>, kind: EntryKind, id: string): Promise<EntryTable | undefined> {
  return db.selectFrom(`${kind} as entry`).selectAll('entry').where('entry.id', '=', id).executeTakeFirst()
}

/** The vendor's own addresses of incidents and maintenances, by id. */
export async function loadEntryUrls(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>()
  if (ids.length === 0) return urls
  for (const kind of ['incident', 'maintenance'] as const) {
    const rows = await db.selectFrom(`${kind} as entry`).select(['entry.id', 'entry.url']).where('entry.id', 'in', ids).execute()
    for (const { id, url } of rows) if (url !== null) urls.set(id, url)
  }
  return urls
}

/** Everything that hangs on these entries, by entry id. */
export async function loadEntryDetails(
  db: Kysely<Schema>,
  kind: EntryKind,
  rows: readonly EntryTable[],
  now: Instant,
): Promise<(id: string) => EntryDetail> {
  if (rows.length === 0) return () => ({ components: [], updates: [], doubts: [], report: null })
  const ids = rows.map((row) => row.id)
  const judgements = await loadJudgements(db, [...new Set(rows.map((row) => row.page_id))], now)
  const components = await loadAffected(db, kind, ids, judgements)
  const updates = await loadUpdates(db, kind, ids)
  const doubts = await loadDoubts(db, ids)
  const reports = kind === 'incident' ? await loadReports(db, ids) : new Map<string, ReportReading>()
  return (id) => ({
    components: components.get(id) ?? [],
    updates: updates.get(id) ?? [],
    doubts: doubts.get(id) ?? [],
    report: reports.get(id) ?? null,
  })
}

async function loadAffected(
  db: Kysely<Schema>,
  kind: EntryKind,
  ids: readonly string[],
  judgements: ReadonlyMap<string, Judgement>,
): Promise<ReadonlyMap<string, readonly AffectedReading[]>> {
  const rows = await db
    .selectFrom(`${kind}_component as affected`)
    .innerJoin(`${kind} as entry`, 'entry.id', 'affected.entry_id')
    .leftJoin('component', (join) =>
      join
        .onRef('component.page_id', '=', 'entry.page_id')
        .on((eb) =>
          eb.or([
            eb('component.native_id', '=', eb.ref('affected.native_id')),
            eb.and([
              eb('affected.native_id', 'is', null),
              eb('component.name', '=', eb.ref('affected.name')),
              eb('component.is_group', '=', 0),
            ]),
          ]),
        ),
    )
    .where('affected.entry_id', 'in', ids)
    .orderBy('affected.entry_id')
    .orderBy('affected.position')
    // Components that still stand before removed ones, said so that both databases order alike.
    .orderBy((eb) => eb('component.removed_at', 'is not', null))
    .orderBy('component.position')
    .select(['affected.entry_id', 'affected.position', 'affected.name', 'affected.health', 'entry.page_id', 'component.id as component_id'])
    .execute()
  const affected = new Map<string, AffectedReading[]>()
  let previous: { entry_id: string; position: number } | undefined
  for (const row of rows) {
    // Two components of one name: the first in page order stands for both.
    const isTwin = previous?.entry_id === row.entry_id && previous.position === row.position
    previous = row
    if (isTwin) continue
    const isProved = judgements.get(row.page_id)?.trust === 'fresh'
    const list = affected.get(row.entry_id) ?? []
    list.push({ id: row.component_id, name: row.name, health: row.health === null ? null : guardedHealth(row.health, isProved) })
    affected.set(row.entry_id, list)
  }
  return affected
}

async function loadUpdates(
  db: Kysely<Schema>,
  kind: EntryKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly UpdateReading[]>> {
  const rows = await db
    .selectFrom(`${kind}_update as said`)
    .selectAll('said')
    .where('said.entry_id', 'in', ids)
    .where('said.removed_at', 'is', null)
    .execute()
  const counts = await db
    .selectFrom(`${kind}_update_version as version`)
    .innerJoin(`${kind}_update as said`, 'said.id', 'version.update_id')
    .where('said.entry_id', 'in', ids)
    .groupBy('version.update_id')
    .select((eb) => ['version.update_id', eb.fn.countAll().as('revisions'), eb.fn.max('version.seen_from').as('edited_at')])
    .execute()
  const versions = new Map(counts.map((row) => [row.update_id, { revisions: Number(row.revisions), editedAt: row.edited_at }]))
  const readings = Map.groupBy(rows, (row) => row.entry_id)
  return new Map(
    [...readings].map(([id, group]) => [
      id,
      oldestFirst(group).map((row) => {
        const { revisions = 1, editedAt = null } = versions.get(row.id) ?? {}
        const { native, body, format, phase } = row
        return { id: row.id, phase, native, body, format, postedAt: row.posted_at, editedAt: revisions > 1 ? editedAt : null, revisions }
      }),
    ]),
  )
}

/** What shows no time stands before that which follows it on its page; where nothing does, when it was seen. */
function oldestFirst<Row extends Pick<UpdateTable, 'id' | 'posted_at' | 'first_seen_at' | 'position'>>(
  rows: readonly Row[],
): readonly Row[] {
  const dated = rows.filter((row) => row.posted_at !== null).toSorted((a, b) => a.position - b.position)
  return rows
    .map((row) => {
      const followed = row.posted_at === null ? dated.find(({ position }) => position > row.position) : row
      return { row, at: followed?.posted_at ?? row.first_seen_at }
    })
    .toSorted((a, b) => compare(a.at, b.at) || a.row.position - b.row.position || compare(a.row.id, b.row.id))
    .map(({ row }) => row)
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The report that was published as one and stands now; of several, the one published last. */
async function loadReports(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, ReportReading>> {
  const rows = await db
    .selectFrom('report')
    .selectAll()
    .where('incident_id', 'in', ids)
    .where('kind', '=', 'report')
    .where('seen_until', 'is', null)
    .execute()
  const ordered = rows.toSorted(
    (a, b) => compare(a.published_at ?? '', b.published_at ?? '') || compare(a.seen_from, b.seen_from) || compare(b.digest, a.digest),
  )
  return new Map(
    ordered.map(({ incident_id: id, url, title, body, format, published_at: publishedAt }) => [
      id,
      { url, title, body, format, publishedAt },
    ]),
  )
}
