import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noneListed } from '../../data/changes/moment.ts'
import type { Database } from '../../data/database/open.ts'
import type { Recorded } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import type { Component, Extent, Health } from '../../parsers/model.ts'
import { openTestDatabase } from '../support/database.ts'
import { at, secondsAfter } from '../support/rows.ts'

const start = at('2026-03-01T00:00:00Z')

function leaf(nativeId: string, health: Health): Component {
  return { nativeId, name: nativeId, health, native: health, group: false, children: [] }
}

const impaired = [leaf('api', 'major_outage'), leaf('mail', 'under_maintenance'), leaf('web', 'operational')]

describe('data/changes/components.ts, of a list that names what is wrong', () => {
  let database: Database

  beforeEach(async () => {
    database = await openTestDatabase()
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.example.com', platform: 'aws' }] }])
  })
  afterEach(() => database.close())

  it('what it no longer names is unknown, and told so once; nothing is removed or held back', async () => {
    await read(0, impaired)

    const changes = [await read(1, []), await read(2, []), await read(3, [])]

    expect(changes).toEqual([['component_health', 'component_health'], [], []])
    expect(await healths()).toEqual({ api: 'unknown', mail: 'unknown', web: 'operational' })
    expect(await read(4, [leaf('api', 'partial_outage')])).toEqual(['component_health'])
  })

  it.each<{ what: string; extent: Extent; minute: number }>([
    { what: 'a list that says nothing of the rest', extent: 'none', minute: 2 },
    { what: 'a list of recent ones', extent: 'recent', minute: 2 },
    { what: 'a reading older than the newest', extent: 'open', minute: 0 },
  ])('$what takes nothing back', async ({ extent, minute }) => {
    await read(1, impaired)

    expect(await read(minute, [], extent)).toEqual([])
    expect(await healths()).toEqual({ api: 'major_outage', mail: 'under_maintenance', web: 'operational' })
  })

  async function read(minute: number, components: readonly Component[], extent: Extent = 'open'): Promise<Recorded['changes']> {
    const page = await database.db.selectFrom('page').selectAll().executeTakeFirstOrThrow()
    const observedAt = secondsAfter(start, minute * 60)
    const [recorded] = await recordPolls(database, [
      {
        type: 'read',
        pageId: page.id,
        observedAt,
        recordedAt: observedAt,
        bytes: 1,
        durationMilliseconds: 1,
        platform: 'aws',
        snapshot: {
          platform: 'aws',
          authority: 'api',
          observedAt,
          page: {},
          components,
          coverage: { components: extent, incidents: 'none', maintenances: 'none' },
          omissions: [],
        },
        sources: [],
        archive: [],
        contentDigest: JSON.stringify(components),
        listsRead: false,
        openListed: noneListed,
        backfill: false,
      },
    ])
    return recorded?.changes.filter((kind) => kind !== 'page_health') ?? []
  }

  async function healths(): Promise<Readonly<Record<string, Health>>> {
    const rows = await database.db.selectFrom('component').select(['native_id', 'health']).where('removed_at', 'is', null).execute()
    return Object.fromEntries(rows.map((row) => [row.native_id, row.health]))
  }
})
