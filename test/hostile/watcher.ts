import { otherPlatformOf, platformOfPage } from '../../crawler/platforms.ts'
import { type PollContext, pollPage } from '../../crawler/poll.ts'
import type { ChangeKind, EntryTable } from '../../data/database/schema.ts'
import { loadComponents } from '../../data/store/components.ts'
import { loadKnownEntries, loadPages } from '../../data/store/due.ts'
import type { Poll, Recorded } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import type { ComponentReading, VendorReading } from '../../data/store/readings.ts'
import { loadVendor } from '../../data/store/vendors.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import type { Instant } from '../../parsers/model.ts'
import { openTestDatabase } from '../support/database.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { at, secondsAfter } from '../support/rows.ts'
import type { HostileSite } from './site.ts'

/** One page watched in a store of its own, through everything that a poll goes through, on a clock of its own. */
export interface Watcher {
  /** Polls once, so many seconds after the last time. */
  poll(secondsLater?: number): Promise<{ readonly poll: Poll; readonly recorded: Recorded }>
  /** What a reader is told at this moment, or so many seconds later. */
  vendor(secondsLater?: number): Promise<VendorReading>
  components(): Promise<readonly ComponentReading[]>
  incident(nativeId: string): Promise<EntryTable | undefined>
  /** How many changes of each kind were noted since the last call. */
  newChanges(): Promise<Partial<Record<ChangeKind, number>>>
  close(): Promise<void>
}

/** All names lead to loopback; bot walls are told apart as the crawler's own client does it. */
export function createHostileClient(): PollContext['http'] {
  return createTestClient({
    lookup: () => Promise.resolve([{ address: '127.0.0.1' }]),
    classify: (answer) => {
      const refusal = classifyRefusal(answer)
      return refusal?.reason === 'challenge' ? refusal.what : undefined
    },
  })
}

const beginning = at('2026-03-02T16:40:00Z')

export async function watch(site: HostileSite, http: PollContext['http'], platform: string | undefined): Promise<Watcher> {
  const database = await openTestDatabase()
  await syncWatchList(database, [{ id: 'harbour', name: 'Harbour', pages: [{ url: site.url, platform }] }])
  const { id } = await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()
  let now: Instant = beginning
  let lastChange = 0
  const context: PollContext = {
    http,
    now: () => Date.parse(now),
    keepBodies: false,
    isUnpaced: () => true,
    loadKnown: (pageId, since) => loadKnownEntries(database, pageId, since),
    platformOf: ({ page }) => platformOfPage(page, { http }),
    movedTo: ({ page }, from) => otherPlatformOf(page, from, { http }),
  }
  return {
    async poll(secondsLater = 30) {
      now = secondsAfter(now, secondsLater)
      const [toPoll] = await loadPages(database, [id])
      if (!toPoll) throw new Error('the page is not watched')
      const { poll } = await pollPage(toPoll, context)
      const [recorded] = await recordPolls(database, [poll])
      if (!recorded) throw new Error('the poll was not recorded')
      return { poll, recorded }
    },
    async vendor(secondsLater = 0) {
      const vendor = await loadVendor(database.db, 'harbour', secondsAfter(now, secondsLater))
      if (!vendor) throw new Error('the vendor is not watched')
      return vendor
    },
    components: () => loadComponents(database.db, 'harbour', now),
    incident: (nativeId) => database.db.selectFrom('incident').selectAll().where('native_id', '=', nativeId).executeTakeFirst(),
    async newChanges() {
      const rows = await database.db.selectFrom('change').select(['id', 'kind']).where('id', '>', lastChange).orderBy('id').execute()
      lastChange = rows.at(-1)?.id ?? lastChange
      const counts: Partial<Record<ChangeKind, number>> = {}
      for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1
      return counts
    },
    close: () => database.close(),
  }
}
