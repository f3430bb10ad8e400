import type { Transaction } from 'kysely'
import type { Database } from '../database/open.ts'
import type { PageTable, Schema, VendorTable } from '../database/schema.ts'
import { publicId } from '../identity.ts'

/** A vendor as the configuration or the catalogue gives it. */
export interface WatchedVendor {
  readonly id: string
  readonly name: string
  readonly homepage?: string | undefined
  readonly category?: string | undefined
  readonly pages: readonly WatchedPage[]
}

export interface WatchedPage {
  readonly url: string
  readonly platform?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly intervalSeconds?: number | undefined
}

/** Shown until a page has an interval of its own; the scheduler decides the real one at each poll. */
const initialIntervalSeconds = 120

/**
 * Makes the store's watch list equal to `vendors` plus what `add` has put there. Vendors that are on neither are no
 * longer watched and keep their history.
 */
export async function syncWatchList(database: Database, vendors: readonly WatchedVendor[]): Promise<void> {
  await database.write(async (transaction) => {
    const wanted = vendors.map((vendor) => vendor.id)
    await transaction
      .updateTable('vendor')
      .set({ watched: 0 })
      .where('origin', '=', 'list')
      .where('id', 'not in', [...wanted, ''])
      .execute()
    for (const [position, vendor] of vendors.entries()) await putVendor(transaction, vendor, position, 'list')
  })
}

/** Watches one vendor from now on, over restarts. */
export async function addVendor(database: Database, vendor: WatchedVendor): Promise<void> {
  await database.write(async (transaction) => {
    const last = await transaction
      .selectFrom('vendor')
      .select((eb) => eb.fn.max('position').as('position'))
      .executeTakeFirst()
    await putVendor(transaction, vendor, (last?.position ?? 0) + 1, 'add')
  })
}

/** Stops watching; `list` = the configuration names this vendor, so that it has to go from there. */
export async function removeVendor(database: Database, id: string): Promise<'removed' | 'unknown' | 'list'> {
  return database.write(async (transaction) => {
    const vendor = await transaction.selectFrom('vendor').select(['origin', 'watched']).where('id', '=', id).executeTakeFirst()
    if (!vendor || vendor.watched === 0) return 'unknown'
    if (vendor.origin === 'list') return 'list'
    await transaction.updateTable('vendor').set({ watched: 0, origin: 'list' }).where('id', '=', id).execute()
    return 'removed'
  })
}

async function putVendor(
  transaction: Transaction<Schema>,
  vendor: WatchedVendor,
  position: number,
  origin: VendorTable['origin'],
): Promise<void> {
  const row: VendorTable = {
    id: vendor.id,
    name: vendor.name,
    homepage: vendor.homepage ?? null,
    category: vendor.category ?? null,
    position,
    watched: 1,
    origin,
  }
  const { id: _, origin: __, ...replaced } = row
  await transaction
    .insertInto('vendor')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(origin === 'add' ? { ...replaced, origin } : replaced))
    .execute()
  await putPages(transaction, vendor)
}

/** A page keeps its row, and its public ids, when its URL changes: it is known by its URL, else by its place. */
async function putPages(transaction: Transaction<Schema>, vendor: WatchedVendor): Promise<void> {
  const stored = await transaction.selectFrom('page').selectAll().where('vendor_id', '=', vendor.id).execute()
  const free = new Set(stored)
  const matched = vendor.pages.map((page) => {
    const row = [...free].find((candidate) => candidate.url === pageUrl(page.url))
    if (row) free.delete(row)
    return row
  })
  for (const [position, page] of vendor.pages.entries()) {
    const row = matched[position] ?? [...free].find((candidate) => candidate.position === position)
    if (row) free.delete(row)
    if (row) await revise(transaction, row, page, position)
    else
      await transaction
        .insertInto('page')
        .values(newPage(vendor.id, page, position, stored))
        .execute()
  }
  for (const row of free) {
    if (row.watched === 1) await transaction.updateTable('page').set({ watched: 0 }).where('id', '=', row.id).execute()
  }
}

async function revise(transaction: Transaction<Schema>, row: PageTable, page: WatchedPage, position: number): Promise<void> {
  const moved = row.url !== pageUrl(page.url)
  const next = {
    url: pageUrl(page.url),
    position,
    watched: 1 as const,
    platform: page.platform ?? (moved ? null : row.platform),
    params: JSON.stringify(page.params ?? {}),
    settings: moved || (page.platform !== undefined && page.platform !== row.platform) ? null : row.settings,
    own_interval_seconds: page.intervalSeconds ?? null,
  }
  const same =
    !moved &&
    row.position === position &&
    row.watched === 1 &&
    row.platform === next.platform &&
    row.params === next.params &&
    row.own_interval_seconds === next.own_interval_seconds
  if (!same) await transaction.updateTable('page').set(next).where('id', '=', row.id).execute()
}

function newPage(vendorId: string, page: WatchedPage, position: number, stored: readonly PageTable[]): PageTable {
  const keys = new Set(stored.map((row) => row.key))
  let ordinal = position + 1
  while (keys.has(String(ordinal))) ordinal++
  const key = String(ordinal)
  return {
    id: publicId(vendorId, 'page', key),
    vendor_id: vendorId,
    key,
    url: pageUrl(page.url),
    position,
    watched: 1,
    platform: page.platform ?? null,
    params: JSON.stringify(page.params ?? {}),
    settings: null,
    own_interval_seconds: page.intervalSeconds ?? null,
    authority: null,
    native_id: null,
    name: null,
    time_zone: null,
    health: null,
    native: null,
    health_at: null,
    checked_at: null,
    read_at: null,
    first_read_at: null,
    changed_at: null,
    source_updated_at: null,
    components_at: null,
    incidents_open_at: null,
    incidents_list_at: null,
    maintenances_open_at: null,
    maintenances_list_at: null,
    content_digest: null,
    components_digest: null,
    lists_read_at: null,
    observed_from: null,
    interval_seconds: page.intervalSeconds ?? initialIntervalSeconds,
    next_due_at: null,
    failures: 0,
    failing_since: null,
    failure_kind: null,
    failure_detail: null,
    understood: 1,
    suspect_since: null,
    suspect_digest: null,
  }
}

/** Without a trailing slash, so that paths can be appended. */
function pageUrl(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url
}
