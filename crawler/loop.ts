import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { epochMs } from '../parsers/lib/time.ts'
import type { Database } from '../data/database/open.ts'
import { loadDue, nextDueAt } from '../data/store/due.ts'
import type { PollOutcome, Runner } from './runner.ts'

export interface Loop {
  /** Resolves when the loop has stopped; rejects where the store fails. */
  readonly finished: Promise<void>
  /** Begins no more polls, waits for those under way, then ends. */
  stop(): Promise<void>
}

interface LoopOptions {
  readonly database: Database
  readonly runner: Runner
  readonly log: Logger
  /** Called after each poll. */
  readonly onOutcome?: (outcome: PollOutcome) => void
}

/** The watch list may have been changed by another process: looked at this often at least. */
const longestSleepMilliseconds = 1_000
const shortestSleepMilliseconds = 20
const unrecordedPauseMilliseconds = 60_000
/** More than this is never waiting in memory: the rest stays in the store, due. */
const mostWaiting = 2_000

/** Polls due pages for ever. When a page is due is in the store: a restart causes no extra polls. */
export function startLoop({ database, runner, log, onOutcome }: LoopOptions): Loop {
  const stopping = new AbortController()
  const underWay = new Set<string>()

  async function begin(): Promise<void> {
    const room = mostWaiting - underWay.size
    if (room <= 0) return
    const due = await loadDue(database, runner.now(), room, underWay)
    for (const toPoll of due) {
      const { id } = toPoll.page
      if (stopping.signal.aborted) return
      underWay.add(id)
      void runner.run(toPoll).then((outcome) => {
        if (outcome) onOutcome?.(outcome)
        // A poll that could not be recorded is still due in the store: it waits here, or it would be asked for at once.
        if (outcome) underWay.delete(id)
        else setTimeout(() => underWay.delete(id), unrecordedPauseMilliseconds).unref()
      })
    }
  }

  async function pause(): Promise<void> {
    const next = await nextDueAt(database)
    const wait = next === null ? longestSleepMilliseconds : epochMs(next) - epochMs(runner.now())
    const bounded = Math.max(shortestSleepMilliseconds, Math.min(wait, longestSleepMilliseconds))
    await sleep(underWay.size > 0 ? Math.max(bounded, 100) : bounded, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await begin()
      await pause()
    }
  }

  const finished = run()
  return {
    finished,
    async stop() {
      log.info({ underWay: underWay.size }, 'crawler: stopping')
      stopping.abort()
      await finished
      await runner.queue.drain()
    },
  }
}
