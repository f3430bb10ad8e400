import type { Logger } from 'pino'
import { instantFromEpochMs } from '../parsers/lib/time.ts'
import type { Instant } from '../parsers/model.ts'
import type { ChangeKind } from '../data/database/schema.ts'
import type { Database } from '../data/database/open.ts'
import { contentDigest } from '../data/identity.ts'
import { loadKnownEntries, type PageToPoll } from '../data/store/due.ts'
import type { Poll, Recorded } from '../data/store/poll.ts'
import { recordPolls } from '../data/store/polls.ts'
import type { Config } from './config.ts'
import { createHttpClient, type HttpClient } from './fetch/http.ts'
import { platformOfPage } from './platforms.ts'
import { pollPage } from './poll.ts'
import { createHostQueue, type HostQueue, QueueStopped } from './queue.ts'
import { createPollWriter } from './writer.ts'

/** What came of one poll, for the log and the counts. */
export interface PollOutcome {
  readonly page: string
  readonly vendor: string
  readonly url: string
  readonly outcome: Recorded['outcome']
  readonly kind?: string
  readonly detail?: string
  readonly changes: readonly ChangeKind[]
  readonly bytes: number
  readonly durationMilliseconds: number
}

export interface Runner {
  readonly http: HttpClient
  readonly queue: HostQueue
  /** Polls one page and records it; undefined where the crawler stopped before its turn came. */
  run(toPoll: PageToPoll): Promise<PollOutcome | undefined>
  now(): Instant
  close(): Promise<void>
}

/** Polls of public hosts: one at a time, and no more than four starts a second. */
const publicPerHost = 1
const publicGapMilliseconds = 250

/** Wires client, queue and writer together: everything that polls pages runs through one of these. */
export function createRunner(config: Config, database: Database, log: Logger, clock: () => number = Date.now): Runner {
  const http = createHttpClient({ userAgent: config.userAgent, allowPrivate: config.allowPrivate, proxy: config.proxy })
  const isUnpaced = (url: string): boolean => config.proxy !== undefined || http.guard.isAllowedPrivateUrl(url)
  const { concurrency } = config
  const queue = createHostQueue({ concurrency, perHost: publicPerHost, gapMilliseconds: publicGapMilliseconds, isUnpaced })
  const writer = createPollWriter((polls) => recordPolls(database, polls))
  const context = {
    http,
    now: clock,
    keepBodies: config.archiveDays > 0,
    isUnpaced,
    loadKnown: (pageId: string, since: Instant) => loadKnownEntries(database, pageId, since),
    platformOf: (toPoll: PageToPoll) => platformOfPage(toPoll.page, http),
  }

  async function pollOnce(toPoll: PageToPoll): Promise<PollOutcome> {
    let poll: Poll
    try {
      poll = await pollPage(toPoll, context)
    } catch (error) {
      log.error({ err: error, page: toPoll.page.id, url: toPoll.page.url }, 'poll: a fault of ours')
      poll = faultOfOurs(toPoll, clock())
    }
    const recorded = await writer.record(poll)
    const { page } = toPoll
    const outcome: PollOutcome = {
      ...{ page: page.id, vendor: page.vendor_id, url: page.url, outcome: recorded.outcome, changes: recorded.changes },
      ...(poll.type === 'failed' ? { kind: poll.kind, detail: poll.detail } : {}),
      ...{ bytes: poll.bytes, durationMilliseconds: Math.round(poll.durationMilliseconds) },
    }
    log.info({ ...outcome, changes: countOf(outcome.changes) }, 'poll')
    return outcome
  }

  return {
    http,
    queue,
    now: () => instantOf(clock()),
    async run(toPoll) {
      try {
        return await queue.add(toPoll.page.url, () => pollOnce(toPoll))
      } catch (error) {
        if (error instanceof QueueStopped) return undefined
        log.error({ err: error, page: toPoll.page.id, url: toPoll.page.url }, 'poll: not recorded')
        return undefined
      }
    },
    async close() {
      await queue.drain()
      await writer.settled()
      await http.destroy()
    },
  }
}

function instantOf(ms: number): Instant {
  const instant = instantFromEpochMs(ms)
  if (!instant) throw new Error('crawler: the clock is out of range')
  return instant
}

function countOf(kinds: readonly ChangeKind[]): Partial<Record<ChangeKind, number>> {
  const counts: Partial<Record<ChangeKind, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const faultDetail = 'an error of the crawler, see its log'
const faultPauseMilliseconds = 600_000

/** A bug costs its own page a turn, never another's: it is recorded as a failed poll. */
function faultOfOurs(toPoll: PageToPoll, now: number): Poll {
  const at = instantOf(now)
  return {
    ...{
      type: 'failed',
      outcome: 'unparseable',
      kind: 'shape',
      detail: faultDetail,
      understood: false,
      digest: contentDigest(faultDetail),
    },
    ...{ pageId: toPoll.page.id, observedAt: at, recordedAt: at, bytes: 0, durationMilliseconds: 0 },
    schedule: { intervalSeconds: toPoll.page.interval_seconds, nextDueAt: instantOf(now + faultPauseMilliseconds) },
  }
}
