import type { Draft } from './document.ts'
import { durationsIn } from './durations.ts'
import { isClosing, isOnset, isRepair } from './entry-roles.ts'
import type { Sentence } from './lines.ts'
import { isImpact } from './roles.ts'
import { lastFrom } from './search.ts'

/** How long the incident lasted in the report's own words, and which two entries of its timeline lie that far apart. */

/** An entry with its time and its words. */
export interface Told {
  readonly ms: number
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface Pair<T> {
  readonly start: T
  readonly end: T
  /** The report gives the length as a measure ("Time to recovery: 13 minutes"), not in passing. */
  readonly isMeasured: boolean
}

const measure =
  /\b(?:time to (?:repair|resolve|resolution|recover|recovery|restore|mitigate|mitigation|fix)|MTTR|TTR|total (?:downtime|duration|outage)|(?:outage|incident|downtime) (?:duration|lasted)|duration)\b/iu
const lasted =
  /\b(?:outage|down(?:time)?|unavailable|disrupt\w*|lasted|degraded|degradation|interruption|incident|inaccessible|offline)\b/iu
const noLength =
  /\b(?:time-?outs?|every|per|interval|TTL|will|delays? (?:of|up)|wait\w*|time to (?:detect|acknowledge)\w*|within|response time)\b/iu
const mostEntries = 200
const minuteMs = 60_000

/** "It took 1 hour and 31 minutes from the start to the fix": the one pair of entries that lies exactly that far apart. */
export function exactPair<T extends Told>(draft: Draft, entries: readonly T[]): Pair<T> | undefined {
  const { measured, said } = lengthsIn(draft, entries)
  for (const minutes of new Set([...measured, ...said])) {
    if (minutes < 5) continue
    const isMeasured = measured.includes(minutes)
    const pairs = entries.slice(0, mostEntries).flatMap((start) => {
      const end = entries.findLast(({ ms }) => ms - start.ms === minutes * minuteMs)
      return end ? [{ start, end, isMeasured }] : []
    })
    const fitting = isMeasured ? pairs : pairs.filter(({ start, end }) => start === entries[0] || isOnset(start.text) || isRepair(end.text))
    const [pair] = fitting
    if (pair && fitting.length === 1 && (isMeasured || isRepair(pair.end.text) || isOnset(pair.start.text))) return pair
  }
  return undefined
}

/** "An outage of about 45 minutes", where the words of the entries come to something else: the pair that fits it best. */
export function closestPair<T extends Told>(draft: Draft, entries: readonly T[], start: T, end: T): Pair<T> | undefined {
  const { measured, lengths } = lengthsIn(draft, entries)
  const minutes = measured[0] ?? lengths[0]
  if (minutes === undefined || minutes < 5 || isAbout(end.ms - start.ms, minutes, 0.3)) return undefined
  const some = entries.slice(0, mostEntries)
  const ends = some.filter(({ text }) => isRepair(text) || isClosing(text))
  const pairs = some
    .filter(({ text }) => isOnset(text))
    .flatMap((first) =>
      ends
        .filter(({ ms }) => ms > first.ms && isAbout(ms - first.ms, minutes, 0.1))
        .map((last) => ({ start: first, end: last, isMeasured: true })),
    )
  return pairs.length === 1 ? pairs[0] : undefined
}

function isAbout(ms: number, minutes: number, share: number): boolean {
  return Math.abs(ms / minuteMs - minutes) <= Math.max(2, minutes * share)
}

function lengthsIn(
  { sentences }: Draft,
  entries: readonly Told[],
): { measured: readonly number[]; said: readonly number[]; lengths: readonly number[] } {
  const outside = sentences.filter(
    ({ from, text }) => from >= (lastFrom(entries, from)?.to ?? 0) && text.length < 600 && !noLength.test(text),
  )
  return {
    measured: outside.filter(({ text }) => measure.test(text)).flatMap(minutesOf),
    said: outside.filter(({ text }) => isImpact(text)).flatMap(minutesOf),
    lengths: outside.filter(({ text }) => lasted.test(text)).flatMap(minutesOf),
  }
}

function minutesOf({ text }: Sentence): readonly number[] {
  return durationsIn(text).map(({ minutes }) => minutes)
}
