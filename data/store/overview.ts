import type { Instant } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'

/** A watched page in a line, for `list` and `doctor`. */
export interface OverviewRow {
  readonly vendor: string
  readonly name: string
  readonly page: string
  readonly url: string
  readonly platform: string | null
  readonly origin: 'list' | 'add'
  readonly readAt: Instant | null
  readonly checkedAt: Instant | null
  readonly failureKind: string | null
  readonly failureDetail: string | null
}

/** The watched pages in the order of the watch list. */
export async function watchedOverview(database: Database): Promise<readonly OverviewRow[]> {
  return database.db
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .select(['vendor.id as vendor', 'vendor.name as name', 'page.id as page', 'page.url as url', 'page.platform as platform'])
    .select(['vendor.origin as origin', 'page.read_at as readAt', 'page.checked_at as checkedAt'])
    .select(['page.failure_kind as failureKind', 'page.failure_detail as failureDetail'])
    .where('vendor.watched', '=', 1)
    .where('page.watched', '=', 1)
    .orderBy('vendor.position')
    .orderBy('page.position')
    .execute()
}

/** The watched pages of one vendor; empty where it is not watched. */
export async function pagesOfVendor(database: Database, vendorId: string): Promise<readonly OverviewRow[]> {
  return (await watchedOverview(database)).filter((row) => row.vendor === vendorId)
}
