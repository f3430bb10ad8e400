import { instantFromEpochMs } from '../parsers/lib/time.ts'
import type { Instant } from '../parsers/model.ts'
import type { Platform } from '../parsers/platform.ts'
import type { PageToPoll } from '../data/store/due.ts'
import type { Poll } from '../data/store/poll.ts'
import { type Attempt, type AttemptContext, attemptPage } from './attempt.ts'
import { type Failure, isFailure } from './failure.ts'
import { emptyGathering, type Gathering, noteTrouble, type Trouble } from './gather.ts'
import type { PagePlatform } from './platforms.ts'
import { archiveRows, sourceRows } from './reading.ts'
import { schedule } from './schedule.ts'

export interface PollContext extends AttemptContext {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly keepBodies: boolean
  /** The operator's own hosts, and all hosts behind the operator's proxy: no floor holds for them. */
  readonly isUnpaced: (url: string) => boolean
  /** The platform of the page, named or detected; a Failure where it is none that we know. */
  readonly platformOf: (toPoll: PageToPoll) => Promise<PagePlatform | Failure>
  /** Where a page is to be read now that its own platform, asked as before, can no longer read. */
  readonly movedTo: (toPoll: PageToPoll, from: Platform) => Promise<PagePlatform | undefined>
}

export interface Polled {
  /** Ready to be recorded. */
  readonly poll: Poll
  /** Documents that the reading, good or not, had to do without. */
  readonly troubles: readonly Trouble[]
  /** So many seconds the host wants to be left alone, with all its pages; absent where it said nothing of the kind. */
  readonly hostPauseSeconds?: number
}

/** A host that has had enough of us and does not say for how long. */
const unsaidPauseSeconds = 60

/** One page once: its sources are fetched and parsed. Nothing is written here. */
export async function pollPage(toPoll: PageToPoll, context: PollContext): Promise<Polled> {
  const started = context.now()
  const observedAt = instantOf(started)
  const gathering = emptyGathering()
  const found = await context.platformOf(toPoll)
  if (isFailure(found)) {
    if (found.cause) noteTrouble(gathering, { source: 'detection', error: found.cause })
    return finishPoll(toPoll, found, found, gathering, { observedAt, started }, context)
  }
  const asked = withSettings(toPoll, found)
  const first = await attemptPage(asked, found.platform, observedAt, gathering, context)
  const moved = isFailure(first) ? await attemptElsewhere(asked, found.platform, first, observedAt, context) : undefined
  const { attempt, ...came } = moved ?? { ...found, attempt: first, gathering }
  return finishPoll(toPoll, came, attempt, came.gathering, { observedAt, started }, context)
}

/** The page as it is asked: under the settings that were found, whether they are written down yet or not. */
function withSettings(toPoll: PageToPoll, { settings }: PagePlatform): PageToPoll {
  return settings === toPoll.page.settings ? toPoll : { ...toPoll, page: { ...toPoll.page, settings } }
}

interface Moved extends PagePlatform {
  readonly attempt: Attempt
  readonly gathering: Gathering
}

/** How often a page that cannot be read is looked at for another platform: at once, soon again, then now and then. */
function mayHaveMoved({ kind, detail }: Failure, failures: number): boolean {
  const speaks = ['shape', 'missing', 'empty', 'foreign', 'wrong_medium', 'redirect'].includes(kind)
  const isGone = kind === 'status' && ['403', '404', '410'].includes(detail)
  return (speaks || isGone) && (failures === 1 || failures === 3 || failures % 10 === 0)
}

/** A vendor that has moved to another platform is read there from now on: what was known of the old one is of no use. */
async function attemptElsewhere(
  toPoll: PageToPoll,
  from: Platform,
  failure: Failure,
  observedAt: Instant,
  context: PollContext,
): Promise<Moved | undefined> {
  if (!mayHaveMoved(failure, toPoll.page.failures + 1)) return undefined
  const found = await context.movedTo(toPoll, from)
  if (!found) return undefined
  const { platform, settings } = found
  const gathering = emptyGathering()
  const page = { ...toPoll.page, native_id: null, settings, content_digest: null }
  const anew: PageToPoll = { ...toPoll, sources: new Map(), page: platform.id === from.id ? page : { ...page, params: '{}' } }
  const attempt = await attemptPage(anew, platform, observedAt, gathering, context)
  return isFailure(attempt) ? undefined : { ...found, attempt, gathering }
}

