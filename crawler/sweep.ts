import type { Database } from '../data/database/open.ts'
import { loadPages } from '../data/store/due.ts'
import type { PollOutcome, Runner } from './runner.ts'

/** Pages whose state is held in memory at the same time: enough to keep every slot busy. */
const pagesAtOnce = 2_000

/** Polls each of these pages once, due or not; `onOutcome` hears of each, undefined where the crawler was stopped before. */
export async function sweepPages(
  database: Database,
  runner: Runner,
  pageIds: readonly string[],
  onOutcome: (outcome: PollOutcome | undefined) => void,
): Promise<void> {
  for (let from = 0; from < pageIds.length; from += pagesAtOnce) {
    const pages = await loadPages(database, pageIds.slice(from, from + pagesAtOnce))
    await Promise.all(pages.map(async (toPoll) => onOutcome(await runner.run(toPoll))))
  }
}
