import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { epochMs } from '../parsers/lib/time.ts'
import type { Database } from '../data/database/open.ts'
import { loadDue, nextDueAt, type PageToPoll } from '../data/store/due.ts'
import type { PollOutcome, Runner } from './runner.ts'

export interface Loop {
  /** Resolves when the loop has stopped; rejects where the store fails. */
  readonly finished: Promise<void>
  /** Begins no more polls, waits for those under way, then ends. */
  readonly stop: () => Promise<void>
}

interface LoopOptions {
  readonly database: Database
  readonly runner: Pick<Runner, 'run' | 'now' | 'stop'>
  readonly log: Logger
  /** Called after each poll. */
  readonly onOutcome?: (outcome: PollOutcome) => void
}

/** The watch list may have been changed by another process: looked at this often at least. */
const longestSleepMilliseconds = 1_000
const shortestSleepMilliseconds = 20
/** What is due and not begun waits for room or for its host, not for the clock. */
const waitingSleepMilliseconds = 250
const unrecordedPauseMilliseconds = 60_000
/** More than this is never waiting in memory: the rest stays in the store, due. */
const mostWaiting = 2_000
/** The store is asked for more when so much room is free, not for each place. */
const leastRoom = 500

/** Polls due pages for ever. When a page is due is in the store: a restart causes no extra polls. */
export function startLoop({ database, runner, log, onOutcome }: LoopOptions): Loop {
  const stopping = new AbortController()
  const underWay = new Set<string>()
  /** Pages that are due in the store but not asked for until then (milliseconds since 1970). */
  const resting = new Map<string, number>()

  function now(): number {
    return epochMs(runner.now())
  }

  async function poll(toPoll: PageToPoll): Promise<void> {
    const { id } = toPoll.page
    underWay.add(id)
    const came = await runner.run(toPoll)
    underWay.delete(id)
    if (came.type === 'polled') onOutcome?.(came.outcome)
    else if (came.type === 'postponed') resting.set(id, came.until)
    else if (came.type === 'unrecorded') resting.set(id, now() + unrecordedPauseMilliseconds)
  }

  /** Begins what is due; whether that was anything. */
  async function begin(): Promise<boolean> {
    const room = mostWaiting - underWay.size
    if (room < leastRoom) return false
    for (const [id, until] of resting) if (until <= now()) resting.delete(id)
    const due = await loadDue(database, runner.now(), room, new Set([...underWay, ...resting.keys()]))
    if (stopping.signal.aborted) return false
    for (const toPoll of due) void poll(toPoll)
    return due.length > 0
  }

  async function pause(hasBegun: boolean): Promise<void> {
    const next = await nextDueAt(database)
    const wait = next === null ? longestSleepMilliseconds : epochMs(next) - now()
    const least = hasBegun || wait > 0 ? shortestSleepMilliseconds : waitingSleepMilliseconds
    const bounded = Math.max(least, Math.min(wait, longestSleepMilliseconds))
    await sleep(bounded, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) await pause(await begin())
  }

  const finished = run()
  return {
    finished,
    async stop() {
      log.info({ underWay: underWay.size }, 'crawler: stopping')
      stopping.abort()
      await finished
      await runner.stop()
    },
  }
}
