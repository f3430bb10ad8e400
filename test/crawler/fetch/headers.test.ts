import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMaxAge, parseRetryAfter } from '../../../crawler/fetch/headers.ts'

const now = Date.UTC(2026, 10, 20, 12, 0, 0)

describe('crawler/fetch/headers.ts', () => {
  it.each([
    ['120', 120],
    [' 120 ', 120],
    ['0', 0],
    ['172800', 172_800],
    ['172801', 172_800],
    ['99999999', 172_800],
    ['9'.repeat(400), 172_800],
    ['120, 120', 120],
    ['30,600', 600],
    ['Fri, 20 Nov 2026 12:02:00 GMT', 120],
    ['fri, 20 nov 2026 12:02:00 gmt', 120],
    ['Friday, 20-Nov-26 12:02:00 GMT', 120],
    ['Fri Nov 20 12:02:00 2026', 120],
    ['Tue Dec  1 12:00:00 2026', 172_800],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Sat, 20 Nov 2066 12:00:00 GMT', 172_800],
    ['-5', undefined],
    ['+5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['abc', undefined],
    ['', undefined],
    [undefined, undefined],
    ['120 seconds', undefined],
    ['Mon, 30 Feb 2026 12:00:00 GMT', undefined],
    ['Fri, 20 Foo 2026 12:00:00 GMT', undefined],
    ['Fri, 20 Nov 2026 25:00:00 GMT', undefined],
    ['Fri, 20 Nov 2026 12:02:00 CET', undefined],
    ['Fri, 20 Nov 2026 12:02:00', undefined],
    ['2026-11-20T12:02:00Z', undefined],
  ])('reads Retry-After %j as %s seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds)
  })

  it('answers any text with nothing or with whole seconds from 0 to two days', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer().map(String),
      fc.float().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    )

    fc.assert(
      fc.property(hostile, (value) => {
        const seconds = parseRetryAfter(value, now)

        expect(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 172_800)).toBe(true)
      }),
    )
  })

  it('understands every date that a server prints and never waits longer than it says', () => {
    const dates = fc.date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })

    fc.assert(
      fc.property(dates, (date) => {
        const seconds = parseRetryAfter(date.toUTCString(), now)
        const exact = Math.floor(date.getTime() / 1000) - now / 1000

        expect(seconds).toBe(Math.min(172_800, Math.max(0, exact)))
      }),
    )
  })

  it('honours every number of seconds within two days as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 172_800 }), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds)
      }),
    )
  })

  it.each([
    ['max-age=60', 60],
    ['public, MAX-AGE = 60', 60],
    ['max-age="60"', 60],
    ['private, max-age=0, must-revalidate', 0],
    ['max-age=60, max-age=600', 60],
    ['no-cache, max-age=60', 0],
    ['max-age=60, no-store', 0],
    ['s-maxage=60', undefined],
    ['max-age=-1', undefined],
    ['max-age=1.5', undefined],
    ['max-age', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads Cache-Control %j as %s seconds', (value, seconds) => {
    expect(parseMaxAge(value)).toBe(seconds)
  })

  it('answers any Cache-Control with nothing or with whole seconds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `max-age=${text}`),
        ),
        (value) => {
          const seconds = parseMaxAge(value)

          expect(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0)).toBe(true)
        },
      ),
    )
  })
})
