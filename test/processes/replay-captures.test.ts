import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Component, Vendor } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { hasCaptures, readCapture, skipsCaptures } from '../support/captures.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { startReplay } from '../support/replay.ts'
import { expectSaid, throughReplay } from './replayed.ts'

const addresses = z.record(z.string(), z.object({ file: z.string() })).parse(hasCaptures ? JSON.parse(readCapture('replay/map.json')) : {})

/** What a reading of the payloads by others found: leaves, groups and open entries. */
const Truth = z.object({
  components: z.number(),
  groups: z.number(),
  incidents: z.array(z.string()),
  maintenances: z.array(z.string()),
  indicator: z.string(),
  statuses: z.record(z.string(), z.number()),
})
const truths = z.record(z.string(), Truth).parse(hasCaptures ? JSON.parse(readCapture('replay/truth.json')) : {})

/** Pages that the catalogue knows, by vendor. */
const catalogued = {
  'anthropic-claude': 'https://status.claude.com',
  cloudamqp: 'https://status.cloudamqp.com',
  cloudflare: 'https://www.cloudflarestatus.com',
  github: 'https://www.githubstatus.com',
}
/** Pages that are put on the watch list by their address. */
const added = { codametrix: 'https://status.codametrix.com', ssa: 'https://status.ssa.gov' }
const pages = Object.entries({ ...catalogued, ...added })

const Lists = z.object({ incidents: z.array(z.unknown()).optional(), scheduled_maintenances: z.array(z.unknown()).optional() })

function document(page: string, name: string): unknown {
  return JSON.parse(readCapture(addresses[`${page}/api/v2/${name}.json`]?.file ?? ''))
}

describe.skipIf(skipsCaptures)('crawler/commands/crawl.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('reads captured pages at their real addresses, and the API answers what their payloads say', async () => {
    const replay = await startReplay(
      Object.fromEntries(Object.entries(addresses).map(([url, { file }]) => [url, { body: readCapture(file) }])),
    )
    const settings = { ...throughReplay(workshop, replay), STATUSWIRE_VENDORS: Object.keys(catalogued).join(',') }
    for (const [id, url] of Object.entries(added)) {
      expect(await workshop.run('crawler/main.ts', ['add', url, '--id', id], settings)).toMatchObject({ code: 0, stderr: '' })
    }

    const crawled = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

    expect([crawled.code, crawled.stderr]).toEqual([0, ''])
    expect(JSON.parse(crawled.stdout)).toMatchObject({ polls: pages.length, failed: {} })
    const server = await workshop.serve(settings.DATABASE_URL)
    for (const [vendor, url] of pages) {
      await expectSaid(server.url, vendor, {
        summary: document(url, 'summary'),
        incidents: Lists.parse(document(url, 'incidents')).incidents,
        maintenances: Lists.parse(document(url, 'scheduled-maintenances')).scheduled_maintenances,
      })
      await expectTruth(server.url, vendor, Truth.parse(truths[url]))
    }
    const vendors = await getAll(`${server.url}/api/v1/vendors`, Vendor)
    expect(vendors.map(({ id }) => id).toSorted()).toEqual(pages.map(([id]) => id).toSorted())

    const before = replay.answered.length
    const again = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

    expect(JSON.parse(again.stdout)).toMatchObject({ polls: pages.length, failed: {}, changes: {} })
    expect(replay.answered.slice(before).filter((line) => !line.startsWith('304 '))).toEqual([])
    // Whoever was asked for was reached through the proxy. Of those that were added the home pages are not captured, and a
    // path that nobody has shows that they do not answer everything alike.
    const missing = replay.answered.filter((line) => !/^(?:200|304) /u.test(line))
    expect(missing.map((line) => line.replace(/[0-9a-f]{12}\.json$/u, 'nobody.json')).toSorted()).toEqual(
      Object.values(added)
        .flatMap((url) => [`404 ${url}/`, `404 ${url}/nobody.json`])
        .toSorted(),
    )
    await replay.close()
  }, 300_000)

  async function expectTruth(server: string, vendor: string, truth: z.infer<typeof Truth>): Promise<void> {
    const components = await getAll(`${server}/api/v1/vendors/${vendor}/components`, Component)

    expect(components).toHaveLength(truth.components)
    expect(new Set(components.flatMap(({ path }) => path)).size).toBe(truth.groups)
    expect(Object.fromEntries([...Map.groupBy(components, ({ health }) => health)].map(([health, rows]) => [health, rows.length]))).toEqual(
      truth.statuses,
    )
  }
})
