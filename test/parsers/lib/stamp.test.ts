import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantFromRfc822, instantFromStamp, monthFromName, type Neighbour, noonOf, readStamp } from '../../../parsers/lib/stamp.ts'
import { instant } from '../../support/documents.ts'

describe('parsers/lib/stamp', () => {
  it.each([
    ['Apr 10, 2025 - 10:27 UTC', { year: 2025, month: 4, day: 10, hour: 10, minute: 27, second: 0, zone: 'UTC' }],
    ['Aug 21, 00:37 UTC', { month: 8, day: 21, hour: 0, minute: 37, second: 0, zone: 'UTC' }],
    ['Nov  2, 16:09 PST', { month: 11, day: 2, hour: 16, minute: 9, second: 0, zone: 'PST' }],
    ['January 5 2026 at 7:05:30 PM CET and more', { year: 2026, month: 1, day: 5, hour: 19, minute: 5, second: 30, zone: 'CET' }],
    ['Sept. 1, 12:00 a.m. EDT', { month: 9, day: 1, hour: 0, minute: 0, second: 0, zone: 'EDT' }],
    ['Feb 10, 09:30 GMT+08:00', { month: 2, day: 10, hour: 9, minute: 30, second: 0, zone: 'GMT+08:00' }],
    ['Feb 10, 09:30 -03', { month: 2, day: 10, hour: 9, minute: 30, second: 0, zone: '-03' }],
  ])('reads "%s"', (text, expected) => {
    expect(readStamp(text)).toStrictEqual(expected)
  })

  it.each([
    '',
    'Aug 21, 2026',
    'Aug 21, 00:37',
    'Août 21, 00:37 UTC',
    '21 Aug, 00:37 UTC',
    'Aug 21, 13:00 PM UTC',
    'Jan 24, 00:00-03:00 UTC',
    'Augustus 1, 10:00 UTC',
    '5. Januar, 10:00 CET',
    'x'.repeat(100_000),
  ])('reads no stamp in "%.40s"', (text) => {
    expect(readStamp(text)).toBeUndefined()
  })

  it.each([
    ['a year of its own', 'Dec 31, 2024 - 23:30 UTC', undefined, '2024-12-31T23:30:00.000Z'],
    ['the year before its neighbour', 'Dec 31, 23:30 UTC', before('2026-01-01T01:15:00.000Z'), '2025-12-31T23:30:00.000Z'],
    ['the same year as its neighbour', 'Jan 1, 00:20 UTC', before('2026-01-01T01:15:00.000Z'), '2026-01-01T00:20:00.000Z'],
    ['a few days behind, set by hand', 'Jan 3, 00:20 UTC', before('2026-01-01T01:15:00.000Z'), '2026-01-03T00:20:00.000Z'],
    ['last year, where this one would be too late', 'Mar 16, 04:38 UTC', before('2026-01-22T00:00:00.000Z'), '2025-03-16T04:38:00.000Z'],
    ['the nearest on either side', 'Jan 2, 10:00 UTC', nearest('2025-12-30T12:00:00.000Z'), '2026-01-02T10:00:00.000Z'],
    ['a leap day, in the one year that has it', 'Feb 29, 10:00 UTC', before('2025-01-05T12:00:00.000Z'), '2024-02-29T10:00:00.000Z'],
  ])('%s: "%s"', (_what, text, neighbour, expected) => {
    const stamp = readStamp(text)

    expect(stamp && instantFromStamp(stamp, undefined, neighbour)).toBe(expected)
  })

  it.each([
    ['has no year and no neighbour', 'Mar 16, 04:38 UTC', undefined],
    ['is on a day of no year around', 'Feb 29, 10:00 UTC', before('2027-03-01T12:00:00.000Z')],
    ['is in a zone that cannot be told', 'Mar 16, 2026 - 04:38 IST', undefined],
  ])('has no moment for a stamp that %s', (_what, text, neighbour) => {
    const stamp = readStamp(text)

    expect(stamp).toBeDefined()
    expect(stamp && instantFromStamp(stamp, undefined, neighbour)).toBeUndefined()
  })

  it('finds the year again of any stamp within half a year of its neighbour', () => {
    const days = fc.integer({ min: -180, max: 180 })
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2003, 0, 1), max: Date.UTC(2098, 0, 1) }), days, (at, distance) => {
        const moment = new Date(Math.floor((at + distance * 86_400_000) / 60_000) * 60_000)
        const text = `${moment.toLocaleString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })}, ${moment.toISOString().slice(11, 16)} UTC`
        const stamp = readStamp(text)

        expect(stamp && instantFromStamp(stamp, undefined, nearest(new Date(at).toISOString()))).toBe(moment.toISOString())
      }),
    )
  })

  it.each([
    ['Thu, 20 Aug 2026 14:43:00 +0000', '2026-08-20T14:43:00.000Z'],
    ['Thu, 20 Aug 2026 14:43:00 GMT', '2026-08-20T14:43:00.000Z'],
    ['Thu, 20 Aug 2026 14:43:00 Z', '2026-08-20T14:43:00.000Z'],
    ['20 Aug 2026 14:43 EST', '2026-08-20T19:43:00.000Z'],
    ['Thu, 20 Aug 2026 14:43:00 -0700', '2026-08-20T21:43:00.000Z'],
  ])('reads "%s" in a feed as %s', (text, expected) => {
    expect(instantFromRfc822(text)).toBe(expected)
  })

  it.each([
    '',
    'Thu, 20 Aug 26 14:43:00 GMT',
    'Thu, 20 Aug 2026 14:43:00',
    'Thu, 31 Feb 2026 14:43:00 GMT',
    '20 Aout 2026 14:43:00 GMT',
    '2026-08-20',
  ])('reads no date of a feed in "%s"', (text) => {
    expect(instantFromRfc822(text)).toBeUndefined()
  })

  it.each([
    ['Jan', 1],
    ['december', 12],
    ['Sept', 9],
    ['may', 5],
    ['Octo', undefined],
    ['', undefined],
  ])('%s is month %s', (name, month) => {
    expect(monthFromName(name)).toBe(month)
  })

  it('takes the head of a day for its noon', () => {
    expect(noonOf('Jan  9, 2021')).toBe('2021-01-09T12:00:00.000Z')
    expect(noonOf('Jan 9')).toBeUndefined()
    expect(noonOf('Today')).toBeUndefined()
  })
})

function before(text: string): Neighbour {
  return { instant: instant(text), side: 'before' }
}

function nearest(text: string): Neighbour {
  return { instant: instant(text), side: 'nearest' }
}
