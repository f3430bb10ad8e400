import type { Database } from '../../data/database/open.ts'
import { watchedPageIds } from '../../data/store/due.ts'
import { doubtFrozen } from '../../data/store/frozen.ts'
import { watchedOverview } from '../../data/store/overview.ts'
import { prune } from '../../data/store/retention.ts'
import { startHeartbeat } from '../heartbeat.ts'
import { startLoop } from '../loop.ts'
import { CommandError, printJson, printTable } from '../output.ts'
import { createProgress } from '../progress.ts'
import { createReachability } from '../reachability.ts'
import { repeat } from '../repeat.ts'
import { openSession, type Session } from '../session.ts'
import { untilSignal } from '../signals.ts'
import { sweepPages, type Swept } from '../sweep.ts'
import { createTally } from '../tally.ts'

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

const firstPruneMilliseconds = 60_000
const pruneMilliseconds = 3_600_000
const firstFrozenMilliseconds = 30_000
const frozenMilliseconds = 600_000

async function watch({ database, runner, log, config }: Session): Promise<void> {
  const stopped = untilSignal(config.runByNpm)
  const reachability = createReachability((await watchedPageIds(database)).length)
  const heartbeat = startHeartbeat(database, runner, (error) => log.error({ err: error }, 'crawler: no sign of life could be written'))
  const pruning = repeat(() => prune(database, runner.now(), config.archiveDays), {
    firstMilliseconds: firstPruneMilliseconds,
    everyMilliseconds: pruneMilliseconds,
    onError: (error) => log.error({ err: error }, 'crawler: old rows were not removed'),
  })
  const doubting = repeat(
    async () => {
      const { frozen, settled } = await doubtFrozen(database, runner.now())
      if (frozen + settled > 0) log.warn({ frozen, settled }, 'crawler: pages or incidents that stand still')
    },
    {
      firstMilliseconds: firstFrozenMilliseconds,
      everyMilliseconds: frozenMilliseconds,
      onError: (error) => log.error({ err: error }, 'crawler: pages that stand still were not looked for'),
    },
  )
  const loop = startLoop({
    database,
    runner,
    log,
    onOutcome: (outcome) => {
      if (!reachability.showsIsolation(outcome)) return
      log.warn('no vendor at all can be reached: is this machine offline? `npm run demo` shows a living dashboard without a network')
    },
  })
  log.info({ vendors: config.vendors.length, database: config.databaseUrl }, 'crawler: watching')
  try {
    await Promise.race([stopped, loop.finished])
    await loop.stop()
  } finally {
    await pruning.stop()
    await doubting.stop()
    await heartbeat.stop()
  }
}

async function sweep({ database, runner, config }: Session, vendors: readonly string[], json: boolean): Promise<void> {
  const ids = await pagesOf(vendors, database)
  const tally = createTally(() => performance.now())
  const progress = json ? undefined : createProgress(ids.length, process.stderr)
  void untilSignal(config.runByNpm).then(() => runner.stop())
  const swept = await sweepPages(database, runner, ids, (outcome) => {
    if (outcome) tally.add(outcome)
    progress?.step(outcome)
  })
  progress?.stop()
  if (json) printJson(tally.summary())
  else printTable([...tally.table('pages'), ...(swept.postponed > 0 ? [['postponed', String(swept.postponed)] as const] : [])])
  complain(swept)
}

async function pagesOf(vendors: readonly string[], database: Database): Promise<readonly string[]> {
  const watched = await watchedOverview(database)
  if (watched.length === 0) throw new CommandError('no vendor is watched', 2)
  const unknown = vendors.filter((vendor) => !watched.some((row) => row.vendor === vendor))
  if (unknown.length > 0) throw new CommandError(`not watched: ${unknown.join(', ')}`, 2)
  return watched.filter((row) => vendors.length === 0 || vendors.includes(row.vendor)).map((row) => row.page)
}

/** A pass that came to its end has succeeded, whatever pages failed. */
function complain({ stopped, unrecorded }: Swept): void {
  if (unrecorded > 0) throw new CommandError(`${unrecorded} polls could not be recorded, see the log`, 1)
  if (stopped > 0) throw new CommandError(`interrupted: ${stopped} pages were not asked`, 1)
}
