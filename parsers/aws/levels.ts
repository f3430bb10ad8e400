import { mapped, omit, type Place } from '../lib/place.ts'
import { instantFromEpochSeconds } from '../lib/time.ts'
import type { Health, Impact, Instant } from '../model.ts'

/**
 * The levels of services. Level 1 was called "Informational message" until 2022 and is "Impacted" now; in every recorded
 * event it tells of errors or latencies, so it is no kind of fine.
 */
export const healths: ReadonlyMap<string, Health> = new Map([
  ['0', 'operational'],
  ['1', 'degraded_performance'],
  ['2', 'degraded_performance'],
  ['3', 'major_outage'],
])

/** The same levels as AWS gives them to an event: its severity. */
const impacts: readonly Impact[] = ['none', 'minor', 'major', 'critical']

/** The worst of the levels that an event has been at; one that nobody knows outweighs none that is known. */
export function severityOf(levels: readonly string[]): { readonly impact?: Impact; readonly nativeImpact?: string } {
  const graded = levels.filter((level) => level !== '0')
  const worst =
    graded
      .filter((level) => healths.has(level))
      .toSorted()
      .at(-1) ?? graded[0]
  return worst === undefined ? {} : { impact: impacts[Number(worst)] ?? 'unknown', nativeImpact: worst }
}

/** Lists a level that nobody knows, of where an event once was. */
export function noteLevel(level: string, place: Place, field: string): void {
  mapped(healths, level, place, field)
}

/** "[RESOLVED]" before a summary is the state of the event and not a part of its name. */
const resolvedMark = /^\s*\[RESOLVED\]\s*/iu

export function isMarkedResolved(summary: string): boolean {
  return resolvedMark.test(summary)
}

export function titleOf(summary: string): string {
  return summary.replace(resolvedMark, '').trim()
}

/** Seconds since 1970, in digits. */
export function secondsAt(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (text === null || text === undefined) return undefined
  const instant = /^\d{9,11}$/u.test(text) ? instantFromEpochSeconds(Number(text)) : undefined
  if (instant === undefined) omit(place, field, text, 'not seconds between 2000 and 2100')
  return instant
}
