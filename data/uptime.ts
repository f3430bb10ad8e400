import { type Health, healthSeverity, worstOf } from '../parsers/model.ts'

/**
 * Pure: how much of a time something was up, from what its page said while it was being read. Moments are milliseconds
 * since the epoch.
 *
 * The rule: up = operational or degraded; down = partial or major outage; degraded time is also told apart. Maintenance is
 * neither. Time in which the page was not read, or said nothing that is known, is unobserved: it is no part of the figure,
 * and the figure never stands without its coverage.
 */
export interface Stretch {
  readonly from: number
  readonly until: number
}

/** What was said, from one moment until before another. */
export interface Known extends Stretch {
  readonly health: Health
}

/** A change of what is said; null before it was there, and after it is gone. */
export interface Transition {
  readonly at: number
  readonly before: Health | null
  readonly after: Health | null
}

/**
 * What was said over a stretch of time (`unknown` says nothing): from the transitions in it, oldest first, or, where there is none, from what is
 * said now. `since` is when it was first seen.
 */
export function healthOverTime(
  transitions: readonly Transition[],
  present: Health | null,
  since: number,
  { from, until }: Stretch,
): readonly Known[] {
  const start = Math.max(from, since)
  const [first] = transitions
  const initial = first === undefined ? present : first.before
  const known: Known[] = []
  function say(health: Health | null, sayFrom: number, sayUntil: number): void {
    if (health !== null && health !== 'unknown' && sayFrom < sayUntil) known.push({ from: sayFrom, until: sayUntil, health })
  }
  say(initial, start, first?.at ?? until)
  for (const [index, { at, after }] of transitions.entries()) say(after, at, transitions[index + 1]?.at ?? until)
  return known
}

/** The same time in stretches that neither overlap nor touch, oldest first. */
export function joinStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = []
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && stretch.from <= last.until) joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, stretch.until) }
    else joined.push(stretch)
  }
  return joined
}

/** The parts of it in which the page was read; both lists oldest first, without overlap. A single reading has no length. */
export function observedParts(known: readonly Known[], observed: readonly Stretch[]): readonly Known[] {
  const parts: Known[] = []
  let at = 0
  for (const { from, until, health } of known) {
    while (at > 0 && (observed[at - 1]?.until ?? -Infinity) >= from) at -= 1
    for (; at < observed.length; at++) {
      const stretch = observed[at]
      if (!stretch || stretch.from >= until) break
      const start = Math.max(from, stretch.from)
      if (start <= stretch.until) parts.push({ from: start, until: Math.min(until, stretch.until), health })
    }
  }
  return parts
}

/** What several pages say together: the worst of them, and nothing where that depends on one that was not read. */
export function worstTogether(pages: readonly (readonly Known[])[]): readonly Known[] {
  const [only] = pages
  if (pages.length < 2) return only ?? []
  const moments = [...new Set(pages.flat().flatMap(({ from, until }) => [from, until]))].toSorted((a, b) => a - b)
  const places = pages.map(() => 0)
  return moments.slice(0, -1).flatMap((from, index) => {
    const until = moments[index + 1] ?? from
    const healths = pages.map((known, page) => {
      let place = places[page] ?? 0
      while ((known[place]?.until ?? Infinity) <= from) place += 1
      places[page] = place
      const part = known[place]
      return part && part.from <= from ? part.health : 'unknown'
    })
    const health = worstOf(healths)
    return health === 'unknown' ? [] : [{ from, until, health }]
  })
}

/** Whole seconds of one period, and the two shares between 0 and 1, rounded down. */
export interface Uptime {
  readonly seconds: number
  readonly observedSeconds: number
  readonly operationalSeconds: number
  readonly degradedSeconds: number
  readonly downSeconds: number
  readonly maintenanceSeconds: number
  /** Of the observed time without maintenance, the share that was up; null where there is none. */
  readonly uptime: number | null
  readonly coverage: number
}

export interface DayUptime extends Uptime {
  readonly date: string
  /** The worst that was said; `unknown` where nothing was. */
  readonly worst: Health
}

/** For how long each was said; `worst` holds single readings too. */
interface Tally extends Stretch {
  operational: number
  degraded: number
  down: number
  maintenance: number
  worst: Health | null
}

function tallyOf(from: number, until: number): Tally {
  return { from, until, operational: 0, degraded: 0, down: 0, maintenance: 0, worst: null }
}

function count(tally: Tally, { from, until, health }: Known): void {
  const start = Math.max(from, tally.from)
  if (start >= tally.until || start > until || health === 'unknown') return
  const spent = Math.max(0, Math.min(until, tally.until) - start)
  if (health === 'operational') tally.operational += spent
  else if (health === 'degraded_performance') tally.degraded += spent
  else if (health === 'under_maintenance') tally.maintenance += spent
  else tally.down += spent
  if (tally.worst !== health && (tally.worst === null || healthSeverity(health) > healthSeverity(tally.worst))) tally.worst = health
}

const secondMs = 1_000
const dayMs = 86_400_000

/** The last `days` days until `now`, for each number of days. */
export function uptimeOver(parts: readonly Known[], days: readonly number[], now: number): readonly Uptime[] {
  return days.map((each) => {
    const tally = tallyOf(now - each * dayMs, now)
    for (const part of parts) count(tally, part)
    return uptimeOf(tally)
  })
}

export interface Day extends Stretch {
  /** In UTC, as "2026-05-03". */
  readonly date: string
}

/** The last `days` days in UTC, oldest first; the last is today until `now`. */
export function lastDays(days: number, now: number): readonly Day[] {
  const first = Math.floor(now / dayMs) - days + 1
  return Array.from({ length: days }, (_, index) => {
    const from = (first + index) * dayMs
    return { from, until: Math.min(from + dayMs, now), date: new Date(from).toISOString().slice(0, 10) }
  })
}

export function uptimeByDay(parts: readonly Known[], days: readonly Day[]): readonly DayUptime[] {
  const tallies = days.map(({ from, until }) => tallyOf(from, until))
  const first = Math.floor((days[0]?.from ?? 0) / dayMs)
  for (const part of parts) {
    const last = Math.min(days.length - 1, Math.floor(part.until / dayMs) - first)
    for (let index = Math.max(0, Math.floor(part.from / dayMs) - first); index <= last; index++) {
      const tally = tallies[index]
      if (tally) count(tally, part)
    }
  }
  return tallies.map((tally, index) => ({ date: days[index]?.date ?? '', worst: tally.worst ?? 'unknown', ...uptimeOf(tally) }))
}

function uptimeOf({ from, until, operational, degraded, down, maintenance }: Tally): Uptime {
  const up = operational + degraded
  const observed = up + down + maintenance
  return {
    seconds: wholeSeconds(until - from),
    observedSeconds: wholeSeconds(observed),
    operationalSeconds: wholeSeconds(operational),
    degradedSeconds: wholeSeconds(degraded),
    downSeconds: wholeSeconds(down),
    maintenanceSeconds: wholeSeconds(maintenance),
    uptime: up + down === 0 ? null : share(up, up + down),
    coverage: until > from ? share(observed, until - from) : 0,
  }
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / secondMs)
}

/** Rounded down: what was down for a second in a year was not up all of it. */
function share(part: number, whole: number): number {
  return Math.floor((part / whole) * 1e6) / 1e6
}
