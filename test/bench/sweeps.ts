import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { request } from 'undici'
import { readConfig } from '../../crawler/config.ts'
import { createRunner } from '../../crawler/runner.ts'
import { sweepPages } from '../../crawler/sweep.ts'
import { openDatabase } from '../../data/database/open.ts'
import { watchedPageIds } from '../../data/store/due.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { median, medianOf, nextTurn } from './turns.ts'

/** The crawler as `crawl --once` runs it, swept again and again over the replay server; prints one JSON object. */

const pages = 1_000
const port = Number(process.argv[2])
const origin = `http://127.0.0.1:${port}`

async function set(query: string): Promise<void> {
  await (await request(`${origin}/__set?${query}`)).body.dump()
}

async function openCrawler(
  folder: string,
  hosts: boolean,
): Promise<{ sweep(): Promise<{ seconds: number; outcomes: Record<string, number> }>; close(): Promise<void> }> {
  const config = { ...readConfig({ STATUSWIRE_VENDORS: 'github', STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8' }), logLevel: 'info' as const }
  const database = await openDatabase(`sqlite:${join(folder, hosts ? 'hosts.db' : 'one.db')}`)
  function host(page: number): string {
    return hosts ? `127.0.${1 + Math.floor(page / 250)}.${1 + (page % 250)}` : '127.0.0.1'
  }
  const vendors = Array.from({ length: pages }, (_, page) => ({
    id: `page-${page}`,
    name: `Page ${page}`,
    pages: [{ url: `http://${host(page)}:${port}/p${page}`, platform: 'statuspage' }],
  }))
  await syncWatchList(database, vendors)
  const log = pino({ level: 'info', base: null }, pino.destination({ dest: join(folder, 'log'), sync: false, minLength: 4096 }))
  const runner = createRunner(config, database, log)
  const ids = await watchedPageIds(database)
  return {
    async sweep() {
      const outcomes: Record<string, number> = {}
      const started = performance.now()
      await sweepPages(database, runner, ids, (outcome) => {
        const name = outcome?.outcome ?? 'none'
        outcomes[name] = (outcomes[name] ?? 0) + 1
      })
      return { seconds: (performance.now() - started) / 1000, outcomes }
    },
    async close() {
      await runner.close()
      await database.close()
    },
  }
}

const folder = mkdtempSync(join(tmpdir(), 'statuswire-bench-'))
try {
  const crawler = await openCrawler(folder, false)
  let round = 1
  await set(`round=${round}&delay=0&warm=${pages}`)
  const first = await crawler.sweep()
  const changed: number[] = []
  const unchanged: number[] = []
  const memory: number[] = []
  const outcomes: Record<string, number>[] = [first.outcomes]
  for (let turn = 0; turn < medianOf; turn++) {
    await nextTurn()
    round++
    await set(`round=${round}&warm=${pages}`)
    const one = await crawler.sweep()
    changed.push(pages / one.seconds)
    const again = await crawler.sweep()
    unchanged.push(pages / again.seconds)
    outcomes.push(one.outcomes, again.outcomes)
  }
  await nextTurn()
  for (let turn = 0; turn < 20; turn++) {
    round++
    await set(`round=${round}&warm=${pages}`)
    await crawler.sweep()
    memory.push(process.memoryUsage.rss() / 1_048_576)
  }
  await crawler.close()
  const manyHosts = await openCrawler(folder, true)
  await manyHosts.sweep()
  await set('delay=100')
  const delayed = (await manyHosts.sweep()).seconds
  await set('delay=0')
  await manyHosts.close()
  process.stdout.write(
    `${JSON.stringify({ firstSeconds: first.seconds, changedPerSecond: median(changed), unchangedPerSecond: median(unchanged), changed, unchanged, delayedSeconds: delayed, memoryMegabytes: memory, outcomes })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
