import type { Kysely } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { DoubtTable, PageTable, Schema, VendorTable } from '../database/schema.ts'
import { earliest, type Judgement, judgePage, judgeVendor, latest } from '../trust.ts'
import type { Doubt, PageReading, VendorReading } from './readings.ts'

/** Watched vendors in the order of the watch list, with the readings of their watched pages. */
export async function loadVendors(db: Kysely<Schema>, now: Instant): Promise<readonly VendorReading[]> {
  const vendors = await db.selectFrom('vendor').selectAll().where('watched', '=', 1).orderBy('position').orderBy('id').execute()
  const pages = await db.selectFrom('page').selectAll().where('watched', '=', 1).orderBy('position').orderBy('id').execute()
  return readings(db, vendors, pages, now)
}

/** One vendor, watched or not: an unwatched one is shown with all the pages it had. */
export async function loadVendor(db: Kysely<Schema>, id: string, now: Instant): Promise<VendorReading | null> {
  const vendor = await db.selectFrom('vendor').selectAll().where('id', '=', id).executeTakeFirst()
  if (!vendor) return null
  const all = await db.selectFrom('page').selectAll().where('vendor_id', '=', id).orderBy('position').orderBy('id').execute()
  const pages = vendor.watched === 1 ? all.filter((page) => page.watched === 1) : all
  return (await readings(db, [vendor], pages, now))[0] ?? null
}

export async function loadVendorNames(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = ids.length === 0 ? [] : await db.selectFrom('vendor').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** The judgement of each page, for whatever is shown beside it. */
export async function loadJudgements(
  db: Kysely<Schema>,
  pageIds: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Judgement>> {
  const pages = pageIds.length === 0 ? [] : await db.selectFrom('page').selectAll().where('id', 'in', pageIds).execute()
  return new Map(pages.map((page) => [page.id, judgePage(page, now)]))
}

async function readings(
  db: Kysely<Schema>,
  vendors: readonly VendorTable[],
  pages: readonly PageTable[],
  now: Instant,
): Promise<readonly VendorReading[]> {
  const one = vendors.length === 1 ? vendors[0] : undefined
  const open = await loadOpenIncidents(db, one?.id)
  const doubts = await loadDoubts(db, one === undefined ? undefined : [one.id, ...pages.map((page) => page.id)])
  const pagesOf = Map.groupBy(pages, (page) => page.vendor_id)
  return vendors.map((vendor) => vendorReading(vendor, pagesOf.get(vendor.id) ?? [], open.get(vendor.id) ?? noneOpen, doubts, now))
}

interface OpenIncidents {
  readonly count: number
  /** Whether any of them may hurt: an impact that nobody told counts as one. */
  readonly hurts: boolean
}
const noneOpen: OpenIncidents = { count: 0, hurts: false }

async function loadOpenIncidents(db: Kysely<Schema>, vendorId: string | undefined): Promise<ReadonlyMap<string, OpenIncidents>> {
  const rows = await db
    .selectFrom('incident')
    .innerJoin('page', 'page.id', 'incident.page_id')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .where('incident.is_open', '=', 1)
    .where((eb) => eb.or([eb('page.watched', '=', 1), eb('vendor.watched', '=', 0)]))
    .$if(vendorId !== undefined, (query) => query.where('incident.vendor_id', '=', vendorId ?? ''))
    .groupBy(['incident.vendor_id', 'incident.impact'])
    .select((eb) => ['incident.vendor_id', 'incident.impact', eb.fn.countAll().as('count')])
    .execute()
  const open = new Map<string, OpenIncidents>()
  for (const { vendor_id: id, impact, count } of rows) {
    const known = open.get(id) ?? noneOpen
    open.set(id, { count: known.count + Number(count), hurts: known.hurts || impact !== 'none' })
  }
  return open
}

/** Doubts by subject; of everything where no subjects are given. */
export async function loadDoubts(
  db: Kysely<Schema>,
  subjectIds: readonly string[] | undefined,
): Promise<ReadonlyMap<string, readonly Doubt[]>> {
  if (subjectIds?.length === 0) return new Map()
  const rows = await db
    .selectFrom('doubt')
    .selectAll()
    .$if(subjectIds !== undefined, (query) => query.where('subject_id', 'in', subjectIds ?? []))
    .$if(subjectIds === undefined, (query) =>
      query.where((eb) =>
        eb.or([eb('subject_id', 'in', eb.selectFrom('page').select('id')), eb('subject_id', 'in', eb.selectFrom('vendor').select('id'))]),
      ),
    )
    .orderBy('since')
    .orderBy('kind')
    .execute()
  return new Map([...Map.groupBy(rows, (row) => row.subject_id)].map(([id, group]) => [id, group.map(doubtReading)]))
}

function doubtReading({ kind, since, text }: DoubtTable): Doubt {
  return { kind, since, text }
}

function vendorReading(
  vendor: VendorTable,
  pages: readonly PageTable[],
  open: OpenIncidents,
  doubts: ReadonlyMap<string, readonly Doubt[]>,
  now: Instant,
): VendorReading {
  const judged = pages.map((page) => ({ page, judgement: judgePage(page, now) }))
  const heard = firstHand(judged)
  const judgement = judgeVendor(heard.map((each) => each.judgement))
  // The vendor's own word comes from the page that decides its health.
  const deciding = heard.find((each) => each.judgement.health === judgement.health)
  const isRead = heard.every(({ page }) => page.read_at !== null)
  return {
    id: vendor.id,
    name: vendor.name,
    homepage: vendor.homepage,
    category: vendor.category,
    health: judgement.health,
    native: deciding?.page.native ?? null,
    lastHealth: judgement.lastHealth,
    lastHealthAt: judgement.lastHealthAt,
    trust: judgement.trust,
    trustReason: judgement.trustReason,
    doubts: [vendor.id, ...pages.map((page) => page.id)].flatMap((id) => doubts.get(id) ?? []),
    checkedAt: latest(pages.map((page) => page.checked_at)),
    // The whole is read as lately as its oldest page.
    readAt: isRead ? earliest(heard.map(({ page }) => page.read_at)) : null,
    changedAt: latest(pages.map((page) => page.changed_at)),
    openIncidents: open.count,
    green: judgement.health === 'operational' && judgement.trust === 'fresh' && !open.hurts,
    pages: judged.map((each) => pageReading(each.page, each.judgement, doubts.get(each.page.id) ?? [])),
  }
}

/** A third party is only listened to about a vendor that has no page of its own here. */
function firstHand<T extends { readonly page: Pick<PageTable, 'authority'> }>(pages: readonly T[]): readonly T[] {
  const own = pages.filter(({ page }) => page.authority !== 'aggregator')
  return own.length > 0 ? own : pages
}

function pageReading(page: PageTable, judgement: Judgement, doubts: readonly Doubt[]): PageReading {
  return {
    id: page.id,
    vendorId: page.vendor_id,
    url: page.url,
    platform: page.platform,
    authority: page.authority,
    health: judgement.health,
    native: page.native,
    lastHealth: judgement.lastHealth,
    lastHealthAt: judgement.lastHealthAt,
    trust: judgement.trust,
    trustReason: judgement.trustReason,
    doubts,
    checkedAt: page.checked_at,
    readAt: page.read_at,
    changedAt: page.changed_at,
    sourceUpdatedAt: page.source_updated_at,
    freshUntil: judgement.freshUntil,
  }
}
