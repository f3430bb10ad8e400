import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../data/database/open.ts'
import type { ChangeReading } from '../../data/store/readings.ts'
import { Change, Vendor } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { logLines, openWorkshop, type Workshop } from '../support/processes.ts'
import { changeLine, expectedChanges } from '../support/scripted/changes.ts'
import { scriptedPage } from '../support/scripted/pages.ts'
import { startScriptedWeb, vendorOf } from '../support/scripted/web.ts'

const pages = 60
const togetherMilliseconds = 20_000

describe('data/database/open.ts', () => {
  let workshop: Workshop
  let databaseUrl: string

  beforeEach(() => {
    workshop = openWorkshop()
    databaseUrl = `sqlite:${join(workshop.folder, 'statuswire.db')}`
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('is opened and migrated by many processes at the same moment', async () => {
    const all = Array.from({ length: 6 }, () => workshop.run('crawler/main.ts', ['migrate'], { DATABASE_URL: databaseUrl }))

    for (const { code, stderr } of await Promise.all(all)) expect([code, stderr]).toEqual([0, ''])
  })

  it('lets crawler, server and others write for 20 s, and nothing is lost or refused', async () => {
    // Each look at a summary finds the next step of the script: what was read is what must be written down.
    const web = await startScriptedWeb({ pages, stepOf: (_, reading) => reading })
    const config = join(workshop.folder, 'config.yaml')
    writeFileSync(config, JSON.stringify({ vendors: web.vendors(1), allowPrivate: ['127.0.0.0/8'], logLevel: 'warn' }))
    const crawler = workshop.start('crawler/main.ts', ['crawl'], { STATUSWIRE_CONFIG: config, DATABASE_URL: databaseUrl })
    const hammers = [1, 2].map(() => workshop.start('test/processes/hammer.ts', [], { DATABASE_URL: databaseUrl }))
    const server = await workshop.serve(databaseUrl)

    const followed: ChangeReading[] = []
    async function follow(): Promise<void> {
      const after = followed.at(-1)?.cursor ?? 0
      followed.push(...(await getAll(`${server.url}/api/v1/changes?after=${after}`, Change)))
    }
    let answers = 0
    for (const end = performance.now() + togetherMilliseconds; performance.now() < end; answers++) {
      await getAll(`${server.url}/api/v1/vendors`, Vendor)
      await follow()
      await sleep(50)
    }
    const stopped = await crawler.stop()
    const hammered = await Promise.all(hammers.map((hammer) => hammer.stop()))
    await follow()
    const vendors = await getAll(`${server.url}/api/v1/vendors`, Vendor)
    const served = await server.stop()
    await web.close()

    expect([stopped.code, stopped.stderr]).toEqual([0, ''])
    for (const { code, stderr } of hammered) expect([code, stderr]).toEqual([0, ''])
    expect(served.code).toBe(0)
    expect(logLines(served.stderr)).toEqual([expect.objectContaining({ msg: 'Serving' })])
    expect(answers).toBeGreaterThan(10)
    expect(vendors.filter(({ trust }) => trust === 'fresh')).toHaveLength(pages)
    expect(Math.min(...web.readings)).toBeGreaterThan(3)
    const byVendor = Map.groupBy(followed, ({ vendorId }) => vendorId)
    for (const [page, readings] of web.readings.entries()) {
      const written = Map.groupBy(byVendor.get(vendorOf(page)) ?? [], ({ observedAt }) => observedAt)
      const steps = Array.from({ length: readings }, (_, step) =>
        expectedChanges(step === 0 ? undefined : scriptedPage(page, step - 1), scriptedPage(page, step)),
      )
      expect([...written.values()].map((changes) => changes.map(changeLine).toSorted())).toEqual(steps)
    }
    const database = await openDatabase(databaseUrl)
    const instances = await database.db.selectFrom('instance').select(['id', 'role']).execute()
    const cursors = await database.db.selectFrom('change').select('id').orderBy('id').execute()
    await database.close()
    expect(followed.map(({ cursor }) => cursor)).toEqual(cursors.map(({ id }) => id))
    const beats = hammered.map(({ stdout }) => Number(stdout)).reduce((sum, count) => sum + count, 0)
    expect(instances.filter(({ id }) => id.startsWith('hammer-'))).toHaveLength(beats)
    expect(beats).toBeGreaterThan(1_000)
    expect(instances.map(({ role }) => role)).toContain('crawler')
  }, 300_000)
})
