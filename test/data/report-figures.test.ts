import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PostStamps, reportFigures } from '../../data/report-figures.ts'
import type { Instant } from '../../parsers/model.ts'
import type { ReportTime } from '../../parsers/report/model.ts'
import { at, secondsAfter } from '../support/rows.ts'

const day = '2024-04-09T'

function moment(clock: string | null): Instant | null {
  return clock === null ? null : at(`${day}${clock}:00Z`)
}

function window(start: string | null, end: string | null, role: 'main' | 'sub' = 'main'): Parameters<typeof reportFigures>[0][number] {
  return { start: moment(start), end: moment(end), role }
}

function posts(first: string | null, last = first, resolved: string | null = last, isVague = false): PostStamps {
  return { firstAt: moment(first), lastAt: moment(last), resolvedAt: moment(resolved), isVague }
}

const minutes = 60
const none = { reportLagSeconds: null, statedDowntimeSeconds: null, postedDowntimeSeconds: null }

describe('data/report-figures.ts', () => {
  it.each([
    {
      what: 'a post 40 minutes after the start',
      windows: [window('06:45', '08:55')],
      stamps: posts('07:25', '11:14'),
      lag: 40 * minutes,
      stated: 130 * minutes,
      posted: 229 * minutes,
    },
    {
      what: 'a post at the very minute of the start',
      windows: [window('16:02', '16:30')],
      stamps: posts('16:02', '16:45'),
      lag: 0,
      stated: 28 * minutes,
      posted: 43 * minutes,
    },
    {
      what: 'two windows with a gap, which is not counted',
      windows: [window('05:45', '07:00'), window('09:10', '09:40', 'sub')],
      stamps: posts('06:00', '10:00'),
      lag: 15 * minutes,
      stated: 105 * minutes,
      posted: 240 * minutes,
    },
    {
      what: 'windows that overlap, each minute counted once',
      windows: [window('10:00', '11:00'), window('10:30', '10:45', 'sub'), window('10:50', '11:10', 'sub')],
      stamps: posts('10:05', '11:00'),
      lag: 5 * minutes,
      stated: 70 * minutes,
      posted: 55 * minutes,
    },
    {
      what: 'a part without an end, which adds nothing',
      windows: [window('10:00', '11:00'), window('10:30', null, 'sub')],
      stamps: posts('10:05', '11:00'),
      lag: 5 * minutes,
      stated: 60 * minutes,
      posted: 55 * minutes,
    },
    {
      what: 'posts that began after the end and went on',
      windows: [window('10:00', '10:10')],
      stamps: posts('10:20', '10:22'),
      lag: 20 * minutes,
      stated: 10 * minutes,
      posted: 2 * minutes,
    },
    {
      what: 'one post, closed by the page later',
      windows: [window('10:00', '11:00')],
      stamps: posts('10:20', '10:20', '11:05'),
      lag: 20 * minutes,
      stated: 60 * minutes,
      posted: 45 * minutes,
    },
  ])('reckons $what', ({ windows, stamps, lag, stated, posted }) => {
    expect(reportFigures(windows, 0, stamps)).toEqual({
      reportLagSeconds: lag,
      statedDowntimeSeconds: stated,
      postedDowntimeSeconds: posted,
      reason: null,
    })
  })

  it.each([
    { reason: 'no_window', windows: [], stamps: posts('10:00') },
    { reason: 'no_window', windows: [window('10:00', '11:00', 'sub')], stamps: posts('10:00') },
    { reason: 'no_start', windows: [window(null, '11:00')], stamps: posts('10:00', '11:30') },
    { reason: 'no_end', windows: [window('10:00', null)], stamps: posts('10:00', '11:30') },
    { reason: 'reversed_window', windows: [window('11:00', '10:00')], stamps: posts('11:10', '11:30') },
    { reason: 'no_posts', windows: [window('10:00', '11:00')], stamps: posts(null) },
    { reason: 'vague_stamps', windows: [window('10:00', '11:00')], stamps: posts('10:10', '11:30', '11:30', true) },
    { reason: 'posted_before_start', windows: [window('10:00', '11:00')], stamps: posts('09:59', '11:30') },
    { reason: 'posted_at_once_after_end', windows: [window('10:00', '11:00')], stamps: posts('12:00', '12:01') },
    { reason: 'posted_at_once_after_end', windows: [window('10:00', '11:00')], stamps: posts('11:00') },
    {
      reason: 'posted_long_after',
      windows: [window('10:00', '11:00')],
      stamps: { firstAt: at('2024-04-16T11:00:01Z'), lastAt: at('2024-04-16T15:00:00Z'), resolvedAt: null, isVague: false },
    },
    { reason: 'resolved_at_once', windows: [window('10:00', '11:00')], stamps: posts('10:00') },
  ])('derives nothing where there is $reason', ({ reason, windows, stamps }) => {
    expect(reportFigures(windows, 0, stamps)).toEqual({ ...none, reason })
  })

  it('derives nothing from a text of several incidents, or from a window whose year is open', () => {
    const yearless: ReportTime = '--04-09T10:00Z'

    expect(reportFigures([window('10:00', '11:00')], 2, posts('10:10', '11:30'))).toEqual({ ...none, reason: 'several_incidents' })
    expect(reportFigures([{ ...window('10:00', '11:00'), start: yearless }], 0, posts('10:10', '11:30'))).toEqual({
      ...none,
      reason: 'no_year',
    })
  })

  it.each([
    ['no post', null],
    ['a field that is older than the first post', '10:00'],
  ])('leaves the posted downtime open where %s says resolved', (_what, resolved) => {
    expect(reportFigures([window('10:00', '11:00')], 0, posts('10:10', '11:30', resolved))).toEqual({
      reportLagSeconds: 600,
      statedDowntimeSeconds: 3_600,
      postedDowntimeSeconds: null,
      reason: 'not_resolved',
    })
  })

  const base = at('2024-04-09T00:00:00Z')
  const second = fc.integer({ min: 0, max: 200_000 }).map((offset) => secondsAfter(base, offset))
  const maybe = fc.option(second, { nil: null })
  const anyWindows = fc.array(fc.record({ start: maybe, end: maybe, role: fc.constantFrom('main' as const, 'sub' as const) }), {
    maxLength: 5,
  })
  const anyPosts = fc.record({ firstAt: maybe, lastAt: maybe, resolvedAt: maybe, isVague: fc.boolean() })

  it('is never negative, and says why where it says nothing', () => {
    fc.assert(
      fc.property(anyWindows, fc.nat({ max: 3 }), anyPosts, (windows, parts, stamps) => {
        const { reason, ...figures } = reportFigures(windows, parts, stamps)

        const values = Object.values(figures)
        expect(values.every((value) => value === null || value >= 0)).toBe(true)
        expect(values.includes(null)).toBe(reason !== null)
      }),
    )
  })

  it('counts every stated second once, whatever the order of the windows after the main one', () => {
    const stretch = fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 60 }))
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), fc.nat(), (stretches, seed) => {
        const all = stretches.map(([from, length], index) => ({
          start: secondsAfter(base, from),
          end: secondsAfter(base, from + length),
          role: index === 0 ? ('main' as const) : ('sub' as const),
        }))
        const turn = all.length < 2 ? 0 : seed % (all.length - 1)
        const [main, ...rest] = all
        const first = main?.start ?? base
        const stamps = { firstAt: first, lastAt: secondsAfter(first, 1_000), resolvedAt: null, isVague: false }

        const figures = [all, [...(main ? [main] : []), ...rest.slice(turn), ...rest.slice(0, turn)]].map(
          (windows) => reportFigures(windows, 0, stamps).statedDowntimeSeconds,
        )

        const seconds = new Set(stretches.flatMap(([from, length]) => Array.from({ length }, (_, index) => from + index)))
        expect(figures).toEqual([seconds.size, seconds.size])
      }),
    )
  })
})
