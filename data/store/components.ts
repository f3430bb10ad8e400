import type { Kysely } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { ComponentTable, PageTable, Schema } from '../database/schema.ts'
import { guardedHealth, judgePage } from '../trust.ts'
import type { ComponentReading } from './readings.ts'

/** Leaves of a vendor's pages in page order; groups appear only as the path of what they hold. */
export async function loadComponents(db: Kysely<Schema>, vendorId: string, now: Instant): Promise<readonly ComponentReading[]> {
  const pages = await db
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .where('page.vendor_id', '=', vendorId)
    .where((eb) => eb.or([eb('page.watched', '=', 1), eb('vendor.watched', '=', 0)]))
    .orderBy('page.position')
    .orderBy('page.id')
    .selectAll('page')
    .execute()
  if (pages.length === 0) return []
  const ids = pages.map((page) => page.id)
  const rows = await db
    .selectFrom('component')
    .selectAll()
    .where('page_id', 'in', ids)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const rowsOf = Map.groupBy(rows, (row) => row.page_id)
  return pages.flatMap((page) => readingsOf(page, rowsOf.get(page.id) ?? [], now))
}

/** Which of these ids are components, removed ones included. */
export async function loadKnownComponents(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('component').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map((row) => row.id))
}

function readingsOf(page: PageTable, rows: readonly ComponentTable[], now: Instant): readonly ComponentReading[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const { trust } = judgePage(page, now)
  // Components are told by the same answers as health or by others: judged by when they were told themselves.
  const told = judgePage({ ...page, read_at: page.components_at }, now).trust
  return rows
    .filter((row) => row.is_group === 0)
    .map((row) => {
      const isTold = told === 'fresh' && row.missing_polls === 0
      return {
        id: row.id,
        vendorId: page.vendor_id,
        pageId: page.id,
        nativeId: row.native_id,
        name: row.name,
        path: pathOf(row, byId),
        health: guardedHealth(row.health, trust === 'fresh' && isTold),
        native: row.native,
        description: row.description,
        trust: trust === 'fresh' && !isTold ? 'stale' : trust,
        changedAt: row.changed_at,
      }
    })
}

/** Outermost first; a page that nests its groups in a ring does not hold us up. */
function pathOf(row: ComponentTable, byId: ReadonlyMap<string, ComponentTable>): readonly string[] {
  const path: string[] = []
  const seen = new Set([row.id])
  let parent = row.parent_id === null ? undefined : byId.get(row.parent_id)
  while (parent && !seen.has(parent.id)) {
    seen.add(parent.id)
    path.unshift(parent.name)
    parent = parent.parent_id === null ? undefined : byId.get(parent.parent_id)
  }
  return path
}
