import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePage, judgeVendor, type PageFacts } from '../../data/trust.ts'
import { healths, type Instant } from '../../parsers/model.ts'
import { now, page, secondsAfter } from '../support/rows.ts'

function facts(row: Partial<PageFacts>): PageFacts {
  return { ...page('v'), ...row }
}

/** A page whose last good reading, and word about health, is so many seconds old. */
function aged(seconds: number, row: Partial<PageFacts> = {}): PageFacts {
  const at = secondsAfter(now, -seconds)
  return facts({ read_at: at, health_at: at, ...row })
}

describe('data/trust.ts', () => {
  describe('a page', () => {
    it.each([
      { what: 'just read', row: aged(0), trust: 'fresh', health: 'operational' },
      { what: 'read exactly two intervals ago', row: aged(240), trust: 'fresh', health: 'operational' },
      { what: 'read a second more than two intervals ago', row: aged(241), trust: 'stale', health: 'unknown' },
      {
        what: 'read within a minute at an interval of 10 s',
        row: aged(60, { interval_seconds: 10 }),
        trust: 'fresh',
        health: 'operational',
      },
      { what: 'read over a minute ago at an interval of 10 s', row: aged(61, { interval_seconds: 10 }), trust: 'stale', health: 'unknown' },
      { what: 'never read', row: facts({ read_at: null, health_at: null, health: null }), trust: 'unknown', health: 'unknown' },
      { what: 'not understood just now', row: aged(0, { understood: 0 }), trust: 'unknown', health: 'unknown' },
      {
        what: 'failing since its last good reading of a minute ago',
        row: aged(60, { failures: 2, failure_kind: 'timeout' }),
        trust: 'fresh',
        health: 'operational',
      },
      { what: 'fresh without a word about health', row: aged(0, { health: null, health_at: null }), trust: 'fresh', health: 'unknown' },
      { what: 'read with a clock far ahead of ours', row: aged(-241), trust: 'stale', health: 'unknown' },
      { what: 'read with a clock a little ahead of ours', row: aged(-5), trust: 'fresh', health: 'operational' },
    ])('that was $what is $trust, and its all-clear $health', ({ row, trust, health }) => {
      const judged = judgePage(row, now)

      expect(judged).toMatchObject({ trust, health, lastHealth: row.health, lastHealthAt: row.health_at })
    })

    it('is not operational where a fresh reading told no health and the last word about it is old', () => {
      const judged = judgePage(aged(10, { health_at: secondsAfter(now, -600) }), now)

      expect(judged).toMatchObject({ trust: 'fresh', health: 'unknown', lastHealth: 'operational' })
    })

    it.each(['degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'] as const)(
      'keeps %s however old it is',
      (health) => {
        expect(judgePage(aged(86_400, { health }), now).health).toBe(health)
        expect(judgePage(aged(0, { health, understood: 0 }), now).health).toBe(health)
      },
    )

    it.each([
      { row: aged(0), reason: null },
      { row: aged(600), reason: 'not read lately' },
      { row: aged(600, { failures: 1, failure_kind: 'status', failure_detail: 'server_error' }), reason: 'answers with a server error' },
      { row: aged(0, { failures: 1, failure_kind: 'timeout', failure_detail: 'deadline' }), reason: 'does not answer in time' },
      { row: facts({ read_at: null }), reason: 'never read' },
      {
        row: facts({ read_at: null, failures: 1, failure_kind: 'dns', failure_detail: 'dns_notfound' }),
        reason: 'never read: its name does not exist',
      },
      {
        row: aged(0, { understood: 0, failures: 1, failure_kind: 'foreign', failure_detail: 'a login wall' }),
        reason: 'answers, but not as the page that is watched: a login wall',
      },
      { row: aged(0, { understood: 0 }), reason: 'its last answer could not be understood' },
    ])('says why in words: $reason', ({ row, reason }) => {
      expect(judgePage(row, now).trustReason).toBe(reason)
    })

    it('says until when it is fresh, and is stale a moment later', () => {
      const row = aged(30)
      const { freshUntil } = judgePage(row, now)

      expect(freshUntil).toBe(secondsAfter(now, 210))
      expect(judgePage(row, secondsAfter(now, 210)).trust).toBe('fresh')
      expect(judgePage(row, secondsAfter(now, 210.001)).trust).toBe('stale')
      expect(judgePage(aged(600), now).freshUntil).toBeNull()
    })

    it('is never operational without a good reading within its time', () => {
      const instant = fc.integer({ min: -100_000, max: 100_000 }).map((seconds): Instant => secondsAfter(now, seconds))
      const row = fc.record({
        health: fc.option(fc.constantFrom(...healths), { nil: null }),
        health_at: fc.option(instant, { nil: null }),
        read_at: fc.option(instant, { nil: null }),
        interval_seconds: fc.integer({ min: 1, max: 86_400 }),
        failures: fc.nat(5),
        failure_kind: fc.option(fc.string(), { nil: null }),
        failure_detail: fc.option(fc.string(), { nil: null }),
        understood: fc.constantFrom(0 as const, 1 as const),
      })
      fc.assert(
        fc.property(row, (given) => {
          const judged = judgePage(given, now)
          if (judged.health !== 'operational') return
          const limit = Math.max(60, 2 * given.interval_seconds) * 1000
          const ages = [given.read_at, given.health_at].map((stamp) => Math.abs(Date.parse(now) - Date.parse(stamp ?? '')))

          expect(judged.trust).toBe('fresh')
          expect(given).toMatchObject({ health: 'operational', understood: 1 })
          expect(Math.max(...ages)).toBeLessThanOrEqual(limit)
        }),
      )
    })
  })

  describe('a vendor', () => {
    const fresh = judgePage(aged(0), now)
    const outage = judgePage(aged(0, { health: 'major_outage' }), now)
    const stale = judgePage(aged(600), now)
    const unread = judgePage(facts({ read_at: null, health: null, health_at: null }), now)

    it.each([
      { pages: [fresh], health: 'operational', trust: 'fresh', reason: null },
      { pages: [fresh, fresh], health: 'operational', trust: 'fresh', reason: null },
      { pages: [fresh, outage], health: 'major_outage', trust: 'fresh', reason: null },
      { pages: [fresh, stale], health: 'unknown', trust: 'stale', reason: 'not read lately' },
      { pages: [outage, stale], health: 'major_outage', trust: 'stale', reason: 'not read lately' },
      { pages: [stale, unread], health: 'unknown', trust: 'unknown', reason: 'never read' },
      { pages: [], health: 'unknown', trust: 'unknown', reason: 'has no page' },
    ])('has the worst health and the weakest trust of its pages: $health, $trust', ({ pages, health, trust, reason }) => {
      expect(judgeVendor(pages)).toMatchObject({ health, trust, trustReason: reason })
    })

    it('is fresh until the first of its pages is not', () => {
      const older = judgePage(aged(100), now)

      expect(judgeVendor([fresh, older]).freshUntil).toBe(older.freshUntil)
      expect(judgeVendor([fresh, stale]).freshUntil).toBeNull()
    })

    it('last said what its pages last said together, as of the oldest of them', () => {
      expect(judgeVendor([fresh, stale])).toMatchObject({ lastHealth: 'operational', lastHealthAt: stale.lastHealthAt })
      expect(judgeVendor([fresh, unread]).lastHealth).toBe('unknown')
      expect(judgeVendor([unread]).lastHealth).toBeNull()
    })
  })
})
