import { describe, expect, it } from 'vitest'
import { startHeartbeat } from '../../crawler/heartbeat.ts'
import { openTestDatabase } from '../support/database.ts'
import { now } from '../support/rows.ts'

describe('crawler/heartbeat.ts', () => {
  it('says at once that this crawler is alive', async () => {
    const database = await openTestDatabase()
    const heartbeat = startHeartbeat(
      database,
      () => now,
      (error) => {
        throw error
      },
    )

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

    const heartbeat = startHeartbeat(database, () => now, resolve)

    expect(await promise).toBeInstanceOf(Error)
    await heartbeat.stop()
  })
})
