import type { Instant } from '../model.ts'

/**
 * The only place that makes an `Instant`. Nothing here reads a clock or the machine's zone, and nothing is invented: a
 * text without a zone, a day that no calendar has, or a year outside 2000 to 2100 is undefined.
 */

/** A time as a calendar and a clock show it, without a zone. `month` counts from 1. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second?: number
}

const minuteMs = 60_000
const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2101, 0, 1)
const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Milliseconds since 1970 as an instant. */
export function instantFromEpochMs(ms: number): Instant | undefined {
  if (!(ms >= earliest && ms < latest)) return undefined
  const text = new Date(ms).toISOString()
  return isInstant(text) ? text : undefined
}

/** Seconds since 1970 as an instant. Which of the two a source counts is the caller's to know: it is never guessed from the size. */
export function instantFromEpochSeconds(seconds: number): Instant | undefined {
  return instantFromEpochMs(seconds * 1000)
}

export function epochMs(instant: Instant): number {
  return Date.parse(instant)
}

const wellFormed = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u
const iso = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/u

/** Whether the text is an instant in the one shape that is stored: 24 characters, milliseconds, `Z`, a day that exists. */
export function isInstant(text: string): text is Instant {
  return (
    text.length === 24 &&
    wellFormed.test(text) &&
    exists(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10), digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19))
  )
}

/** ISO 8601 with a zone, or the same with a space as Rails and SQL print it. Without a zone: undefined. */
export function instantFromIso(text: string | null | undefined): Instant | undefined {
  if (!text || text.length > 40) return undefined
  if (isInstant(text)) return text
  const match = iso.exec(text)
  if (!match) return undefined
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', fraction = '', zone = ''] = match
  const utc = utcMs({ year: +year, month: +month, day: +day, hour: +hour, minute: +minute, second: +second })
  const offset = offsetFromText(zone)
  if (utc === undefined || offset === undefined) return undefined
  return instantFromEpochMs(utc - offset * minuteMs + Number(fraction.padEnd(3, '0').slice(0, 3)))
}

/** The clock of an IANA zone. A time that the clocks skip moves forward, one that they show twice is the first of the two. */
export function instantFromZone(local: LocalTime, zone: string): Instant | undefined {
  const utc = utcMs(local)
  if (utc === undefined) return undefined
  const before = zoneOffset(zone, utc - dayMs)
  const after = zoneOffset(zone, utc + dayMs)
  if (before === undefined || after === undefined) return undefined
  const moments = [utc - before * minuteMs, utc - after * minuteMs].filter(
    (moment) => moment + (zoneOffset(zone, moment) ?? 0) * minuteMs === utc,
  )
  return instantFromEpochMs(moments.length > 0 ? Math.min(...moments) : utc - before * minuteMs)
}

/**
 * Offsets in minutes that an abbreviation may stand for. More than one: only the page's own zone can tell which.
 * EST to PDT are the American ones, as RFC 5322 has them; CST is also China's, BST also Bangladesh's, IST is India's,
 * Ireland's and Israel's.
 */
const abbreviations: ReadonlyMap<string, readonly number[]> = new Map(
  [
    'WET 0, WEST 60, CET 60, CEST 120, EET 120, EEST 180, MSK 180, TRT 180, BST 60 360, IST 330 60 120, IDT 180',
    'NST -210, NDT -150, AST -240 180, ADT -180, EST -300, EDT -240, CST -360 480, CDT -300, MST -420, MDT -360',
    'PST -480, PDT -420, AKST -540, AKDT -480, HST -600, BRT -180, ART -180, CLT -240, CLST -180',
    'WAT 60, CAT 120, SAST 120, EAT 180, GST 240, PKT 300, NPT 345, ICT 420, WIB 420, SGT 480, HKT 480, PHT 480',
    'AWST 480, JST 540, KST 540, ACST 570, ACDT 630, AEST 600, AEDT 660, NZST 720, NZDT 780',
  ]
    .flatMap((line) => line.split(', '))
    .map((entry) => entry.split(' '))
    .map(([name = '', ...offsets]) => [name, offsets.map(Number)]),
)

