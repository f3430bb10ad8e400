import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Snapshot } from '../../parsers/model.ts'
import { instant } from '../support/documents.ts'
import type { Workshop } from '../support/processes.ts'
import { startReplay } from '../support/replay.ts'
import { addressOf, answersOf, documentsRead, type WebVendor } from './case-web.ts'
import { throughReplay } from './replayed.ts'
import { saidBy, type Told, toldBy } from './told.ts'

/**
 * Serves the vendors at their addresses, crawls them, asks the server what it knows of them, and crawls them again:
 * everything due was asked for, everything is said as it stands in the documents, and nothing moves the second time.
 * Returns what the parsers make of the documents, and why the others were never read.
 */
export async function expectCrawled(
  workshop: Workshop,
  vendors: readonly WebVendor[],
): Promise<{ readonly read: ReadonlyMap<string, Snapshot>; readonly unread: Readonly<Record<string, string | null>> }> {
  const replay = await startReplay(answersOf(vendors))
  const config = join(workshop.folder, 'statuswire.yaml')
  writeFileSync(config, JSON.stringify({ vendors: vendors.map(({ row }) => row) }))
  // What is read must not depend on whether this machine has a browser.
  const settings = { ...throughReplay(workshop, replay), STATUSWIRE_CONFIG: config, STATUSWIRE_BROWSER: join(workshop.folder, 'none') }

  const first = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

  expect([first.code, first.stderr]).toEqual([0, ''])
  const answered = new Set(replay.answered.flatMap((line) => (line.startsWith('200 ') ? [line.slice(4)] : [])))
  const server = await workshop.serve(settings.DATABASE_URL)
  const said = await saidBy(server.url)
  const read = new Map<string, Snapshot>()
  const unread: Record<string, string | null> = {}
  for (const vendor of vendors) {
    const { id, due, platform, page, params } = vendor
    const missed = due.filter(({ document }) => !answered.has(addressOf(document.url)))
    expect.soft(missed, `${id}, not asked for`).toEqual([])
    const reading = said.get(id)
    if (reading?.page.readAt) {
      const context = { page: { url: page }, params, observedAt: instant(reading.page.readAt) }
      read.set(id, platform.parse(documentsRead(vendor, answered), context))
    } else unread[id] = reading?.page.trustReason ?? null
    const snapshot = read.get(id)
    expect.soft(reading?.told, id).toEqual(snapshot ? toldBy(snapshot) : nothingTold(vendor))
  }

  const second = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

  expect(second.stderr).toBe('')
  expect(JSON.parse(second.stdout)).toMatchObject({ polls: vendors.length, changes: {} })
  await replay.close()
  return { read, unread }
}

function nothingTold({ row }: WebVendor): Told {
  return { platform: row.pages[0]?.platform ?? null, health: 'unknown', components: [], incidents: [], maintenances: [] }
}
