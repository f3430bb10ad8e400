import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  healthOverTime,
  joinStretches,
  type Known,
  lastDays,
  observedParts,
  type Stretch,
  type Transition,
  type Uptime,
  uptimeByDay,
  uptimeOver,
  worstTogether,
} from '../../data/uptime.ts'
import { type Health, healths, worstOf } from '../../parsers/model.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const now = Date.parse('2026-03-01T12:00:00Z')
const always: readonly Stretch[] = [{ from: 0, until: now }]

function hoursAgo(hours: number): number {
  return now - hours * hourMs
}

function said(health: Health, from: number, until: number): Known {
  return { health, from: hoursAgo(from), until: hoursAgo(until) }
}

function oneDay(parts: readonly Known[]): Uptime {
  const [uptime] = uptimeOver(parts, [1], now)
  if (!uptime) throw new Error('no period')
  return uptime
}

describe('data/uptime.ts', () => {
  it('counts operational and degraded as up, outages as down, maintenance as neither', () => {
    const uptime = oneDay([
      said('operational', 24, 10),
      said('degraded_performance', 10, 8),
      said('partial_outage', 8, 7),
      said('major_outage', 7, 6),
      said('under_maintenance', 6, 2),
      said('operational', 2, 0),
    ])

    expect(uptime).toEqual({
      seconds: 86_400,
      observedSeconds: 86_400,
      operationalSeconds: 16 * 3_600,
      degradedSeconds: 2 * 3_600,
      downSeconds: 2 * 3_600,
      maintenanceSeconds: 4 * 3_600,
      uptime: 0.9,
      coverage: 1,
    })
  })

  it('leaves out what was not observed or not known, and says how much was', () => {
    const known = [said('operational', 24, 12), said('unknown', 12, 6), said('major_outage', 6, 0)]
    const observed = [
      { from: hoursAgo(24), until: hoursAgo(18) },
      { from: hoursAgo(15), until: hoursAgo(4) },
    ]

    const uptime = oneDay(observedParts(known, observed))

    expect(uptime).toMatchObject({ operationalSeconds: 9 * 3_600, downSeconds: 2 * 3_600, observedSeconds: 11 * 3_600, coverage: 0.458333 })
    expect(uptime.uptime).toBe(Math.floor((9 / 11) * 1e6) / 1e6)
  })

  it('claims no figure where nothing was observed, or nothing but maintenance', () => {
    expect(oneDay([])).toMatchObject({ uptime: null, coverage: 0, observedSeconds: 0 })
    expect(oneDay([said('under_maintenance', 24, 0)])).toMatchObject({ uptime: null, coverage: 1, maintenanceSeconds: 86_400 })
  })

  it('never rounds a short outage away', () => {
    const [year] = uptimeOver(
      [
        { health: 'operational', from: 0, until: now - 1_000 },
        { health: 'major_outage', from: now - 1_000, until: now },
      ],
      [365],
      now,
    )

    expect(year?.uptime).toBe(0.999999)
  })

  it.each<{ what: string; transitions: readonly Transition[]; present: Health | null; known: readonly Known[] }>([
    { what: 'no change', transitions: [], present: 'operational', known: [said('operational', 20, 0)] },
    { what: 'nothing said', transitions: [], present: null, known: [] },
    {
      what: 'changes of health',
      transitions: [
        { at: hoursAgo(10), before: 'operational', after: 'major_outage' },
        { at: hoursAgo(9), before: 'major_outage', after: 'operational' },
      ],
      present: 'operational',
      known: [said('operational', 20, 10), said('major_outage', 10, 9), said('operational', 9, 0)],
    },
    {
      what: 'being added',
      transitions: [{ at: hoursAgo(10), before: null, after: 'operational' }],
      present: 'operational',
      known: [said('operational', 10, 0)],
    },
    {
      what: 'being away for a time',
      transitions: [
        { at: hoursAgo(10), before: 'partial_outage', after: null },
        { at: hoursAgo(4), before: null, after: 'operational' },
      ],
      present: 'operational',
      known: [said('partial_outage', 20, 10), said('operational', 4, 0)],
    },
    {
      what: 'two changes at one moment',
      transitions: [
        { at: hoursAgo(5), before: 'operational', after: 'unknown' },
        { at: hoursAgo(5), before: 'unknown', after: 'degraded_performance' },
      ],
      present: 'degraded_performance',
      known: [said('operational', 20, 5), said('degraded_performance', 5, 0)],
    },
  ])('tells health over time from $what', ({ transitions, present, known }) => {
    expect(healthOverTime(transitions, present, hoursAgo(20), { from: hoursAgo(24), until: now })).toEqual(known)
  })

  it('lets a state count for the readings that saw it, and a single reading for its day but for no time', () => {
    const known = [said('operational', 20, 10), said('major_outage', 10, 0)]
    const parts = observedParts(known, [
      { from: hoursAgo(15), until: hoursAgo(15) },
      { from: hoursAgo(10), until: hoursAgo(10) },
    ])

    expect(parts).toEqual([said('operational', 15, 15), said('major_outage', 10, 10)])
    expect(uptimeByDay(parts, lastDays(1, now))).toMatchObject([{ worst: 'major_outage', observedSeconds: 0, uptime: null }])
  })

  it('joins stretches that overlap or touch', () => {
    expect(
      joinStretches([
        { from: 5, until: 9 },
        { from: 1, until: 3 },
        { from: 3, until: 4 },
        { from: 6, until: 7 },
      ]),
    ).toEqual([
      { from: 1, until: 4 },
      { from: 5, until: 9 },
    ])
  })

  it('takes the worst of several pages, and nothing where a page that was not read might be worse', () => {
    const one = [said('operational', 24, 12), said('major_outage', 12, 6)]
    const other = [said('operational', 20, 8)]

    expect(worstTogether([one, other])).toEqual([said('operational', 20, 12), said('major_outage', 12, 8), said('major_outage', 8, 6)])
    expect(worstTogether([one])).toBe(one)
    expect(worstTogether([])).toEqual([])
  })

  it('tells the days in UTC, the last until now, each with the worst that was said', () => {
    const days = lastDays(3, now)
    const daily = uptimeByDay([said('operational', 60, 30), said('degraded_performance', 30, 11), said('unknown', 11, 0)], days)

    expect(
      daily.map(({ date, worst, seconds, observedSeconds }) => ({
        date,
        worst,
        hours: seconds / 3_600,
        observed: observedSeconds / 3_600,
      })),
    ).toEqual([
      { date: '2026-02-27', worst: 'operational', hours: 24, observed: 24 },
      { date: '2026-02-28', worst: 'degraded_performance', hours: 24, observed: 24 },
      { date: '2026-03-01', worst: 'degraded_performance', hours: 12, observed: 1 },
    ])
  })

  /** Hour by hour, what a look at every list says. */
  function lookUp(known: readonly Known[], at: number): Health {
    return known.find(({ from, until }) => from <= at && at < until)?.health ?? 'unknown'
  }

  const hours = fc.array(fc.integer({ min: 0, max: 72 }), { maxLength: 12 }).map((all) => [...new Set(all)].toSorted((a, b) => b - a))
  const someHealth = fc.constantFrom(...healths)
  const history = fc.tuple(hours, fc.array(someHealth, { minLength: 14, maxLength: 14 })).map(([moments, words]) => {
    const transitions = moments.map((at, index) => ({ at: hoursAgo(at), before: words[index] ?? null, after: words[index + 1] ?? null }))
    return healthOverTime(transitions, words[0] ?? null, hoursAgo(72), { from: hoursAgo(72), until: now })
  })
  const watching = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 72 }), fc.integer({ min: 0, max: 30 })), { maxLength: 8 })
    .map((all) => joinStretches(all.map(([start, length]) => ({ from: hoursAgo(start), until: Math.min(now, hoursAgo(start - length)) }))))

  it('agrees with looking at every hour', () => {
    fc.assert(
      fc.property(history, watching, (known, observed) => {
        const parts = observedParts(known, observed)
        const seen: Health[] = Array.from({ length: 72 }, (_, hour) => {
          const at = hoursAgo(72 - hour)
          return observed.some(({ from, until }) => from <= at && at < until) ? lookUp(known, at) : 'unknown'
        })
        const [uptime] = uptimeOver(parts, [3], now)

        const spent = Map.groupBy(seen, (health) => health)
        expect(uptime?.operationalSeconds).toBe((spent.get('operational')?.length ?? 0) * 3_600)
        expect(uptime?.downSeconds).toBe(((spent.get('partial_outage')?.length ?? 0) + (spent.get('major_outage')?.length ?? 0)) * 3_600)
        expect(uptime?.observedSeconds).toBe((72 - (spent.get('unknown')?.length ?? 0)) * 3_600)
      }),
    )
  })

  it('adds up over the days, and over pages that say the same', () => {
    fc.assert(
      fc.property(history, watching, (known, observed) => {
        const parts = observedParts(known, observed)
        const days = uptimeByDay(parts, lastDays(5, now))
        const [whole] = uptimeOver(parts, [5], now)
        function total(name: 'observedSeconds' | 'downSeconds'): number {
          return days.reduce((sum, day) => sum + day[name], 0)
        }

        expect(total('observedSeconds')).toBe(whole?.observedSeconds)
        expect(total('downSeconds')).toBe(whole?.downSeconds)
        expect(uptimeOver(worstTogether([parts, parts]), [5], now)).toEqual([whole])
      }),
    )
  })

  it('is for several pages what worst-of says at every hour', () => {
    fc.assert(
      fc.property(history, history, (one, other) => {
        const together = worstTogether([one, other])
        for (let hour = 0; hour < 72; hour++) {
          const at = hoursAgo(72 - hour)
          expect(lookUp(together, at)).toBe(worstOf([lookUp(one, at), lookUp(other, at)]))
        }
      }),
    )
  })

  it('is quick: 500 components over 90 days', () => {
    const days = lastDays(90, now)
    const window = { from: now - 90 * dayMs, until: now }
    const observed = Array.from({ length: 300 }, (_, index) => ({
      from: window.from + index * 7 * hourMs,
      until: window.from + index * 7 * hourMs + 6 * hourMs,
    }))
    const transitions = Array.from({ length: 10 }, (_, index) => ({
      at: window.from + index * 200 * hourMs,
      before: index % 2 === 0 ? ('operational' as const) : ('partial_outage' as const),
      after: index % 2 === 0 ? ('partial_outage' as const) : ('operational' as const),
    }))

    const started = process.cpuUsage()
    for (let component = 0; component < 500; component++) {
      const parts = observedParts(healthOverTime(transitions, 'operational', 0, window), observed)
      uptimeOver(parts, [1, 7, 30, 90], now)
      uptimeByDay(parts, days)
    }

    // Some 30 ms where nothing else runs.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500)
  })

  it('starts where it was first seen', () => {
    expect(healthOverTime([], 'operational', now + 1, { from: 0, until: now })).toEqual([])
    expect(observedParts([said('operational', 5, 0)], always)).toEqual([said('operational', 5, 0)])
  })
})
