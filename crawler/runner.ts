import type { Logger } from 'pino'
import { instantFromEpochMs } from '../parsers/lib/time.ts'
import type { Instant } from '../parsers/model.ts'
import type { ChangeKind } from '../data/database/schema.ts'
import type { Database } from '../data/database/open.ts'
import { contentDigest } from '../data/identity.ts'
import { loadKnownEntries, type PageToPoll } from '../data/store/due.ts'
import type { Poll, Recorded } from '../data/store/poll.ts'
import { recordPolls } from '../data/store/polls.ts'
import { detectingBy, openBrowserClient, openHttpClient } from './client.ts'
import { createCompressor } from './compression.ts'
import type { Config } from './config.ts'
import type { Detecting } from './detection.ts'
import type { BrowserClient } from './fetch/browser.ts'
import type { HttpClient } from './fetch/http.ts'
import type { Trouble } from './gather.ts'
import { otherPlatformOf, platformOfPage } from './platforms.ts'
import { type PollContext, pollPage, type Polled } from './poll.ts'
import { createHostQueue, HostPaused, QueueStopped } from './queue.ts'
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

export type Run =
  | { readonly type: 'polled'; readonly outcome: PollOutcome }
  /** Its host wants to be left alone until then (milliseconds since 1970): the page was not asked. */
  | { readonly type: 'postponed'; readonly until: number }
  /** The crawler was stopped first: nothing is known of the page. */
  | { readonly type: 'stopped' }
  /** The store did not take the poll; the log says why. */
  | { readonly type: 'unrecorded' }

export interface Runner {
  readonly http: HttpClient
  readonly browser: Pick<BrowserClient, 'fetch' | 'stats'>
  readonly detecting: Detecting
  /** Polls one page and records it. Never rejects. */
  readonly run: (toPoll: PageToPoll) => Promise<Run>
  readonly now: () => Instant
  /** Begins no more polls; resolves when those under way are recorded, or broken off at the deadline. */
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface RunnerOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** How long polls may go on after `stop`. Less than what `npm start` leaves its children. */
  readonly drainMilliseconds?: number
}

/** Polls of public hosts: one at a time, and no more than four starts a second. */
const publicPerHost = 1
const publicGapMilliseconds = 250
const usualDrainMilliseconds = 7_000

