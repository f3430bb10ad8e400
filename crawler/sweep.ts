import type { Database } from '../data/database/open.ts'
import { loadPages } from '../data/store/due.ts'
import type { PollOutcome, Runner } from './runner.ts'

/** Pages whose state is held in memory at the same time: enough to keep every slot busy. */
const pagesAtOnce = 2_000

export interface Swept {
  /** Their host wants to be left alone. */
  readonly postponed: number
  /** The crawler was stopped before their turn. */
  readonly stopped: number
  /** The store did not take the poll. */
  readonly unrecorded: number
}

/** Polls each of these pages once, due or not; `onOutcome` hears of each, undefined where it came to no recorded poll. */
export async function sweepPages(
  database: Database,
  runner: Pick<Runner, 'run'>,
  pageIds: readonly string[],
  onOutcome: (outcome: PollOutcome | undefined) => void,
): Promise<Swept> {
  const swept = { polled: 0, postponed: 0, stopped: 0, unrecorded: 0 }
  for (let from = 0; from < pageIds.length; from += pagesAtOnce) {
    const pages = await loadPages(database, pageIds.slice(from, from + pagesAtOnce))
    await Promise.all(
      pages.map(async (toPoll) => {
        const run = await runner.run(toPoll)
        swept[run.type]++
        onOutcome(run.type === 'polled' ? run.outcome : undefined)
      }),
    )
  }
  return swept
}
