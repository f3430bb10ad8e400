import { durationWords } from './words.ts'

/** Places on a time axis as percentages of its width. Pure; times are milliseconds. */

export interface Axis {
  readonly from: number
  readonly until: number
  /** Place of a moment, held to the axis. */
  place(at: number): number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
]
/** As many as fit a phone. */
const mostSteps = 4

/** Null where the moments do not span any time. Ticks are counted from `zero`. */
export function axisOf(moments: readonly number[], zero: number): Axis | null {
  const from = Math.min(...moments)
  const until = Math.max(...moments)
  if (!(until > from)) return null
  const step = stepFor(until - from)
  const first = Math.ceil((from - zero) / step)
  const last = Math.floor((until - zero) / step)
  return {
    from,
    until,
    place: (at) => (100 * (Math.min(until, Math.max(from, at)) - from)) / (until - from),
    ticks: Array.from({ length: last - first + 1 }, (_, index) => {
      const elapsed = (first + index) * step
      return { at: zero + elapsed, label: elapsedWords(elapsed) }
    }),
  }
}

function stepFor(span: number): number {
  const longest = 7 * day * Math.ceil(span / (mostSteps * 7 * day))
  return steps.find((step) => span / step <= mostSteps) ?? longest
}

/** "+40 min", "0", "−1 h". */
export function elapsedWords(elapsed: number): string {
  if (elapsed === 0) return '0'
  return `${elapsed > 0 ? '+' : '−'}${durationWords(Math.abs(elapsed))}`
}