/** Wires client, queue and writer together: everything that polls pages runs through one of these. */
export function createRunner(config: Config, database: Database, log: Logger, options: RunnerOptions = {}): Runner {
  const clock = options.clock ?? Date.now
  const http = openHttpClient(config)
  const visitor = openBrowserClient(config, http, log)
  function isUnpaced(url: string): boolean {
    return config.proxy !== undefined || http.guard.isAllowedPrivateUrl(url)
  }
  const pace = { perHost: publicPerHost, gapMilliseconds: publicGapMilliseconds, isUnpaced }
  const queue = createHostQueue({ concurrency: config.concurrency, ...pace, now: clock })
  const compressor = createCompressor()
  /** Polls that are waiting for their turn or are being made. */
  let coming = 0
  const writer = createPollWriter(
    async (polls) => recordPolls(database, await compressor.compress(polls)),
    () => coming > 0,
  )
  // Whoever waits for the browser, which has a queue of its own, keeps nobody else from polling.
  const browser: Runner['browser'] = { ...visitor, fetch: (request) => queue.aside(() => visitor.fetch(request)) }
  const detecting = detectingBy({ http, browser }, config)
  const context = { ...contextOf(config, database, detecting), now: clock, isUnpaced }
  let isBrokenOff = false
  const underWay = new Set<Promise<Run>>()

  async function pollOnce(toPoll: PageToPoll): Promise<Polled> {
    await writer.room()
    const polled = await attempt(toPoll, context, log)
    // What our own end has cut short says nothing of the page.
    if (isBrokenOff) throw new QueueStopped()
    if (polled.hostPauseSeconds !== undefined) queue.pause(toPoll.page.url, polled.hostPauseSeconds * 1000)
    return polled
  }

  /** Outside the queue: while some polls are written down, others fetch. */
  async function record(toPoll: PageToPoll, { poll, troubles }: Polled): Promise<PollOutcome> {
    const outcome = outcomeOf(toPoll, poll, await writer.record(poll))
    const missed = troubles.length > 0 ? { troubles: troubles.map(troubleLine) } : {}
    log.info({ ...outcome, changes: countOf(outcome.changes), ...missed }, 'poll')
    return outcome
  }

  async function stop(): Promise<void> {
    const deadline = setTimeout(() => {
      isBrokenOff = true
      Promise.all([http.destroy(), visitor.close()]).catch((error: unknown) =>
        log.error({ err: error }, 'crawler: connections were not closed'),
      )
    }, options.drainMilliseconds ?? usualDrainMilliseconds)
    await queue.drain()
    clearTimeout(deadline)
    await Promise.all(underWay)
  }

  async function pollInTurn(toPoll: PageToPoll): Promise<Polled> {
    coming++
    try {
      return await queue.add(toPoll.page.url, () => pollOnce(toPoll))
    } finally {
      coming--
    }
  }

  async function runOnce(toPoll: PageToPoll): Promise<Run> {
    try {
      const polled = await pollInTurn(toPoll)
      return { type: 'polled', outcome: await record(toPoll, polled) }
    } catch (error) {
      if (error instanceof QueueStopped) return { type: 'stopped' }
      if (error instanceof HostPaused) return { type: 'postponed', until: error.until }
      log.error({ err: error, page: toPoll.page.id, url: toPoll.page.url }, 'poll: not recorded')
      return { type: 'unrecorded' }
    }
  }

  return {
    http,
    browser,
    detecting,
    now: () => instantOf(clock()),
    stop,
    async run(toPoll) {
      const run = runOnce(toPoll)
      underWay.add(run)
      try {
        return await run
      } finally {
        underWay.delete(run)
      }
    },
    async close() {
      await stop()
      await visitor.close()
      await http.destroy()
      await compressor.close()
    },
  }
}

function contextOf(config: Config, database: Database, detecting: Detecting): Omit<PollContext, 'now' | 'isUnpaced'> {
  return {
    http: detecting.http,
    browser: detecting.browser,
    keepBodies: config.archiveDays > 0,
    loadKnown: (pageId, since) => loadKnownEntries(database, pageId, since),
    platformOf: ({ page }) => platformOfPage(page, detecting),
    movedTo: ({ page }, from) => otherPlatformOf(page, from, detecting),
  }
}

/** A bug costs its own page a turn, never another's. */
async function attempt(toPoll: PageToPoll, context: PollContext, log: Logger): Promise<Polled> {
  try {
    return await pollPage(toPoll, context)
  } catch (error) {
    log.error({ err: error, page: toPoll.page.id, url: toPoll.page.url }, 'poll: a fault of ours')
    return { poll: faultOfOurs(toPoll, context.now()), troubles: [] }
  }
}

function outcomeOf({ page }: PageToPoll, poll: Poll, { outcome, changes, failure }: Recorded): PollOutcome {
  // Understood, and held back all the same: the store knows what the page usually tells.
  const failed = poll.type === 'failed' ? { kind: poll.kind, detail: poll.detail } : failure
  return {
    page: page.id,
    vendor: page.vendor_id,
    url: page.url,
    outcome,
    ...failed,
    changes,
    bytes: poll.bytes,
    durationMilliseconds: Math.round(poll.durationMilliseconds),
  }
}

function troubleLine({ source, error }: Trouble): Record<string, string> {
  return { source, kind: error.kind, detail: error.detail }
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

/** What is recorded then. */
function faultOfOurs(toPoll: PageToPoll, now: number): Poll {
  const at = instantOf(now)
  return {
    type: 'failed',
    outcome: 'unparseable',
    kind: 'shape',
    detail: faultDetail,
    understood: false,
    digest: contentDigest(faultDetail),
    pageId: toPoll.page.id,
    observedAt: at,
    recordedAt: at,
    bytes: 0,
    durationMilliseconds: 0,
    schedule: { intervalSeconds: toPoll.page.interval_seconds, nextDueAt: instantOf(now + faultPauseMilliseconds) },
  }
}
