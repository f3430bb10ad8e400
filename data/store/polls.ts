import type { Transaction } from 'kysely'
import type { Instant, Snapshot } from '../../parsers/model.ts'
import { diffReading, type PageState } from '../changes.ts'
import { missAgain } from '../changes/components.ts'
import { emptyWrites, later, type Moment, note } from '../changes/moment.ts'
import type { Database } from '../database/open.ts'
import type { ChangeKind, ComponentTable, PageTable, PollTable, RawDocumentTable, Schema, SourceStateTable } from '../database/schema.ts'
import { type Pending, loadPageStates, loadPollTimes } from './page-state.ts'
import { type Gathered, type NewPoll, writeRound } from './writing.ts'

interface AnyPoll {
  readonly pageId: string
  readonly observedAt: Instant
  readonly recordedAt: Instant
  readonly bytes: number
  readonly durationMilliseconds: number
  /** The present interval and the next check, as the scheduler decided; absent leaves both as they are. */
  readonly schedule?: { readonly intervalSeconds: number; readonly nextDueAt: Instant }
}

/** A good poll whose documents were parsed. */
export interface ReadPoll extends AnyPoll {
  readonly type: 'read'
  readonly platform: string
  readonly snapshot: Snapshot
  readonly sources: readonly Omit<SourceStateTable, 'page_id' | 'observed_at'>[]
  /** Bodies for the archive, compressed; empty where no archive is kept. */
  readonly archive: readonly (Omit<RawDocumentTable, 'page_id' | 'observed_at'> & { readonly body: Uint8Array })[]
  /** Identity of what the cheap sources said. */
  readonly contentDigest: string
  readonly listsRead: boolean
  readonly backfill: boolean
}

/** A good poll that said what was said before: a 304, or the same bytes. */
export interface UnchangedPoll extends AnyPoll {
  readonly type: 'unchanged'
  readonly outcome: 'unchanged' | 'not_modified'
  readonly listsRead: boolean
  /** The same bytes under new validators. */
  readonly sources: ReadPoll['sources']
}

export interface FailedPoll extends AnyPoll {
  readonly type: 'failed'
  readonly outcome: 'unreachable' | 'refused' | 'unparseable'
  readonly kind: string
  readonly detail: string
  /** false: the answer could not be understood or was not this page, so nothing is known of it now. */
  readonly understood: boolean
  readonly digest: string
}

export type Poll = ReadPoll | UnchangedPoll | FailedPoll

export interface Recorded {
  /** `skipped`: this very reading had been recorded before. */
  readonly outcome: PollTable['outcome'] | 'skipped'
  readonly changes: readonly ChangeKind[]
}

/** A stretch of observation ends where the next poll came later than this many intervals. */
const unbrokenIntervals = 3

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
  const pages = new Map((await transaction.selectFrom('page').selectAll().where('id', 'in', ids).execute()).map((page) => [page.id, page]))
  const gathered: Gathered = { pages: [], polls: [], writes: [], changes: [], observed: [], sources: [], archive: [] }
  const pendings: Pending[] = []
  const skipped = new Set<Poll>()
  for (const poll of polls) {
    const page = pages.get(poll.pageId)
    if (!page) throw new Error(`store: no page ${poll.pageId}`)
    if (page.checked_at !== null && poll.observedAt <= page.checked_at && (await wasRecorded(transaction, poll))) skipped.add(poll)
    else if (poll.type === 'read') pendings.push({ page, at: poll.observedAt, snapshot: poll.snapshot })
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
      late: poll.type === 'read' ? lateness.has(poll) : older,
      backfilled: page.first_read_at === null || (poll.type === 'read' && poll.backfill),
      polls: older && poll.type === 'read' ? await loadPollTimes(transaction, page.id) : [],
      changes: [],
    }
    results.push(take(poll, moment, { state: states.get(page.id), missing: missing.get(page.id) ?? [] }, gathered))
  }
  await writeRound(database, transaction, gathered)
  return results
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