/** The two-letter names of American clocks, which do not say whether it is summer. */
const americanClocks: ReadonlyMap<string, string> = new Map([
  ['ET', 'America/New_York'],
  ['CT', 'America/Chicago'],
  ['MT', 'America/Denver'],
  ['PT', 'America/Los_Angeles'],
])

/**
 * A time with the zone as people write it. UTC, GMT, Z and offsets stand for themselves. Any other abbreviation has to
 * agree with what the page's zone shows at that time; where the page's zone is not known, only one that has a single
 * meaning is taken.
 */
export function instantFromAbbreviation(local: LocalTime, abbreviation: string, pageZone?: string): Instant | undefined {
  const utc = utcMs(local)
  if (utc === undefined) return undefined
  const name = abbreviation.toUpperCase()
  const stated = offsetFromText(name)
  if (stated !== undefined) return instantFromEpochMs(utc - stated * minuteMs)
  const clock = americanClocks.get(name)
  const moments = clock
    ? [instantFromZone(local, clock)].flatMap((instant) => (instant ? [epochMs(instant)] : []))
    : (abbreviations.get(name) ?? []).map((offset) => utc - offset * minuteMs)
  const agreed =
    pageZone === undefined ? moments : moments.filter((moment) => moment + (zoneOffset(pageZone, moment) ?? Number.NaN) * minuteMs === utc)
  const [only, ...others] = agreed
  return only === undefined || others.length > 0 ? undefined : instantFromEpochMs(only)
}

/** Whether this machine knows the IANA zone. */
export function isZone(zone: string): boolean {
  return clockOf(zone) !== undefined
}

/** Minutes east of UTC that an offset or a name of UTC stands for. */
function offsetFromText(zone: string): number | undefined {
  const match = /^(?:Z|(?:UTC?|GMT)?(?:([+-])(\d{1,2})(?::?(\d{2}))?)?)$/iu.exec(zone)
  if (!match || zone === '') return undefined
  const [, sign, hours = '0', minutes = '0'] = match
  if (+hours > 14 || +minutes > 59) return undefined
  return (sign === '-' ? -1 : 1) * (+hours * 60 + +minutes)
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>()

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  if (clocks.has(zone)) return clocks.get(zone)
  // Zone names come from pages: what is remembered of them has to end somewhere.
  if (clocks.size >= 1000) clocks.clear()
  const clock = makeClock(zone)
  clocks.set(zone, clock)
  return clock
}

function makeClock(timeZone: string): Intl.DateTimeFormat | undefined {
  // A bare offset is no zone here: `offsetFromText` reads those.
  if (!/^[A-Za-z]/u.test(timeZone)) return undefined
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    return undefined
  }
}

/** Minutes east of UTC that the zone's clocks show at a moment. */
function zoneOffset(zone: string, ms: number): number | undefined {
  const clock = clockOf(zone)
  if (!clock || !(Math.abs(ms) < 8.6e15)) return undefined
  const match = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/u.exec(clock.format(ms))
  if (!match) return undefined
  const [, month = '', day = '', year = '', hour = '', minute = '', second = ''] = match
  const shown = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second)
  return Math.round((shown - Math.floor(ms / 1000) * 1000) / minuteMs)
}

function utcMs({ year, month, day, hour, minute, second = 0 }: LocalTime): number | undefined {
  return exists(year, month, day, hour, minute, second) ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined
}

function exists(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const lastDay = month === 2 && !isLeap ? 28 : (monthDays[month - 1] ?? 0)
  if (year < 1999 || year > 2101 || day < 1 || day > lastDay) return false
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index += 1) value = value * 10 + text.charCodeAt(index) - 48
  return value
}
