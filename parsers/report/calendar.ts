import type { Instant } from '../model.ts'
import { epochMs } from '../lib/time.ts'
import type { DayToken } from './days.ts'
import { instantIn } from './zones.ts'

/** Day arithmetic on the calendar alone: no clock, no zone. */

/** A day. `serial` counts from 1970-01-01; where the year is open, it is that of the leap year 2004. */
export interface Day {
  readonly serial: number
  /** Whether the text states the year, something else tells it (a stamp, an address), or nothing does. */
  readonly year: 'stated' | 'inferred' | 'open'
}

/** Stands in where the year is open: a leap year, so that every day exists. */
export const openYear = 2004
const dayMs = 86_400_000

/** Days since 1970-01-01 of a Gregorian date (H. Hinnant's days_from_civil). */
export function serialOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function dateOf(serial: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = serial + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 }
}

/** The day of an instant in UTC. */
export function serialOfInstant(instant: Instant): number {
  return Math.floor(epochMs(instant) / dayMs)
}

/** The day that a calendar in the zone shows at the instant. */
export function localSerial(instant: Instant, zone: string): number {
  const near = serialOfInstant(instant)
  for (const serial of [near + 1, near]) {
    const midnight = instantIn({ ...dateOf(serial), hour: 0, minute: 0 }, zone)
    if (midnight !== undefined && midnight <= instant) return serial
  }
  return near - 1
}

/** A date as written; its year, where open, is the one that brings it closest to `near`, which `source` has told. */
export function dayFrom(token: DayToken, near: number | undefined, source: 'stated' | 'inferred' = 'inferred'): Day | undefined {
  const { year, month, day, swapped, isLikely } = token
  if (month === undefined || day === undefined) return undefined
  if (swapped) {
    const { swapped: _, ...plain } = token
    if (near === undefined) return isLikely ? dayFrom(plain, near, source) : undefined
    const readings = [plain, { ...plain, ...swapped }].flatMap((reading) => dayFrom(reading, near, source) ?? [])
    return readings.toSorted((a, b) => Math.abs(a.serial - near) - Math.abs(b.serial - near)).at(0)
  }
  if (year !== undefined) return { serial: serialOf(year, month, day), year: 'stated' }
  if (near === undefined) return { serial: serialOf(openYear, month, day), year: 'open' }
  const around = dateOf(near).year
  const [closest] = [around - 1, around, around + 1]
    .map((guess) => serialOf(guess, month, day))
    .toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))
  return closest === undefined ? undefined : { serial: closest, year: source }
}

/** The day of that name next to `near`: the last one up to it, or the closest one. Sunday is 0. */
export function weekdayNear(weekday: number, near: number, side: 'before' | 'nearest'): number {
  const back = (((near + 4 - weekday) % 7) + 7) % 7
  return side === 'nearest' && back > 3 ? near - back + 7 : near - back
}