function digestOf(poll: Poll): string {
  if (poll.type === 'read')
    return poll.sources
      .map((source) => `${source.source}:${source.body_hash}`)
      .toSorted()
      .join(' ')
  return poll.type === 'unchanged' ? '=' : poll.digest
}

/** Readings older than the newest of every source they carry. */
async function latePolls(transaction: Transaction<Schema>, polls: readonly Poll[]): Promise<ReadonlySet<Poll>> {
  const read = polls.filter((poll) => poll.type === 'read')
  if (read.length === 0) return new Set()
  const rows = await transaction
    .selectFrom('source_state')
    .select(['page_id', 'source', (eb) => eb.fn.max('observed_at').as('newest')])
    .where(
      'page_id',
      'in',
      read.map((poll) => poll.pageId),
    )
    .groupBy(['page_id', 'source'])
    .execute()
  const newest = new Map(rows.map((row) => [`${row.page_id} ${row.source}`, row.newest]))
  const isLate = (poll: ReadPoll): boolean =>
    poll.sources.length > 0 && poll.sources.every(({ source }) => (newest.get(`${poll.pageId} ${source}`) ?? '') > poll.observedAt)
  return new Set(read.filter(isLate))
}

interface Stored {
  readonly state: PageState | undefined
  /** Components that are missing and not yet taken for removed. */
  readonly missing: readonly ComponentTable[]
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
    .where('page_id', 'in', ids)
    .where('missing_polls', '>', 0)
    .where('removed_at', 'is', null)
    .execute()
  return Map.groupBy(rows, (row) => row.page_id)
}

function take(poll: Poll, moment: Moment, { state, missing }: Stored, gathered: Gathered): Recorded {
  if (poll.type === 'read') return takeRead(poll, moment, state, gathered)
  if (poll.type === 'unchanged') return takeUnchanged(poll, moment, missing, gathered)
  return takeFailed(poll, moment, gathered)
}

function takeRead(poll: ReadPoll, moment: Moment, state: PageState | undefined, gathered: Gathered): Recorded {
  if (!state) throw new Error('store: a reading without its state')
  const { page, writes } = diffReading(poll.snapshot, state, moment)
  const newest = moment.page.read_at === null || moment.at >= moment.page.read_at
  const changed = moment.changes.length > 0
  const outcome = changed ? 'changed' : 'unchanged'
  const next: PageTable = newest
    ? {
        ...observed(page, moment, poll, gathered, changed),
        platform: poll.platform,
        content_digest: poll.contentDigest,
        lists_read_at: poll.listsRead ? moment.at : page.lists_read_at,
        changed_at: changed ? moment.at : page.changed_at,
      }
    : page
  gathered.pages.push(next)
  gathered.writes.push(writes)
  gathered.changes.push(...moment.changes)
  const where = { page_id: poll.pageId, observed_at: poll.observedAt }
  gathered.sources.push(...poll.sources.map((source) => ({ ...source, ...where })))
  gathered.archive.push(...poll.archive.map((document) => ({ ...document, ...where })))
  gathered.polls.push(pollRow(poll, outcome, poll.snapshot.coverage))
  return { outcome, changes: moment.changes.map((change) => change.kind) }
}

