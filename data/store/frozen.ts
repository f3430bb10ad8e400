import type { Insertable, Transaction } from 'kysely'
import { epochMs } from '../../parsers/lib/time.ts'
import type { Instant } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'
import { insertRows } from '../database/rows.ts'
import type { ChangeTable, DoubtTable, PageTable, Schema } from '../database/schema.ts'
import { changeShape, doubtShape } from '../database/shapes.ts'
import { publicId } from '../identity.ts'

/**
 * Pages that stand still while an incident is open, and incidents that stay open far beyond what this vendor's usually
 * last: both are doubts beside the reading, never a change of health or trust. Looked at now and then, not at each poll,
 * and judged as of the last good reading: nobody knows what a page did while it was not read.
 */

const dayMilliseconds = 86_400_000
/** A habit needs so many examples; without them only the general bound holds. */
const leastGaps = 10
const leastDurations = 20
const generalFrozenMilliseconds = 7 * dayMilliseconds
const generalOpenMilliseconds = 30 * dayMilliseconds
/** Beyond twice its p99 something is out of the ordinary, but never within a day. */
const habitFactor = 2

export interface Frozen {
  readonly frozen: number
  readonly settled: number
}

/** Writes the doubts that hold at `now` and takes back those that do no longer. */
export async function doubtFrozen(database: Database, now: Instant): Promise<Frozen> {
  return database.write(async (transaction) => {
    const open = await openIncidents(transaction)
    const pages = new Map(open.map(({ page }) => [page.id, page]))
    const doubts: DoubtTable[] = []
    for (const page of pages.values()) {
      const text = await stillPage(transaction, page)
      if (text !== undefined) doubts.push({ subject_id: page.id, kind: 'frozen', since: now, text })
    }
    const usual = await usualDurations(transaction, [...new Set(open.map(({ page }) => page.vendor_id))])
    for (const { id, startedAt, page } of open) {
      const text = overdue(startedAt, usual.get(page.vendor_id), page.read_at ?? startedAt)
      if (text !== undefined) doubts.push({ subject_id: id, kind: 'frozen', since: now, text })
    }
    return record(database, transaction, doubts, pages, now)
  })
}

interface OpenIncident {
  readonly id: string
  readonly startedAt: Instant
  readonly page: PageTable
}

async function openIncidents(transaction: Transaction<Schema>): Promise<readonly OpenIncident[]> {
  const rows = await transaction.selectFrom('incident').select(['id', 'page_id', 'sort_at']).where('is_open', '=', 1).execute()
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map((row) => row.page_id))]
  const pages = await transaction
    .selectFrom('page')
    .innerJoin('vendor', 'vendor.id', 'page.vendor_id')
    .selectAll('page')
    .where('page.id', 'in', ids)
    .where('page.watched', '=', 1)
    .where('vendor.watched', '=', 1)
    .execute()
  const byId = new Map(pages.map((page) => [page.id, page]))
  return rows.flatMap((row) => {
    const page = byId.get(row.page_id)
    return page ? [{ id: row.id, startedAt: row.sort_at, page }] : []
  })
}

/** Why a page seems to stand still, judged by the pauses between its changes so far. */
async function stillPage(transaction: Transaction<Schema>, page: PageTable): Promise<string | undefined> {
  if (page.changed_at === null || page.read_at === null) return undefined
  const rows = await transaction
    .selectFrom('change')
    .select('observed_at')
    .distinct()
    .where('vendor_id', '=', page.vendor_id)
    .where('page_id', '=', page.id)
    .where('kind', 'not in', ['page_failed', 'page_recovered', 'page_frozen'])
    .orderBy('observed_at', 'desc')
    .limit(1_000)
    .execute()
  const times = rows.map((row) => epochMs(row.observed_at))
  const gaps = times.slice(1).map((time, index) => (times[index] ?? time) - time)
  const bound = gaps.length >= leastGaps ? Math.max(habitFactor * p99(gaps), dayMilliseconds) : generalFrozenMilliseconds
  if (epochMs(page.read_at) - epochMs(page.changed_at) <= bound) return undefined
  return `The page has not changed since ${page.changed_at.slice(0, 10)} while an incident is open`
}

/** The p99 of how long each vendor's closed incidents lasted, in milliseconds, where there are enough of them. */
async function usualDurations(transaction: Transaction<Schema>, vendorIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (vendorIds.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('incident')
    .select(['vendor_id', 'started_at', 'resolved_at'])
    .where('vendor_id', 'in', vendorIds)
    .where('started_at', 'is not', null)
    .where('resolved_at', 'is not', null)
    .execute()
  const durations = Map.groupBy(rows, (row) => row.vendor_id)
  const usual = new Map<string, number>()
  for (const [vendorId, closed] of durations) {
    const lengths = closed.flatMap(({ started_at, resolved_at }) =>
      started_at && resolved_at ? [epochMs(resolved_at) - epochMs(started_at)] : [],
    )
    if (lengths.length >= leastDurations) usual.set(vendorId, p99(lengths))
  }
  return usual
}

function overdue(startedAt: Instant, usual: number | undefined, readAt: Instant): string | undefined {
  const age = epochMs(readAt) - epochMs(startedAt)
  const bound = usual === undefined ? generalOpenMilliseconds : Math.max(habitFactor * usual, dayMilliseconds)
  if (age <= bound) return undefined
  const days = Math.floor(age / dayMilliseconds)
  const habit = usual === undefined ? '' : `; 99 in 100 of this vendor's incidents end within ${hoursOf(usual)}`
  return `Open for ${days === 1 ? 'a day' : `${days} days`}${habit}`
}

function hoursOf(milliseconds: number): string {
  const hours = Math.ceil(milliseconds / 3_600_000)
  return hours === 1 ? 'an hour' : `${hours} hours`
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? 0
}

async function record(
  database: Database,
  transaction: Transaction<Schema>,
  doubts: readonly DoubtTable[],
  pages: ReadonlyMap<string, PageTable>,
  now: Instant,
): Promise<Frozen> {
  const standing = await transaction.selectFrom('doubt').select('subject_id').where('kind', '=', 'frozen').execute()
  const before = new Set(standing.map((row) => row.subject_id))
  const after = new Set(doubts.map((doubt) => doubt.subject_id))
  const settled = [...before].filter((id) => !after.has(id))
  if (settled.length > 0) await transaction.deleteFrom('doubt').where('kind', '=', 'frozen').where('subject_id', 'in', settled).execute()
  await insertRows(transaction, database.dialect, doubtShape, doubts)
  const fresh = doubts.filter((doubt) => !before.has(doubt.subject_id))
  const changes = fresh.flatMap((doubt) => {
    const page = pages.get(doubt.subject_id)
    return page ? [frozenChange(page, doubt.text, now)] : []
  })
  await insertRows(transaction, database.dialect, changeShape, changes)
  return { frozen: fresh.length, settled: settled.length }
}

function frozenChange(page: PageTable, text: string, now: Instant): Insertable<Omit<ChangeTable, 'id'>> {
  const after = JSON.stringify(text)
  return {
    key: publicId(page.id, '', 'page_frozen', now, '', after),
    kind: 'page_frozen',
    vendor_id: page.vendor_id,
    page_id: page.id,
    subject_kind: 'page',
    subject_id: page.id,
    update_id: null,
    title: page.name ?? page.url,
    before: null,
    after,
    observed_at: now,
    backfilled: 0,
  }
}
