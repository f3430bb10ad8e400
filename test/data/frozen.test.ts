import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../data/database/open.ts'
import type { PageTable } from '../../data/database/schema.ts'
import { doubtFrozen } from '../../data/store/frozen.ts'
import type { Instant } from '../../parsers/model.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import { change, incident, now, page, readAt, resolved, secondsAfter, vendor } from '../support/rows.ts'

const day = 86_400

function daysAgo(days: number): Instant {
  return secondsAfter(readAt, -days * day)
}

describe('data/store/frozen.ts', () => {
  let database: Database

  beforeEach(async () => {
    database = await openTestDatabase()
  })
  afterEach(() => database.close())

  /** A page that changed so many days ago last, with an incident that is open since. */
  async function scene(days: number, row: Partial<PageTable> = {}, watched: 0 | 1 = 1): Promise<void> {
    await insert(database, {
      vendor: [vendor('v', { watched })],
      page: [page('v', { changed_at: daysAgo(days), ...row })],
      incident: [incident('v', 'i', { started_at: daysAgo(1), sort_at: daysAgo(1) })],
    })
  }

  /** Changes of the page that came so many days one after the other, the last one `since` days ago. */
  async function habit(
    gaps: readonly number[],
    since: number,
    kind: 'component_health' | 'page_failed' = 'component_health',
  ): Promise<void> {
    let days = since
    const times = gaps.map((gap) => (days += gap))
    await insert(database, {
      change: [since, ...times].map((ago, index) => change('v', `${kind}${index}`, { kind, observed_at: daysAgo(ago) })),
    })
  }

  async function doubts(): Promise<readonly { subject_id: string; kind: string; text: string }[]> {
    return database.db.selectFrom('doubt').select(['subject_id', 'kind', 'text']).orderBy('subject_id').execute()
  }

  async function frozenChanges(): Promise<number> {
    return (await database.db.selectFrom('change').select('id').where('kind', '=', 'page_frozen').execute()).length
  }

  describe('a page with an open incident', () => {
    it.each([
      { days: 6.9, isFrozen: false },
      { days: 7.1, isFrozen: true },
    ])('that has no habit yet stands still after a week: after $days days = $isFrozen', async ({ days, isFrozen }) => {
      await scene(days)

      expect(await doubtFrozen(database, now)).toEqual({ frozen: isFrozen ? 1 : 0, settled: 0 })
      expect(await frozenChanges()).toBe(isFrozen ? 1 : 0)
    })

    it('says since when, in words', async () => {
      await scene(8)
      await doubtFrozen(database, now)

      expect(await doubts()).toEqual([
        {
          subject_id: 'v-page',
          kind: 'frozen',
          text: `The page has not changed since ${daysAgo(8).slice(0, 10)} while an incident is open`,
        },
      ])
    })

    it.each([
      {
        what: 'that changes every few hours: twice its longest pause',
        gaps: Array.from({ length: 12 }, () => 0.6),
        days: 1.3,
        isFrozen: true,
      },
      { what: 'that changes every few hours, never within a day', gaps: Array.from({ length: 12 }, () => 0.1), days: 0.9, isFrozen: false },
      { what: 'that is often quiet for ten days', gaps: Array.from({ length: 12 }, () => 10), days: 15, isFrozen: false },
      {
        what: 'that is often quiet for ten days, but not for so long',
        gaps: Array.from({ length: 12 }, () => 10),
        days: 20.1,
        isFrozen: true,
      },
      { what: 'of which too few pauses are known', gaps: Array.from({ length: 9 }, () => 0.1), days: 6, isFrozen: false },
    ])('$what', async ({ gaps, days, isFrozen }) => {
      await scene(days)
      await habit(gaps, days)

      expect((await doubtFrozen(database, now)).frozen).toBe(isFrozen ? 1 : 0)
    })

    it('is not moved by its own failures', async () => {
      await scene(8)
      await habit(
        Array.from({ length: 20 }, () => 0.2),
        0.1,
        'page_failed',
      )

      expect((await doubtFrozen(database, now)).frozen).toBe(1)
    })

    it('is noted once, and doubted as long as it stands', async () => {
      await scene(8)
      await doubtFrozen(database, now)
      const later = secondsAfter(now, day)

      expect(await doubtFrozen(database, later)).toEqual({ frozen: 0, settled: 0 })
      expect(await frozenChanges()).toBe(1)
      expect(await database.db.selectFrom('doubt').select('since').execute()).toEqual([{ since: now }])
    })

    it('is judged as of its last good reading: nobody knows what it did since', async () => {
      await scene(3, { read_at: daysAgo(2), failures: 40, failing_since: daysAgo(2) })

      expect((await doubtFrozen(database, secondsAfter(now, 30 * day))).frozen).toBe(0)
    })

    it('goes on to be doubted while it cannot be read', async () => {
      await scene(8)
      await doubtFrozen(database, now)
      await database.db.updateTable('page').set({ failures: 3, failing_since: now }).execute()

      expect(await doubtFrozen(database, secondsAfter(now, day))).toEqual({ frozen: 0, settled: 0 })
    })

    it('is no longer doubted when it has changed', async () => {
      await scene(8)
      await doubtFrozen(database, now)
      await database.db.updateTable('page').set({ changed_at: readAt }).execute()

      expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 1 })
      expect(await doubts()).toEqual([])
    })

    it('is no longer doubted when nothing is open', async () => {
      await scene(8)
      await doubtFrozen(database, now)
      await database.db.updateTable('incident').set(resolved).execute()

      expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 1 })
    })

    it.each([
      { what: 'a page that is not watched', row: { watched: 0 as const }, watched: 1 as const },
      { what: 'a page of a vendor that is not watched', row: {}, watched: 0 as const },
      { what: 'a page that was never read', row: { changed_at: null, read_at: null }, watched: 1 as const },
    ])('is not doubted: $what', async ({ row, watched }) => {
      await scene(30, row, watched)

      expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 0 })
    })
  })

  it('doubts no page on which nothing is open', async () => {
    await insert(database, { vendor: [vendor('v')], page: [page('v', { changed_at: daysAgo(300) })] })

    expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 0 })
  })

  describe('an incident', () => {
    /** Open for so many days on a page that changes, after some that lasted so many hours each. */
    async function openFor(days: number, pastHours: readonly number[]): Promise<void> {
      const startedAt = daysAgo(days)
      await insert(database, {
        vendor: [vendor('v')],
        page: [page('v', { changed_at: readAt })],
        incident: [
          incident('v', 'open', { started_at: startedAt, sort_at: startedAt }),
          ...pastHours.map((hours, index) =>
            incident('v', `past${index}`, { ...resolved, started_at: daysAgo(90), resolved_at: secondsAfter(daysAgo(90), hours * 3_600) }),
          ),
        ],
      })
    }

    const usual = Array.from({ length: 24 }, () => 5)

    it.each([
      { what: 'of a vendor with little history, after a month', days: 30.1, past: [], text: 'Open for 30 days' },
      {
        what: 'far beyond what is usual',
        days: 2,
        past: usual,
        text: "Open for 2 days; 99 in 100 of this vendor's incidents end within 5 hours",
      },
      {
        what: 'far beyond what is usual, where that is an hour',
        days: 1.5,
        past: usual.map(() => 0.5),
        text: "Open for a day; 99 in 100 of this vendor's incidents end within an hour",
      },
    ])('is doubted: $what', async ({ days, past, text }) => {
      await openFor(days, past)

      expect(await doubtFrozen(database, now)).toEqual({ frozen: 1, settled: 0 })
      expect(await doubts()).toEqual([{ subject_id: 'open', kind: 'frozen', text }])
      expect(await frozenChanges()).toBe(0)
    })

    it.each([
      { what: 'of a vendor with little history, within a month', days: 29.9, past: Array.from({ length: 19 }, () => 1) },
      { what: 'within a day, whatever is usual', days: 0.99, past: usual.map(() => 0.1) },
      { what: 'within twice what one in a hundred lasts', days: 9, past: [...usual, 120] },
    ])('is not doubted: $what', async ({ days, past }) => {
      await openFor(days, past)

      expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 0 })
    })
  })

  it('leaves doubts of other kinds alone', async () => {
    await scene(1)
    await insert(database, { doubt: [{ subject_id: 'v-page', kind: 'contradiction', since: now, text: 'It contradicts itself' }] })

    expect(await doubtFrozen(database, now)).toEqual({ frozen: 0, settled: 0 })
    expect(await doubts()).toMatchObject([{ kind: 'contradiction' }])
  })
})
