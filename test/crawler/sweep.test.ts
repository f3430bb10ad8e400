import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PollOutcome, Run } from '../../crawler/runner.ts'
import { sweepPages } from '../../crawler/sweep.ts'
import type { Database } from '../../data/database/open.ts'
import { watchedPageIds } from '../../data/store/due.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'

describe('crawler/sweep.ts', () => {
  let database: Database

  beforeEach(async () => {
    database = await openTestDatabase()
  })
  afterEach(() => database.close())

  async function watch(ids: readonly string[]): Promise<readonly string[]> {
    await syncWatchList(
      database,
      ids.map((id) => ({ id, name: id, pages: [{ url: `https://status.${id}.example` }] })),
    )
    return watchedPageIds(database)
  }

  it('polls each page once, and counts what came to no recorded poll', async () => {
    const types: readonly Run['type'][] = ['polled', 'postponed', 'stopped', 'unrecorded', 'polled']
    const ids = await watch(types.map((type, index) => `${type}-${index}`))
    const outcomes: (PollOutcome | undefined)[] = []

    const swept = await sweepPages(
      database,
      {
        run: async ({ page }) => {
          const type = types[ids.indexOf(page.id)]
          const outcome = { page: page.id, vendor: page.vendor_id, url: page.url, outcome: 'unchanged', changes: [], bytes: 0 } as const
          if (type === 'polled') return { type, outcome: { ...outcome, durationMilliseconds: 1 } }
          return type === 'postponed' ? { type, until: 0 } : { type: type ?? 'stopped' }
        },
      },
      ids,
      (outcome) => outcomes.push(outcome),
    )

    expect(swept).toMatchObject({ postponed: 1, stopped: 1, unrecorded: 1 })
    expect(outcomes.map((outcome) => outcome?.vendor)).toEqual(['polled-0', undefined, undefined, undefined, 'polled-4'])
  })

  it('holds no more than some thousands of pages in memory at a time', async () => {
    const ids = await watch(Array.from({ length: 4_500 }, (_, number) => `v${number}`))
    let atOnce = 0
    let most = 0

    await sweepPages(
      database,
      {
        run: async () => {
          most = Math.max(most, ++atOnce)
          await new Promise((resolve) => setImmediate(resolve))
          atOnce--
          return { type: 'stopped' }
        },
      },
      ids,
      () => undefined,
    )

    expect(most).toBe(2_000)
  })
})
