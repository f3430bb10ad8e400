import type { Instant } from '../model.ts'
import { epochMs, instantFromAbbreviation, type LocalTime } from './time.ts'

/** A date and time as English pages print it: "Apr 10, 2025 - 10:27 UTC", "Aug 21, 00:37 UTC". */
export interface Stamp extends Omit<LocalTime, 'year'> {
  readonly year?: number
  readonly zone: string
}

/** Another moment near a stamp that has no year, and where the stamp lies from it. */
export interface Neighbour {
  readonly instant: Instant
  readonly side: 'before' | 'nearest'
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const monthDay = /^([A-Za-z]{3,9})\.? {1,2}(\d{1,2}),?(?: {1,2}(\d{4}))?/u
const clock = /^ ?(?:,|-|–|at)? {0,2}(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?/u
// A bare offset needs its blank: in "00:00-03:00 UTC" the second half is the end of a window.
const zoneName = /^(?: ?([A-Z][A-Za-z]{0,4}(?:[+-]\d{1,2}(?::?\d{2})?)?)| ([+-]\d{2}(?::?\d{2})?))(?![A-Za-z0-9:])/u
const rfc822 = /^(?:[A-Za-z]{3,9}, {0,2})?(\d{1,2}) ([A-Za-z]{3,9}) (\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ([A-Za-z]{1,5}|[+-]\d{4})$/u

/** January is 1. The word has to be a whole English month or its first three letters. */
export function monthFromName(name: string): number | undefined {
  const word = name.toLowerCase()
  const index = word.length === 3 ? months.indexOf(word) : word === 'sept' ? 8 : fullMonths.indexOf(word)
  return index === -1 ? undefined : index + 1
}

/** Reads a stamp at the start of a text; what follows it is not looked at. */
export function readStamp(text: string): Stamp | undefined {
  const line = text.slice(0, 80).replaceAll(/\s/gu, ' ').trimStart()
  const date = monthDay.exec(line)
  if (!date) return undefined
  const time = clock.exec(line.slice(date[0].length))
  if (!time) return undefined
  const zone = zoneName.exec(line.slice(date[0].length + time[0].length))
  const month = monthFromName(date[1] ?? '')
  const hour = hourOf(Number(time[1]), time[4])
  const name = zone?.[1] ?? zone?.[2]
  if (name === undefined || month === undefined || hour === undefined) return undefined
  const stamp = { month, day: Number(date[2]), hour, minute: Number(time[2]), second: Number(time[3] ?? 0), zone: name }
  return date[3] === undefined ? stamp : { ...stamp, year: Number(date[3]) }
}

/** The day at the head of a list, "Jan 22, 2021", as its noon in UTC: close enough to be a neighbour, too vague to be a time. */
export function noonOf(text: string): Instant | undefined {
  const date = monthDay.exec(text.replaceAll(/\s/gu, ' ').trimStart())
  const month = monthFromName(date?.[1] ?? '')
  if (!date?.[3] || month === undefined) return undefined
  return instantFromAbbreviation({ year: Number(date[3]), month, day: Number(date[2]), hour: 12, minute: 0 }, 'UTC')
}

/**
 * The moment of a stamp. Without a year it is the one closest to a neighbouring stamp (on its stated side), which is
 * unambiguous while the two are less than half a year apart; without a neighbour there is no moment.
 */
export function instantFromStamp(stamp: Stamp, pageZone: string | undefined, neighbour?: Neighbour): Instant | undefined {
  const { year, zone, ...local } = stamp
  if (year !== undefined) return instantFromAbbreviation({ ...local, year }, zone, pageZone)
  if (!neighbour) return undefined
  const anchor = epochMs(neighbour.instant)
  const around = Number(neighbour.instant.slice(0, 4))
  const moments = [around - 1, around, around + 1]
    .flatMap((guess) => instantFromAbbreviation({ ...local, year: guess }, zone, pageZone) ?? [])
    .filter((moment) => neighbour.side === 'nearest' || epochMs(moment) <= anchor + slackMs)
    .toSorted((a, b) => Math.abs(epochMs(a) - anchor) - Math.abs(epochMs(b) - anchor))
  return moments[0]
}

/** Posts are listed by when they were made, but carry a time that their author may set: two in a row may lie a week the wrong way round. */
const slackMs = 7 * 86_400_000

/** The date of RSS 2.0: "Thu, 20 Aug 2026 14:43:00 +0000". A year of two digits or a missing zone is refused. */
export function instantFromRfc822(text: string): Instant | undefined {
  const match = rfc822.exec(text.slice(0, 60).trim())
  if (!match) return undefined
  const [, day = '', name = '', year = '', hour = '', minute = '', second = '0', zone = ''] = match
  const month = monthFromName(name)
  if (month === undefined) return undefined
  return instantFromAbbreviation({ year: +year, month, day: +day, hour: +hour, minute: +minute, second: +second }, zone)
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}
