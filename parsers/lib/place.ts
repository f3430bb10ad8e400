import type { Instant, Omission } from '../model.ts'
import { instantFromIso } from './time.ts'

/** Where in a document a value stands. Paths are put together only when something there was not understood. */
export interface Place {
  readonly omissions: Omission[]
  readonly name: string
  readonly index?: number
  readonly within?: Place
}

/** The top of a document: its source's name. */
export function topOf(source: string): Place {
  return { omissions: [], name: source }
}

export function placeIn(within: Place, name: string, index?: number): Place {
  return index === undefined ? { omissions: within.omissions, name, within } : { omissions: within.omissions, name, index, within }
}

/** Lists something that was not understood, with its path and the value as it stood. */
export function omit(place: Place, field: string, native: unknown, reason: string): void {
  place.omissions.push({ path: field === '' ? pathOf(place) : `${pathOf(place)}.${field}`, native, reason })
}

/** The mapped word, or `unknown` with the word kept in the omissions where nobody has mapped it. */
export function mapped<T extends string>(words: ReadonlyMap<string, T>, native: string, place: Place, field: string): T | 'unknown' {
  const value = words.get(native)
  if (value !== undefined) return value
  omit(place, field, native, 'a word that nobody has mapped')
  return 'unknown'
}

/** A time in ISO 8601 with its offset; anything else stays out and is listed. */
export function timeAt(value: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (value === undefined || value === null) return undefined
  const instant = instantFromIso(value)
  if (instant === undefined) omit(place, field, value, 'not a time with a zone between 2000 and 2100')
  return instant
}

function pathOf({ name, index, within }: Place): string {
  const own = index === undefined ? name : `${name}[${index}]`
  return within ? `${pathOf(within)}.${own}` : own
}
