import type { Instant } from '../../parsers/model.ts'
import { diffReading, type PageState } from '../changes.ts'
import { missAgain } from '../changes/components.ts'
import { emptyWrites, later, type Moment, note } from '../changes/moment.ts'
import { type Doubtful, doubtfulReading } from '../plausibility.ts'
import type { ChangeKind, ComponentTable, PageTable, PollTable } from '../database/schema.ts'
import { type AnyPoll, digestOf, type FailedPoll, type Poll, type ReadPoll, type Recorded, type UnchangedPoll } from './poll.ts'
import type { Gathered, NewPoll } from './writing.ts'

/** What each outcome of a poll does to its page: pure, apart from gathering what is to be written. */

/** A stretch of observation ends where the next poll came later than this many intervals. */
const unbrokenIntervals = 3

export interface Stored {
  readonly state: PageState | undefined
  /** Components that are missing and not yet taken for removed. */
  readonly missing: readonly ComponentTable[]
}

export function takePoll(poll: Poll, moment: Moment, { state, missing }: Stored, gathered: Gathered): Recorded {
  if (poll.type === 'read') return takeRead(poll, moment, state, gathered)
  if (poll.type === 'unchanged') return takeUnchanged(poll, moment, missing, gathered)
  return takeFailed(poll, moment, gathered)
}

function takeRead(poll: ReadPoll, moment: Moment, state: PageState | undefined, gathered: Gathered): Recorded {
  if (!state) throw new Error('store: a reading without its state')
  const doubtful = moment.migrated ? undefined : doubtfulReading(poll, moment.page, state, moment.at)
  if (doubtful) return takeDoubtful(poll, doubtful, moment, gathered)
  const { page, writes } = diffReading(poll.snapshot, state, moment)
  const newest = moment.page.read_at === null || moment.at >= moment.page.read_at
  const changed = moment.changes.length > 0
  const outcome = changed ? 'changed' : 'unchanged'
  const next: PageTable = newest
    ? {
        ...observed(page, moment, poll, gathered),
        platform: poll.platform,
        settings: poll.settings === undefined ? page.settings : poll.settings,
        content_digest: poll.contentDigest,
        lists_read_at: poll.listsRead ? moment.at : page.lists_read_at,
        changed_at: saysNews(moment) ? moment.at : page.changed_at,
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

const notOfThePage: ReadonlySet<string> = new Set(['page_failed', 'page_recovered', 'page_frozen'] satisfies ChangeKind[])

/** Whether the page says something else than before; that it can be read again is not its doing. */
function saysNews({ changes }: Moment): boolean {
  return changes.some((change) => !notOfThePage.has(change.kind))
}

/** Held back: neither its validators nor anything it says is kept, so that the next poll reads it anew. */
function takeDoubtful(
  poll: ReadPoll,
  { kind, detail, suspectSince, suspectDigest }: Doubtful,
  moment: Moment,
  gathered: Gathered,
): Recorded {
  const { pageId, observedAt, recordedAt, bytes, durationMilliseconds } = poll
  const failed: FailedPoll = {
    type: 'failed',
    outcome: 'unparseable',
    pageId,
    observedAt,
    recordedAt,
    bytes,
    durationMilliseconds,
    kind,
    detail,
    understood: false,
    digest: digestOf(poll),
    ...(poll.schedule ? { schedule: poll.schedule } : {}),
  }
  const held = { suspect_since: suspectSince, suspect_digest: suspectDigest }
  return { ...takeFailed(failed, { ...moment, page: { ...moment.page, ...held } }, gathered), failure: { kind, detail } }
}

function takeUnchanged(poll: UnchangedPoll, moment: Moment, missing: readonly ComponentTable[], gathered: Gathered): Recorded {
  const { page, at } = moment
  function confirmed(known: Instant | null, read = true): Instant | null {
    return known !== null && read ? later(at, known) : known
  }
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
    ...observed(page, moment, poll, gathered),
    changed_at: saysNews(moment) ? at : page.changed_at,
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
function observed(page: PageTable, moment: Moment, poll: AnyPoll, gathered: Gathered): PageTable {
  const { at } = moment
  const before = moment.page.read_at
  const gapMilliseconds = before === null ? Infinity : Date.parse(at) - Date.parse(before)
  const unbroken = gapMilliseconds <= unbrokenIntervals * moment.page.interval_seconds * 1000
  const from = unbroken && moment.page.observed_from !== null ? moment.page.observed_from : at
  gathered.observed.push({ page_id: page.id, from_at: from, until_at: at, polls: 1 })
  return {
    ...page,
    ...scheduled(poll, page),
    observed_from: from,
    failures: 0,
    failing_since: null,
    failure_kind: null,
    failure_detail: null,
    understood: 1,
    suspect_since: null,
    suspect_digest: null,
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
