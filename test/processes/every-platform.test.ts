import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { platformIds } from '../../parsers/registry.ts'
import { instant } from '../support/documents.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { startReplay } from '../support/replay.ts'
import { addressOf, answersOf, caseRounds, documentsRead, type WebVendor } from './case-web.ts'
import { throughReplay } from './replayed.ts'
import { saidBy, type Told, toldBy } from './told.ts'

/** What cannot be read, with what the dashboard says of it. */
const unreadable: Readonly<Record<string, string>> = {
  'datadog-shell': 'never read: needs a browser, and none is installed',
  'pingdom-report':
    'never read: answers, but not as the page that is watched: a report of uptimes in markup that nobody has recorded: it is known whose it is, but not how to read it',
  'syndication-empty': 'never read: its answer could not be understood: it tells nothing',
}

const rounds = caseRounds().map((vendors, index) => ({ vendors, round: index + 1, count: vendors.length }))

describe('crawler/commands/crawl.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('meets every platform in the first round', () => {
    const met = rounds[0]?.vendors.map(({ platform }) => platform.id) ?? []

    expect([...new Set(met)].toSorted()).toEqual(platformIds.toSorted())
  })

  it.each(rounds)(
    'reads the $count vendors of round $round, the API answers what their cases say, and nothing moves the second time',
    async ({ vendors }) => {
      const replay = await startReplay(answersOf(vendors))
      const config = join(workshop.folder, 'statuswire.yaml')
      writeFileSync(config, JSON.stringify({ vendors: vendors.map(({ row }) => row) }))
      const settings = { ...throughReplay(workshop, replay), STATUSWIRE_CONFIG: config, STATUSWIRE_BROWSER: join(workshop.folder, 'none') }

      const first = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

      expect([first.code, first.stderr]).toEqual([0, ''])
      const answered = new Set(replay.answered.flatMap((line) => (line.startsWith('200 ') ? [line.slice(4)] : [])))
      const server = await workshop.serve(settings.DATABASE_URL)
      const said = await saidBy(server.url)
      for (const vendor of vendors) {
        const { id, due } = vendor
        const missed = due.filter(({ document }) => !answered.has(addressOf(document.url)))
        expect
          .soft(
            missed.map(({ source }) => source),
            `${id}, not asked for`,
          )
          .toEqual([])
        expect.soft(said.get(id)?.told, id).toEqual(truthOf(vendor, answered, said.get(id)?.page.readAt))
      }
      const failed = [...said].filter(([, { page }]) => page.readAt === null)
      expect(Object.fromEntries(failed.map(([id, { page }]) => [id, page.trustReason]))).toEqual(unreadableAmong(vendors))

      const second = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

      expect(second.stderr).toBe('')
      expect(JSON.parse(second.stdout)).toMatchObject({ polls: vendors.length, changes: {} })
      await replay.close()
    },
    60_000,
  )
})

/** What is said of a vendor that was read at this moment, or never. */
function truthOf(vendor: WebVendor, answered: ReadonlySet<string>, readAt: string | null | undefined): Told {
  const { platform, page, params, row } = vendor
  if (!readAt) return { platform: row.pages[0]?.platform ?? null, health: 'unknown', components: [], incidents: [], maintenances: [] }
  return toldBy(platform.parse(documentsRead(vendor, answered), { page: { url: page }, params, observedAt: instant(readAt) }))
}

function unreadableAmong(vendors: readonly WebVendor[]): object {
  return Object.fromEntries(Object.entries(unreadable).filter(([id]) => vendors.some((vendor) => vendor.id === id)))
}