function takeUnchanged(poll: UnchangedPoll, moment: Moment, missing: readonly ComponentTable[], gathered: Gathered): Recorded {
  const { page, at } = moment
  const confirmed = (known: Instant | null, read = true): Instant | null => (known !== null && read ? later(at, known) : known)
  gathered.polls.push(
    pollRow(poll, poll.outcome, {
      components: page.components_at === null ? 'none' : 'full',
      incidents: page.incidents_open_at === null ? 'none' : 'open',
      maintenances: page.maintenances_open_at === null ? 'none' : 'open',
    }),
  )
  if (page.read_at !== null && at < page.read_at) return { outcome: poll.outcome, changes: [] }
  if (page.failures > 0) note(moment, 'page_recovered', pageSubject(page), { before: page.failure_detail })
  const writes = emptyWrites()
  missAgain(missing, moment, writes)
  if (writes.components.length > 0) gathered.writes.push(writes)
  gathered.changes.push(...moment.changes)
  gathered.sources.push(...poll.sources.map((source) => ({ ...source, page_id: poll.pageId, observed_at: at })))
  gathered.pages.push({
    ...observed(page, moment, poll, gathered, false),
    health_at: confirmed(page.health_at),
    read_at: at,
    checked_at: later(at, page.checked_at),
    components_at: confirmed(page.components_at),
    incidents_open_at: confirmed(page.incidents_open_at),
    incidents_list_at: confirmed(page.incidents_list_at, poll.listsRead),
    maintenances_open_at: confirmed(page.maintenances_open_at),
    maintenances_list_at: confirmed(page.maintenances_list_at, poll.listsRead),
    lists_read_at: poll.listsRead ? at : page.lists_read_at,
  })
  return { outcome: poll.outcome, changes: moment.changes.map((change) => change.kind) }
}

/** Freshness, schedule and the stretch of observation after a good poll. */
function observed(page: PageTable, moment: Moment, poll: AnyPoll, gathered: Gathered, changed: boolean): PageTable {
  const { at } = moment
  const before = moment.page.read_at
  const gapMilliseconds = before === null ? Infinity : Date.parse(at) - Date.parse(before)
  const unbroken = !changed && gapMilliseconds <= unbrokenIntervals * moment.page.interval_seconds * 1000
  const from = unbroken && moment.page.observed_from !== null ? moment.page.observed_from : at
  gathered.observed.push({ pageId: page.id, from, until: at })
  return {
    ...page,
    ...scheduled(poll, page),
    observed_from: from,
    failures: 0,
    failing_since: null,
    failure_kind: null,
    failure_detail: null,
    understood: 1,
  }
}

function takeFailed(poll: FailedPoll, moment: Moment, gathered: Gathered): Recorded {
  const { page, at } = moment
  gathered.polls.push(pollRow(poll, poll.outcome, { components: 'none', incidents: 'none', maintenances: 'none' }))
  if (page.checked_at !== null && at < page.checked_at) return { outcome: poll.outcome, changes: [] }
  if (page.failures === 0 && page.first_read_at !== null) {
    note(moment, 'page_failed', pageSubject(page), { after: { kind: poll.kind, detail: poll.detail } })
  }
  gathered.changes.push(...moment.changes)
  gathered.pages.push({
    ...page,
    ...scheduled(poll, page),
    checked_at: at,
    failures: page.failures + 1,
    failing_since: page.failing_since ?? at,
    failure_kind: poll.kind,
    failure_detail: poll.detail,
    understood: poll.understood ? page.understood : 0,
  })
  return { outcome: poll.outcome, changes: moment.changes.map((change) => change.kind) }
}

function scheduled(poll: AnyPoll, page: PageTable): Pick<PageTable, 'interval_seconds' | 'next_due_at'> {
  return {
    interval_seconds: poll.schedule?.intervalSeconds ?? page.interval_seconds,
    next_due_at: poll.schedule?.nextDueAt ?? page.next_due_at,
  }
}

function pageSubject(page: PageTable): { kind: 'page'; id: string; title: string } {
  return { kind: 'page', id: page.id, title: page.name ?? page.url }
}

function pollRow(
  poll: Poll,
  outcome: PollTable['outcome'],
  coverage: Pick<PollTable, 'components' | 'incidents' | 'maintenances'>,
): NewPoll {
  return {
    page_id: poll.pageId,
    observed_at: poll.observedAt,
    outcome,
    kind: 'kind' in poll ? poll.kind : null,
    detail: 'detail' in poll ? poll.detail : null,
    digest: digestOf(poll),
    components: coverage.components,
    incidents: coverage.incidents,
    maintenances: coverage.maintenances,
    bytes: poll.bytes,
    duration_milliseconds: Math.round(poll.durationMilliseconds),
    recorded_at: poll.recordedAt,
  }
}
