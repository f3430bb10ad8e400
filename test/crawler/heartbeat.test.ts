import { describe, expect, it } from 'vitest'
import { startHeartbeat } from '../../crawler/heartbeat.ts'
import { openTestDatabase } from '../support/database.ts'
import { now } from '../support/rows.ts'

const living = { now: () => now, browser: { stats: () => ({ browser: undefined, pages: 0, crashes: 0 }) } }

describe('crawler/heartbeat.ts', () => {
  it('tells what its browser has done, as soon as it has one', async () => {
    const database = await openTestDatabase()
    const stats = [
      { browser: undefined, pages: 0, crashes: 0 },
      { browser: 'Chromium 153.0.8010.0 (system)', pages: 7, crashes: 1 },
    ] as const
    const told = database.db.selectFrom('instance').select(['browser', 'browser_pages', 'browser_crashes'])

    for (const [turn, browser] of stats.entries()) {
      const heartbeat = startHeartbeat(database, { ...living, browser: { stats: () => browser } }, (error) => {
        throw error
      })
      await expect.poll(() => told.execute()).toMatchObject([turn === 0 ? { browser: null } : { browser_pages: 7 }])
      await heartbeat.stop()
    }

    expect(await told.execute()).toEqual([{ browser: 'Chromium 153.0.8010.0 (system)', browser_pages: 7, browser_crashes: 1 }])
    await database.close()
  })

  it('says at once that this crawler is alive', async () => {
    const database = await openTestDatabase()
    const heartbeat = startHeartbeat(database, living, (error) => {
      throw error
    })

    const instances = database.db.selectFrom('instance').select(['role', 'seen_at'])
    await expect.poll(() => instances.execute()).toEqual([{ role: 'crawler', seen_at: now }])
    await heartbeat.stop()

    expect(await instances.where('role', '=', 'server').execute()).toEqual([])
    await database.close()
  })

  it('tells of a sign of life that could not be written, and goes on', async () => {
    const database = await openTestDatabase()
    await database.close()
    const { promise, resolve } = Promise.withResolvers<unknown>()

    const heartbeat = startHeartbeat(database, living, resolve)

    expect(await promise).toBeInstanceOf(Error)
    await heartbeat.stop()
  })
})
