import type { HttpClient } from '../../crawler/fetch/http.ts'
import { otherPlatformOf, platformOfPage } from '../../crawler/platforms.ts'
import { type Polled, pollPage } from '../../crawler/poll.ts'
import type { Platform } from '../../parsers/platform.ts'
import type { Database } from '../../data/database/open.ts'
import type { PageTable } from '../../data/database/schema.ts'
import { loadKnownEntries, loadPages } from '../../data/store/due.ts'
import type { Recorded } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { type Request, type Site, siteStart, startSite } from './site.ts'

/** One page of a site, polled by a real client and recorded in a real store. */
export interface PollBench {
  readonly site: Site
  readonly database: Database
  readonly http: HttpClient
  /** Polls the page at a moment of its story, in seconds. */
  poll(seconds: number): Promise<BenchPoll>
  page(): Promise<PageTable>
  close(): Promise<void>
}

export interface BenchPoll extends Polled {
  readonly recorded: Recorded
  readonly requests: readonly Request[]
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
}

export interface PollBenchOptions {
  readonly platform?: 'statuspage'
  readonly intervalSeconds?: number
  /** Whether the platform's floor holds. */
  readonly isPaced?: boolean
  /** Read by this platform until the page turns out to have moved. */
  readonly movedFrom?: Platform
}

export async function openPollBench(options: PollBenchOptions = {}): Promise<PollBench> {
  const site = await startSite()
  const database = await openTestDatabase()
  const http = createTestClient()
  const { platform, intervalSeconds } = options
  const page = {
    url: site.url,
    ...(platform === undefined ? {} : { platform }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
  }
  await syncWatchList(database, [{ id: 'acme', name: 'Acme', pages: [page] }])

  async function row(): Promise<PageTable> {
    return database.db.selectFrom('page').selectAll().executeTakeFirstOrThrow()
  }

  return {
    site,
    database,
    http,
    page: row,
    async poll(seconds) {
      site.seconds = seconds
      const [toPoll] = await loadPages(database, [(await row()).id])
      if (!toPoll) throw new Error('no page')
      const before = site.requests.length
      const polled = await pollPage(toPoll, {
        http,
        now: () => siteStart + seconds * 1000,
        keepBodies: true,
        isUnpaced: () => options.isPaced !== true,
        loadKnown: (pageId, since) => loadKnownEntries(database, pageId, since),
        platformOf: async ({ page: asked }) =>
          options.movedFrom && asked.platform === options.movedFrom.id
            ? { platform: options.movedFrom, settings: null }
            : platformOfPage(asked, { http }),
        movedTo: async ({ page: asked }, from) => (options.movedFrom ? otherPlatformOf(asked, from, { http }) : undefined),
      })
      const [recorded] = await recordPolls(database, [polled.poll])
      if (!recorded) throw new Error('nothing was recorded')
      const requests = site.requests.slice(before)
      return { ...polled, recorded, requests, asked: requests.map(({ path }) => path) }
    },
    async close() {
      await http.destroy()
      await database.close()
      await site.close()
    },
  }
}