function finishPoll(
  toPoll: PageToPoll,
  found: PagePlatform | Failure,
  result: Attempt | Failure,
  gathering: Gathering,
  { observedAt, started }: Pick<Finish, 'observedAt' | 'started'>,
  context: PollContext,
): Polled {
  const isPaced = !isFailure(found) && !context.isUnpaced(toPoll.page.url)
  const finish: Finish = {
    toPoll,
    gathering,
    observedAt,
    started,
    finished: Math.max(started, context.now()),
    floorSeconds: isPaced ? found.platform.politeness.minimumIntervalSeconds : 0,
    settings: isFailure(found) ? null : found.settings,
  }
  return {
    poll: isFailure(result) ? failedPoll(result, finish) : goodPoll(result, finish, context.keepBodies),
    troubles: gathering.troubles,
    ...(gathering.isRateLimited ? { hostPauseSeconds: gathering.retryAfterSeconds ?? unsaidPauseSeconds } : {}),
  }
}

interface Finish {
  readonly toPoll: PageToPoll
  /** Those under which the page was asked. */
  readonly settings: string | null
  readonly gathering: Gathering
  readonly observedAt: Instant
  /** Milliseconds since 1970. */
  readonly started: number
  readonly finished: number
  readonly floorSeconds: number
}

function goodPoll({ snapshot, ...attempt }: Attempt, finish: Finish, keepBodies: boolean): Poll {
  const { gathering } = finish
  const base = { ...basis(finish), schedule: plan({ failures: 0, hasOpen: attempt.hasOpen }, finish) }
  const sources = sourceRows([...gathering.fetched, ...gathering.renewed])
  if (!snapshot) {
    const outcome = gathering.notModified > 0 && gathering.renewed.length === 0 ? 'not_modified' : 'unchanged'
    return { type: 'unchanged', outcome, ...base, sources, listsRead: attempt.listsRead }
  }
  const { platform, contentDigest, listsRead, openListed } = attempt
  const archive = keepBodies ? archiveRows(gathering.fetched) : []
  return {
    type: 'read',
    ...base,
    platform,
    settings: finish.settings,
    snapshot,
    sources,
    archive,
    contentDigest,
    listsRead,
    openListed,
    backfill: false,
  }
}

function failedPoll({ outcome, kind, detail, understood, digest }: Failure, finish: Finish): Poll {
  const { page, hasOpen } = finish.toPoll
  const planned = plan({ failures: page.failures + 1, hasOpen, failure: { kind, detail } }, finish)
  return { type: 'failed', ...basis(finish), schedule: planned, outcome, kind, detail, understood, digest }
}

type Basis = Pick<Poll, 'pageId' | 'observedAt' | 'recordedAt' | 'bytes' | 'durationMilliseconds'>

/** `observedAt` is the moment before the first request: whatever the page says later, it said it then at the earliest. */
function basis({ toPoll, gathering, observedAt, started, finished }: Finish): Basis {
  return {
    pageId: toPoll.page.id,
    observedAt,
    recordedAt: instantOf(finished),
    bytes: gathering.bytes,
    durationMilliseconds: finished - started,
  }
}

type Planning = Pick<Parameters<typeof schedule>[0], 'failures' | 'hasOpen' | 'failure'>

function plan(planning: Planning, { toPoll, gathering, started, finished, floorSeconds }: Finish): NonNullable<Poll['schedule']> {
  const { intervalSeconds, waitSeconds } = schedule({
    ...planning,
    pageId: toPoll.page.id,
    ownIntervalSeconds: toPoll.page.own_interval_seconds,
    floorSeconds,
    tookSeconds: (finished - started) / 1000,
    maxAgeSeconds: gathering.maxAgeSeconds,
    retryAfterSeconds: gathering.retryAfterSeconds,
  })
  return { intervalSeconds: Math.ceil(intervalSeconds), nextDueAt: instantOf(Math.ceil(started + waitSeconds * 1000)) }
}

function instantOf(ms: number): Instant {
  const instant = instantFromEpochMs(ms)
  if (!instant) throw new Error('crawler: the clock is out of range')
  return instant
}
