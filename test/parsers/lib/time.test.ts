import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  epochMs,
  instantFromAbbreviation,
  instantFromEpochMs,
  instantFromEpochSeconds,
  instantFromIso,
  instantFromZone,
  isInstant,
  isZone,
} from '../../../parsers/lib/time.ts'

const moments = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2100, 11, 30) })
const zones = [
  'Europe/Rome',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Etc/UTC',
  'Asia/Kolkata',
]

function local(text: string): Parameters<typeof instantFromZone>[0] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/u).map(Number)
  return { year, month, day, hour, minute }
}

describe('parsers/lib/time', () => {
  it.each([
    ['2026-03-04T05:06:07.089Z', '2026-03-04T05:06:07.089Z'],
    ['2026-03-04T05:06:07Z', '2026-03-04T05:06:07.000Z'],
    ['2026-03-04T05:06Z', '2026-03-04T05:06:00.000Z'],
    ['2026-03-04T05:06:07.089123456Z', '2026-03-04T05:06:07.089Z'],
    ['2026-03-04T05:06:07.5+02:00', '2026-03-04T03:06:07.500Z'],
    ['2026-03-04T05:06:07-0430', '2026-03-04T09:36:07.000Z'],
    ['2026-03-04T05:06:07+14', '2026-03-03T15:06:07.000Z'],
    ['2026-03-04 05:06:07 UTC', '2026-03-04T05:06:07.000Z'],
    ['2026-03-04 05:06:07 +0100', '2026-03-04T04:06:07.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-01-01T00:00:00Z', '2000-01-01T00:00:00.000Z'],
    ['2100-12-31T23:59:59.999Z', '2100-12-31T23:59:59.999Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(instantFromIso(text)).toBe(expected)
  })

  it.each([
    '',
    '2026-03-04',
    '2026-03-04T05:06:07',
    '2026-03-04T05:06:07.089',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00.000Z',
    '2100-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60.000Z',
    '1999-12-31T23:59:59Z',
    '2101-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+01:60',
    '2026-01-01T00:00:00 CET',
    '05/01/2026',
    'Jan 5, 10:00 UTC',
    '5 janv. 2026',
    '0',
    '1767225600',
    '２０２６-01-01T00:00:00Z',
    `2026-01-01T00:00:00.${'0'.repeat(100)}Z`,
  ])('invents no time from "%s"', (text) => {
    expect(instantFromIso(text)).toBeUndefined()
  })

  it.each([undefined, null])('has no time for %s', (text) => {
    expect(instantFromIso(text)).toBeUndefined()
  })

  it('takes milliseconds and seconds for what they are said to be', () => {
    expect(instantFromEpochMs(1_744_280_849_000)).toBe('2025-04-10T10:27:29.000Z')
    expect(instantFromEpochSeconds(1_744_280_849)).toBe('2025-04-10T10:27:29.000Z')
    expect(instantFromEpochSeconds(1_744_280_849_000)).toBeUndefined()
    expect(instantFromEpochMs(1_744_280_849)).toBeUndefined()
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, Date.UTC(2101, 0, 1), 8.7e15])('has no instant for %s milliseconds', (ms) => {
    expect(instantFromEpochMs(ms)).toBeUndefined()
  })

  it('gives every moment back as it took it, whatever the offset it is written with', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (ms, offset) => {
        const shifted = new Date(ms + offset * 60_000).toISOString().slice(0, -1)
        const sign = offset < 0 ? '-' : '+'
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'))

        const instant = instantFromIso(`${shifted}${sign}${hours}:${minutes}`)

        expect(instant).toBe(new Date(ms).toISOString())
        expect(instant && epochMs(instant)).toBe(ms)
      }),
    )
  })

  it('takes only text in the one shape for an instant', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isInstant(text)).toBe(false)
      }),
    )
    expect(isInstant('2026-03-04T05:06:07.089Z')).toBe(true)
  })

  it.each([
    ['2024-04-09 09:25', 'Europe/Rome', '2024-04-09T07:25:00.000Z'],
    ['2023-01-17 17:02', 'Europe/Rome', '2023-01-17T16:02:00.000Z'],
    ['2026-01-01 00:30', 'Asia/Kathmandu', '2025-12-31T18:45:00.000Z'],
    // Skipped by the clocks: forward.
    ['2026-03-29 02:30', 'Europe/Rome', '2026-03-29T01:30:00.000Z'],
    ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-10-04 02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    // Shown twice: the first.
    ['2026-10-25 02:30', 'Europe/Rome', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(instantFromZone(local(text), zone)).toBe(expected)
  })

  it.each(['Mars/Olympus', '', '+02:00', 'constructor'])('knows no zone "%s"', (zone) => {
    expect(isZone(zone)).toBe(false)
    expect(instantFromZone(local('2026-03-04 05:06'), zone)).toBeUndefined()
  })

  it('agrees with the clocks of every zone', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (ms, zone) => {
        const minute = Math.floor(ms / 60_000) * 60_000
        const shown = clockOf(minute, zone)

        const instant = instantFromZone(local(shown), zone)

        // Of a time that is shown twice the first is meant: then this one, or an earlier one that shows the same.
        expect(instant && clockOf(epochMs(instant), zone)).toBe(shown)
        expect(instant && epochMs(instant)).toBeLessThanOrEqual(minute)
      }),
    )
  })

  it('remembers no more zones than it must', () => {
    for (let index = 0; index < 2500; index += 1) expect(isZone(`Nowhere/Town${index}`)).toBe(false)
    expect(isZone('Europe/Rome')).toBe(true)
  })

  it.each([
    ['2024-04-09 09:25', 'CEST', undefined, '2024-04-09T07:25:00.000Z'],
    ['2024-04-09 09:25', 'CEST', 'Europe/Rome', '2024-04-09T07:25:00.000Z'],
    ['2023-01-17 17:02', 'CET', 'Europe/Rome', '2023-01-17T16:02:00.000Z'],
    ['2026-07-01 12:00', 'UTC', 'Europe/Rome', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 12:00', 'GMT', 'America/New_York', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 12:00', 'Z', undefined, '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 12:00', 'GMT+2', undefined, '2026-07-01T10:00:00.000Z'],
    ['2026-07-01 12:00', 'GMT+08:00', undefined, '2026-07-01T04:00:00.000Z'],
    ['2026-07-01 12:00', '-03', undefined, '2026-07-01T15:00:00.000Z'],
    ['2026-07-01 12:00', 'PDT', undefined, '2026-07-01T19:00:00.000Z'],
    ['2026-07-01 12:00', 'pdt', 'America/Los_Angeles', '2026-07-01T19:00:00.000Z'],
    ['2026-01-01 12:00', 'PT', undefined, '2026-01-01T20:00:00.000Z'],
    ['2026-07-01 12:00', 'PT', 'America/Los_Angeles', '2026-07-01T19:00:00.000Z'],
    ['2026-07-01 12:00', 'BST', 'Europe/London', '2026-07-01T11:00:00.000Z'],
    ['2026-07-01 12:00', 'IST', 'Asia/Kolkata', '2026-07-01T06:30:00.000Z'],
    ['2026-07-01 12:00', 'IST', 'Europe/Dublin', '2026-07-01T11:00:00.000Z'],
    ['2026-01-01 12:00', 'IST', 'Asia/Jerusalem', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01 12:00', 'CST', 'America/Chicago', '2026-01-01T18:00:00.000Z'],
    ['2026-01-01 12:00', 'CST', 'Asia/Shanghai', '2026-01-01T04:00:00.000Z'],
    ['2026-01-01 12:00', 'AEDT', 'Australia/Sydney', '2026-01-01T01:00:00.000Z'],
    ['2026-01-01 12:00', 'JST', undefined, '2026-01-01T03:00:00.000Z'],
    // In the hour that is shown twice the abbreviation says which.
    ['2026-10-25 02:30', 'CEST', 'Europe/Rome', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 02:30', 'CET', 'Europe/Rome', '2026-10-25T01:30:00.000Z'],
  ])('%s %s on a page in %s is %s', (text, abbreviation, zone, expected) => {
    expect(instantFromAbbreviation(local(text), abbreviation, zone)).toBe(expected)
  })

  it.each([
    ['means three zones', '2026-07-01 12:00', 'IST', undefined],
    ['means two zones', '2026-07-01 12:00', 'BST', undefined],
    ['means America or China', '2026-01-01 12:00', 'CST', undefined],
    ["is not what the page's clocks show then", '2026-01-01 12:00', 'CEST', 'Europe/Rome'],
    ["is of another place than the page's", '2026-01-01 12:00', 'PST', 'Europe/Rome'],
    ['is unknown, though the page has a zone', '2026-01-01 12:00', 'XYZT', 'Europe/Rome'],
    ['is unknown', '2026-01-01 12:00', 'constructor', undefined],
    ['is empty', '2026-01-01 12:00', '', 'Europe/Rome'],
    ['stands on a page whose zone is none', '2026-01-01 12:00', 'CET', 'Mars/Olympus'],
    ['is of a day that does not exist', '2026-02-30 12:00', 'UTC', undefined],
  ])('refuses an abbreviation that %s', (_reason, text, abbreviation, zone) => {
    expect(instantFromAbbreviation(local(text), abbreviation, zone)).toBeUndefined()
  })
})

function clockOf(ms: number, timeZone: string): string {
  const options = {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', options).formatToParts(ms).map(({ type, value }) => [type, value]))
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`
}
