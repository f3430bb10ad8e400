import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../crawler/config.ts'
import { type Loop, startLoop } from '../../crawler/loop.ts'
import { createRunner, type PollOutcome, type Run, type Runner } from '../../crawler/runner.ts'
import type { Database } from '../../data/database/open.ts'
import type { PageToPoll } from '../../data/store/due.ts'
import { addVendor, syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'
import { at } from '../support/rows.ts'
import { type Site, startSite } from './site.ts'

const log = pino({ level: 'silent' })
const start = Date.parse('2026-03-01T12:00:00.000Z')

/** The polls of a runner that asks nobody: each ends when the test says how. */
interface Asked {
  readonly vendor: string
  readonly end: (run: Run['type']) => Promise<void>
}

describe('crawler/loop.ts', () => {
  let database: Database
  let now: number
  let asked: Asked[]
  let loop: Loop | undefined
  let outcomes: PollOutcome[]
  let stops: number

  beforeEach(async () => {
    database = await openTestDatabase()
    now = start
    asked = []
    outcomes = []
    stops = 0
    loop = undefined
  })
  afterEach(async () => {
    for (const one of asked) await one.end('stopped')
    await loop?.stop()
    await database.close()
  })

  function watch(...ids: readonly string[]): Promise<void> {
    return syncWatchList(
      database,
      ids.map((id) => ({ id, name: id, pages: [{ url: `https://status.${id}.example` }] })),
    )
  }

  /** As a poll does it: the next one is due in a minute. */
  async function record({ page }: PageToPoll): Promise<void> {
    await database.db
      .updateTable('page')
      .set({ next_due_at: at(new Date(now + 60_000).toISOString()) })
      .where('id', '=', page.id)
      .execute()
  }

  function runOf(type: Run['type'], { page }: PageToPoll): Run {
    if (type === 'postponed') return { type, until: now + 10_000 }
    if (type !== 'polled') return { type }
    const outcome = { page: page.id, vendor: page.vendor_id, url: page.url, outcome: 'unchanged', changes: [], bytes: 0 } as const
    return { type, outcome: { ...outcome, durationMilliseconds: 1 } }
  }

  const runner: Pick<Runner, 'run' | 'now' | 'stop'> = {
    now: () => at(new Date(now).toISOString()),
    stop: async () => {
      stops++
    },
    run(toPoll) {
      const { promise, resolve } = Promise.withResolvers<Run>()
      asked.push({
        vendor: toPoll.page.vendor_id,
        end: async (type) => {
          if (type === 'polled') await record(toPoll)
          resolve(runOf(type, toPoll))
        },
      })
      return promise
    },
  }

  function begin(): void {
    loop = startLoop({ database, runner, log, onOutcome: (outcome) => void outcomes.push(outcome) })
  }

  function vendors(): readonly string[] {
    return asked.map(({ vendor }) => vendor)
  }

  /** Long enough for the loop to have looked around several times. */
  async function aWhile(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 700))
  }

  it('polls what is due, never twice at once, and again when it is due again', async () => {
    await watch('a', 'b')
    begin()
    await expect.poll(vendors).toEqual(['a', 'b'])
    await aWhile()
    const meanwhile = vendors()

    for (const one of asked) await one.end('polled')
    await aWhile()
    const early = vendors()
    now += 60_000
    await expect.poll(() => vendors().length, { timeout: 5_000 }).toBe(4)

    expect(meanwhile).toEqual(['a', 'b'])
    expect(early).toEqual(['a', 'b'])
    expect(outcomes.map(({ vendor }) => vendor)).toEqual(['a', 'b'])
  })

  it('finds what another process has put on the watch list', async () => {
    await watch('a')
    begin()
    await expect.poll(vendors).toEqual(['a'])

    await addVendor(database, { id: 'late', name: 'late', pages: [{ url: 'https://status.late.example' }] })

    await expect.poll(vendors, { timeout: 5_000 }).toEqual(['a', 'late'])
  })

  it.each(['postponed', 'unrecorded'] as const)('lets a page rest whose poll was %s, though it is still due in the store', async (type) => {
    await watch('a')
    begin()
    await expect.poll(vendors).toEqual(['a'])

    await asked[0]?.end(type)
    await aWhile()
    const meanwhile = vendors()
    now += 60_000

    await expect.poll(vendors, { timeout: 5_000 }).toEqual(['a', 'a'])
    expect(meanwhile).toEqual(['a'])
    expect(outcomes).toEqual([])
  })

  it('begins nothing more once it is stopped, and stops the runner', async () => {
    await watch('a', 'b')
    begin()
    await expect.poll(vendors).toEqual(['a', 'b'])
    await watch('a', 'b', 'c')

    await loop?.stop()
    for (const one of asked) await one.end('polled')
    now += 3_600_000
    await aWhile()

    expect(vendors()).toEqual(['a', 'b'])
    expect(stops).toBe(1)
  })

  it('ends with an error where the store fails', async () => {
    await watch('a')
    begin()
    await expect.poll(vendors).toEqual(['a'])
    const failing = loop?.finished

    await database.close()

    await expect(failing).rejects.toThrow(/destroyed|closed|not open/iu)
    loop = undefined
    database = await openTestDatabase()
  })
})

describe('crawler/loop.ts, over a real page', () => {
  let site: Site
  let database: Database

  beforeEach(async () => {
    site = await startSite()
    database = await openTestDatabase()
    await syncWatchList(database, [{ id: 'a', name: 'a', pages: [{ url: site.url, platform: 'statuspage' }] }])
  })
  afterEach(async () => {
    await database.close()
    await site.close()
  })

  it('causes no poll by a restart', async () => {
    const config = readConfig({ STATUSWIRE_VENDORS: 'github', STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8' })
    for (let restart = 0; restart < 5; restart++) {
      const runner = createRunner(config, database, log)
      const polled = Promise.withResolvers<void>()
      const loop = startLoop({ database, runner, log, onOutcome: () => polled.resolve() })
      await (restart === 0 ? polled.promise : new Promise((resolve) => setTimeout(resolve, 100)))
      await loop.stop()
      await runner.close()
    }

    expect(site.requests).toHaveLength(3)
    expect(await database.db.selectFrom('poll').select('outcome').execute()).toEqual([{ outcome: 'changed' }])
  })
})
