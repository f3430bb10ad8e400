import { watchedPageIds } from '../../data/store/due.ts'
import { prune } from '../../data/store/retention.ts'
import { startHeartbeat } from '../heartbeat.ts'
import { startLoop } from '../loop.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { createProgress } from '../progress.ts'
import type { PollOutcome } from '../runner.ts'
import { openSession, type Session } from '../session.ts'
import { sweepPages } from '../sweep.ts'
import { createTally, type Tally } from '../tally.ts'
import { untilSignal } from '../signals.ts'

interface CrawlOptions {
  readonly once?: boolean
  readonly json?: boolean
}

/** `crawl`: for ever, or one pass over the named vendors' pages. */
export async function crawl(vendors: readonly string[], options: CrawlOptions): Promise<void> {
  if (options.once !== true && options.json === true) throw new CommandError('--json goes with --once', 2)
  if (options.once !== true && vendors.length > 0) throw new CommandError('vendors are named with --once only', 2)
  const showsProgress = options.once === true && options.json !== true && process.stderr.isTTY
  const session = await openSession({ quiet: showsProgress || options.json === true })
  try {
    if (options.once === true) await sweep(session, vendors, options.json === true)
    else await watch(session)
  } finally {
    await session.close()
  }
}

const pruneMilliseconds = 3_600_000

async function watch(session: Session): Promise<void> {
  const { database, runner, log, config } = session
  const stopped = untilSignal(config.runByNpm)
  const heartbeat = startHeartbeat(database, 'crawler', runner.now)
  const reached = createReachability((await watchedPageIds(database)).length, () => {
    log.warn('no vendor at all can be reached: is this machine offline? `npm run demo` shows a living dashboard without a network')
  })
  const loop = startLoop({ database, runner, log, onOutcome: reached.add })
  const pruning = setInterval(() => {
    prune(database, runner.now(), config.archiveDays).catch((error: unknown) =>
      log.error({ err: error }, 'crawler: old rows were not removed'),
    )
  }, pruneMilliseconds)
  log.info({ vendors: config.vendors.length, database: config.databaseUrl }, 'crawler: watching')
  try {
    await Promise.race([stopped, loop.finished])
    await loop.stop()
  } finally {
    clearInterval(pruning)
    await heartbeat.stop()
  }
}

interface Reachability {
  add(outcome: PollOutcome): void
}

/** Calls `onNothing` once, when every page was tried and none has answered. */
function createReachability(pages: number, onNothing: () => void): Reachability {
  const tried = new Set<string>()
  let answered = false
  let said = false
  return {
    add(outcome) {
      tried.add(outcome.page)
      answered ||= outcome.outcome !== 'unreachable'
      if (answered || said || tried.size < pages) return
      said = true
      onNothing()
    },
  }
}

async function sweep({ database, runner }: Session, vendors: readonly string[], json: boolean): Promise<void> {
  const ids = await watchedPageIds(database, vendors.length > 0 ? vendors : undefined)
  if (ids.length === 0) throw new CommandError(vendors.length > 0 ? `not watched: ${vendors.join(', ')}` : 'no vendor is watched', 2)
  const tally = createTally(() => performance.now())
  const progress = createProgress(ids.length, !json)
  const interrupted = untilSignal(false).then(() => runner.queue.drain())
  const all = sweepPages(database, runner, ids, (outcome) => {
    if (outcome) tally.add(outcome)
    progress.step(outcome)
  })
  await Promise.race([all, interrupted])
  progress.stop()
  if (json) printJson(tally.summary())
  else printTable(tally)
}

function printTable(tally: Tally): void {
  const { polls, failed, changes, seconds } = tally.summary()
  const count = (outcome: string): number => tally.outcomes.get(outcome) ?? 0
  const rows: (readonly [string, string])[] = [
    ['pages', String(polls)],
    ['changed', String(count('changed'))],
    ['unchanged', String(count('unchanged'))],
    ['not modified', String(count('not_modified'))],
    ...Object.entries(failed).map(([kind, n]) => [`failed: ${kind}`, String(n)] as const),
    ['changes', String(Object.values(changes).reduce((sum, n) => sum + n, 0))],
    ['bytes', tally.bytes.toLocaleString('en')],
    ['seconds', seconds.toFixed(1)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, value] of rows) printLine(`${name.padEnd(width)}  ${value}`)
}
