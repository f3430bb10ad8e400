/** When a page counts as drawn. Pure: all times in milliseconds of one clock. */

/** How a page looks at one moment. */
export interface Sample {
  readonly at: number
  /** Its markup was read to the end. */
  readonly isParsed: boolean
  readonly elements: number
  /** Of the text that is no script, digits left out: a clock that ticks changes nothing. */
  readonly letters: number
  /** What the source names as the mark of a drawn page stands there; true where it names none. */
  readonly isMarked: boolean
}

/** What the page asks of the network at one moment. */
export interface Traffic {
  /** Requests under way that may still change the page: scripts, styles, data, frames; without those that hang. */
  readonly underWay: number
  /** When such a request last began or ended. */
  readonly lastAt: number
}

export interface SettlingLimits {
  /** So long nothing may move, neither page nor network. */
  readonly quietMilliseconds: number
  /** A page that stood still for so long is drawn, though requests go on: some poll without end. */
  readonly stillMilliseconds: number
  /** So long a page without text is given to begin. */
  readonly patienceMilliseconds: number
  /** A request that takes longer is one that hangs on purpose. */
  readonly hangingMilliseconds: number
  /** Then it is over, drawn or not. */
  readonly limitMilliseconds: number
}

export const usualSettling: SettlingLimits = {
  quietMilliseconds: 500,
  stillMilliseconds: 3_000,
  patienceMilliseconds: 5_000,
  hangingMilliseconds: 4_000,
  limitMilliseconds: 15_000,
}

export type Verdict = 'waiting' | 'drawn' | 'never_drawn' | 'never_settled'

export interface Settling {
  readonly judge: (sample: Sample, traffic: Traffic) => Verdict
}

/** A page with fewer letters says "Loading..." at the most. */
const leastLetters = 40

/** `startedAt` is when the page's own answer had begun to arrive. */
export function createSettling(startedAt: number, limits: SettlingLimits): Settling {
  let last: Sample | undefined
  let stillSince = startedAt

  return {
    judge(sample, { underWay, lastAt }) {
      const isSame = last !== undefined && last.elements === sample.elements && last.letters === sample.letters
      if (!isSame || !sample.isParsed) stillSince = sample.at
      last = sample
      const still = sample.at - stillSince
      const isQuiet = underWay === 0 && sample.at - lastAt >= limits.quietMilliseconds && still >= limits.quietMilliseconds
      const isStill = isQuiet || still >= limits.stillMilliseconds
      const isPatient = sample.letters < leastLetters && sample.at - startedAt < limits.patienceMilliseconds
      if (isStill && sample.isMarked && !isPatient) return 'drawn'
      if (sample.at - startedAt < limits.limitMilliseconds) return 'waiting'
      return sample.isMarked ? 'never_settled' : 'never_drawn'
    },
  }
}
