import type { Transaction } from 'kysely'
import { type Moment, noneListed } from '../changes/moment.ts'
import type { Database } from '../database/open.ts'
import { padded } from '../database/rows.ts'
import type { ComponentTable, PageTable, Schema } from '../database/schema.ts'
import { takePoll } from './outcomes.ts'
import { loadPageStates, loadPollTimes, type Pending } from './page-state.ts'
import { digestOf, type Poll, type ReadPoll, type Recorded } from './poll.ts'
import { type Gathered, writeRound } from './writing.ts'

/**
 * Records polls of different pages in one transaction: state, changes, poll rows and validators land together or not at
 * all. Recording the same poll again writes nothing; the order of polls does not matter for what is stored in the end.
 */
export async function recordPolls(database: Database, polls: readonly Poll[]): Promise<readonly Recorded[]> {
  return database.write(async (transaction) => {
    const results: Recorded[] = []
    for (const round of roundsOf(polls)) results.push(...(await recordRound(database, transaction, round)))
    return results
  })
}

/** Polls of one page follow one another; the order of the answers is that of the polls. */
function roundsOf(polls: readonly Poll[]): Poll[][] {
  const rounds: Poll[][] = []
  const pages = new Set<string>()
  for (const poll of polls) {
    if (rounds.length === 0 || pages.has(poll.pageId)) {
      rounds.push([])
      pages.clear()
    }
    pages.add(poll.pageId)
    rounds.at(-1)?.push(poll)
  }
  return rounds
}

async function recordRound(database: Database, transaction: Transaction<Schema>, polls: readonly Poll[]): Promise<Recorded[]> {
  const ids = polls.map((poll) => poll.pageId)
  const pages = new Map(
    (await transaction.selectFrom('page').selectAll().where('id', 'in', padded(ids)).execute()).map((page) => [page.id, page]),
  )
  const gathered: Gathered = { pages: [], polls: [], writes: [], changes: [], observed: [], sources: [], archive: [] }
  const pendings: Pending[] = []
  const skipped = new Set<Poll>()
  for (const poll of polls) {
    const page = pages.get(poll.pageId)
    if (!page) throw new Error(`store: no page ${poll.pageId}`)
    if (page.checked_at !== null && poll.observedAt <= page.checked_at && (await wasRecorded(transaction, poll))) skipped.add(poll)
    else if (poll.type === 'read') pendings.push({ page, at: poll.observedAt, snapshot: poll.snapshot, migrated: isMigrated(poll, page) })
  }
  const states = await loadPageStates(transaction, pendings)
  const missing = await loadMissing(transaction, polls, pages)
  const lateness = await latePolls(transaction, polls)
  const results: Recorded[] = []
  for (const poll of polls) {
    const page = pages.get(poll.pageId)
    if (!page || skipped.has(poll)) {
      results.push({ outcome: 'skipped', changes: [] })
      continue
    }
    const older = page.read_at !== null && poll.observedAt < page.read_at
    const moment: Moment = {
      at: poll.observedAt,
      page,
      migrated: isMigrated(poll, page),
      otherSource: poll.type === 'read' && page.authority !== null && page.authority !== poll.snapshot.authority,
      openListed: poll.type === 'read' ? poll.openListed : noneListed,
      late: poll.type === 'read' ? lateness.has(poll) : older,
      backfilled: page.first_read_at === null || (poll.type === 'read' && poll.backfill),
      polls: older && poll.type === 'read' ? await loadPollTimes(transaction, page.id) : [],
      changes: [],
    }
    results.push(takePoll(poll, moment, { state: states.get(page.id), missing: missing.get(page.id) ?? [] }, gathered))
  }
  await writeRound(database, transaction, gathered)
  return results
}

function isMigrated(poll: Poll, page: PageTable): boolean {
  const newest = page.read_at === null || poll.observedAt >= page.read_at
  return poll.type === 'read' && newest && page.first_read_at !== null && page.platform !== null && page.platform !== poll.platform
}

async function wasRecorded(transaction: Transaction<Schema>, poll: Poll): Promise<boolean> {
  const row = await transaction
    .selectFrom('poll')
    .select('id')
    .where('page_id', '=', poll.pageId)
    .where('observed_at', '=', poll.observedAt)
    .where('digest', '=', digestOf(poll))
    .executeTakeFirst()
  return row !== undefined
}

/** Readings older than the newest of every source they carry. */
async function latePolls(transaction: Transaction<Schema>, polls: readonly Poll[]): Promise<ReadonlySet<Poll>> {
  const read = polls.filter((poll) => poll.type === 'read')
  if (read.length === 0) return new Set()
  const rows = await transaction
    .selectFrom('source_state')
    .select(['page_id', 'source', (eb) => eb.fn.max('observed_at').as('newest')])
    .where('page_id', 'in', padded(read.map((poll) => poll.pageId)))
    .groupBy(['page_id', 'source'])
    .execute()
  const newest = new Map(rows.map((row) => [`${row.page_id} ${row.source}`, row.newest]))
  function isLate({ sources, pageId, observedAt }: ReadPoll): boolean {
    return sources.length > 0 && sources.every(({ source }) => (newest.get(`${pageId} ${source}`) ?? '') > observedAt)
  }
  return new Set(read.filter(isLate))
}

/** Without a digest, some component of the page is missing: a poll that says the same has to count it. */
async function loadMissing(
  transaction: Transaction<Schema>,
  polls: readonly Poll[],
  pages: ReadonlyMap<string, PageTable>,
): Promise<ReadonlyMap<string, ComponentTable[]>> {
  const ids = polls.flatMap((poll) => {
    const page = poll.type === 'unchanged' ? pages.get(poll.pageId) : undefined
    return page && page.components_at !== null && page.components_digest === null ? [page.id] : []
  })
  if (ids.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('component')
    .selectAll()
    .where('page_id', 'in', padded(ids))
    .where('missing_polls', '>', 0)
    .where('removed_at', 'is', null)
    .execute()
  return Map.groupBy(rows, (row) => row.page_id)
}
