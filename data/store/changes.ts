import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { ChangeTable, Schema } from '../database/schema.ts'
import { type ChangeCursor, clampLimit, decodeChangeCursor, encodeChangeCursor } from './cursor.ts'
import { admittedEntries } from './entries.ts'
import type { ChangeFilter, Slice } from './filters.ts'
import type { ChangeReading } from './readings.ts'

/** Id of the newest change; 0 where there is none. */
export async function loadNewestChange(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select((eb) => eb.fn.max('id').as('newest'))
    .executeTakeFirst()
  return row?.newest ?? 0
}

/** The change log: newest first, or from `after` on oldest first. */
export async function loadChanges(db: Kysely<Schema>, filter: ChangeFilter): Promise<Slice<ChangeReading>> {
  const limit = clampLimit(filter.limit)
  const start = startOf(filter)
  const isUpward = start?.direction === 'up'
  let query = admittedChanges(db, filter)
  if (start) query = query.where('change.id', isUpward ? '>' : '<', start.id)
  const found = await query
    .orderBy('change.id', isUpward ? 'asc' : 'desc')
    .limit(limit + 1)
    .selectAll('change')
    .select((eb) => eb.selectFrom('vendor').whereRef('vendor.id', '=', 'change.vendor_id').select('vendor.name').as('vendor_name'))
    .execute()
  const rows = found.slice(0, limit).map((row) => changeReading(row, row.vendor_name ?? row.vendor_id))
  const last = rows.at(-1)
  const hasMore = found.length > limit && last !== undefined
  return { rows, next: hasMore ? encodeChangeCursor({ direction: isUpward ? 'up' : 'down', id: last.cursor }) : null }
}

function startOf(filter: ChangeFilter): ChangeCursor | undefined {
  if (filter.cursor !== undefined) return decodeChangeCursor(filter.cursor)
  return filter.after === undefined ? undefined : { direction: 'up', id: filter.after }
}

function admittedChanges(db: Kysely<Schema>, filter: ChangeFilter): SelectQueryBuilder<Schema, 'change', object> {
  const { vendors, kinds, subjects, backfilled, since, until, entries } = filter
  let query: SelectQueryBuilder<Schema, 'change', object> = db.selectFrom('change')
  if (vendors !== undefined) query = query.where('change.vendor_id', 'in', vendors)
  else if (subjects === undefined) {
    // One look-up a row: from a list of vendor ids the database would gather and sort all their changes.
    query = query.where((eb) =>
      eb.exists(eb.selectFrom('vendor').select('vendor.id').whereRef('vendor.id', '=', 'change.vendor_id').where('vendor.watched', '=', 1)),
    )
  }
  if (kinds !== undefined) query = query.where('change.kind', 'in', kinds)
  if (subjects !== undefined) query = query.where('change.subject_id', 'in', subjects)
  if (backfilled !== undefined) query = query.where('change.backfilled', '=', backfilled ? 1 : 0)
  if (since !== undefined) query = query.where('change.observed_at', '>=', since)
  if (until !== undefined) query = query.where('change.observed_at', '<', until)
  if (entries !== undefined) {
    const scope = vendors === undefined ? entries : { ...entries, vendors }
    query = query.where((eb) =>
      eb.or([
        eb('change.subject_id', 'in', admittedEntries(db, 'incident', scope).select('entry.id')),
        eb('change.subject_id', 'in', admittedEntries(db, 'maintenance', scope).select('entry.id')),
        ...(concernsOnlyComponents(entries) ? [eb('change.subject_id', 'in', entries.components ?? [])] : []),
      ]),
    )
  }
  return query
}

/** A component has no impact, phase or text of its own: its changes belong to a filter that names nothing else. */
function concernsOnlyComponents({ components, impacts, phases, state, query }: NonNullable<ChangeFilter['entries']>): boolean {
  return components !== undefined && impacts === undefined && phases === undefined && state === undefined && query === undefined
}

type ChangeRow = Omit<ChangeTable, 'id'> & { readonly id: number }

function changeReading(row: ChangeRow, vendorName: string): ChangeReading {
  return {
    cursor: row.id,
    id: row.key,
    kind: row.kind,
    vendorId: row.vendor_id,
    vendorName,
    pageId: row.page_id,
    subject: row.subject_kind,
    subjectId: row.subject_id,
    updateId: row.update_id,
    title: row.title,
    before: valueOf(row.before),
    after: valueOf(row.after),
    observedAt: row.observed_at,
    backfilled: row.backfilled === 1,
  }
}

function valueOf(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
