import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { platformIds } from '../../parsers/registry.ts'
import { fixtureCases, instant } from '../support/documents.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { type Replayed, startReplay } from '../support/replay.ts'
import { answersOf, documentsRead, vendorOf, type WebVendor } from './case-web.ts'
import { throughReplay } from './replayed.ts'
import { saidBy, toldBy } from './told.ts'

interface Outage {
  readonly calm: WebVendor
  readonly broken: WebVendor
}

/** Two cases of a platform as two moments of one page: while all is well, and with an open incident. */
function outagesOf(platform: string): readonly Outage[] {
  const cases = fixtureCases(platform).flatMap((fixture) => {
    const vendor = vendorOf(fixture, platform)
    const isPolled = vendor?.due.some(({ source }) => vendor.platform.sources[source]?.when === 'poll')
    return vendor && isPolled ? [{ vendor, states: fixture.capture.states }] : []
  })
  const outages = cases
    .filter(({ states }) => states.includes('open-incident') && !states.includes('all-clear'))
    .flatMap(({ vendor: broken }) =>
      cases
        .filter(({ states }) => states.includes('all-clear') && !states.includes('open-incident'))
        .filter(({ vendor: { page, params } }) => page === broken.page && isDeepStrictEqual(params, broken.params))
        .map(({ vendor: calm }) => ({ calm, broken })),
    )
  return outages.slice(0, 1)
}

const outages = platformIds.flatMap(outagesOf)

describe('crawler/commands/crawl.ts, over pages of every platform on which an outage begins', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('tells of each outage all that its documents say', async () => {
    expect(outages.length).toBeGreaterThan(40)
    const calm = answersOf(outages.map((outage) => outage.calm))
    const broken = answersOf(outages.map((outage) => outage.broken))
    const nothing: Replayed = { body: 'Not Found', type: 'text/plain', status: 404 }
    const web: Record<string, Replayed> = { ...Object.fromEntries(Object.keys(broken).map((url) => [url, nothing])), ...calm }
    const replay = await startReplay(web)
    const config = join(workshop.folder, 'statuswire.yaml')
    writeFileSync(config, JSON.stringify({ vendors: outages.map((outage) => outage.calm.row) }))
    const settings = { ...throughReplay(workshop, replay), STATUSWIRE_CONFIG: config, STATUSWIRE_BROWSER: join(workshop.folder, 'none') }
    const first = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)
    expect(JSON.parse(first.stdout)).toMatchObject({ polls: outages.length, failed: {} })

    const before = replay.answered.length
    for (const url of Object.keys(web)) web[url] = broken[url] ?? nothing
    const second = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

    expect(JSON.parse(second.stdout)).toMatchObject({ polls: outages.length, failed: {} })
    const answered = new Set(replay.answered.slice(before).flatMap((line) => (line.startsWith('200 ') ? [line.slice(4)] : [])))
    const server = await workshop.serve(settings.DATABASE_URL)
    const said = await saidBy(server.url)
    for (const { broken: vendor } of outages) {
      const { id, platform, page, params } = vendor
      const { told, page: reading } = said.get(id) ?? {}
      const observedAt = instant(reading?.readAt ?? '')
      const truth = toldBy(platform.parse(documentsRead(vendor, answered), { page: { url: page }, params, observedAt }))
      expect.soft(told, id).toEqual({
        ...truth,
        components: expect.arrayContaining(truth.components.map((component) => expect.objectContaining(component))),
        incidents: expect.arrayContaining([...truth.incidents]),
        maintenances: expect.arrayContaining([...truth.maintenances]),
      })
    }
    await replay.close()
  }, 300_000)
})
