import { describe, expect, it } from 'vitest'
import { createSettling, usualSettling, type Sample, type Verdict } from '../../../../crawler/fetch/browser/settling.ts'

interface Moment extends Partial<Omit<Sample, 'at'>> {
  /** Requests under way. */
  readonly asks?: number
}

/** A look each 100 ms, the last moment told going on for ever; what came out, and when. */
function settle(moments: readonly Moment[]): { verdict: Verdict; at: number } {
  const settling = createSettling(0, usualSettling)
  let lastAt = 0
  let asks = 0
  for (let step = 0; step < 1_000; step++) {
    const at = step * 100
    const { asks: underWay = 0, ...told } = moments[Math.min(step, moments.length - 1)] ?? {}
    if (underWay !== asks) lastAt = at
    asks = underWay
    const verdict = settling.judge({ at, isParsed: true, elements: 50, letters: 500, isMarked: true, ...told }, { underWay, lastAt })
    if (verdict !== 'waiting') return { verdict, at }
  }
  return { verdict: 'waiting', at: Infinity }
}

function forSeconds(seconds: number, moment: (step: number) => Moment): Moment[] {
  return Array.from({ length: seconds * 10 }, (_, step) => moment(step))
}

describe('crawler/fetch/browser/settling.ts', () => {
  it.each<{ what: string; moments: readonly Moment[]; verdict: Verdict; at: number }>([
    { what: 'is there at once', moments: [{}], verdict: 'drawn', at: 500 },
    { what: 'is not read to its end', moments: [...forSeconds(2, () => ({ isParsed: false })), {}], verdict: 'drawn', at: 2_400 },
    { what: 'waits for its data', moments: [...forSeconds(2, () => ({ asks: 1, letters: 9 })), {}], verdict: 'drawn', at: 2_500 },
    { what: 'grows for a while', moments: [...forSeconds(2, (step) => ({ elements: step })), {}], verdict: 'drawn', at: 2_500 },
    { what: 'polls without end', moments: [{ asks: 1 }], verdict: 'drawn', at: 3_000 },
    { what: 'says next to nothing', moments: [{ letters: 12 }], verdict: 'drawn', at: 5_000 },
    { what: 'begins late', moments: [...forSeconds(3, () => ({ letters: 0 })), {}], verdict: 'drawn', at: 3_500 },
    { what: 'has no mark yet', moments: [...forSeconds(6, () => ({ isMarked: false })), {}], verdict: 'drawn', at: 6_000 },
    { what: 'never gets its mark', moments: [{ isMarked: false }], verdict: 'never_drawn', at: 15_000 },
    { what: 'never ends growing', moments: forSeconds(20, (step) => ({ elements: step })), verdict: 'never_settled', at: 15_000 },
    { what: 'never ends writing', moments: forSeconds(20, (step) => ({ letters: 500 + step })), verdict: 'never_settled', at: 15_000 },
  ])('takes a page that $what for $verdict after $at ms', ({ moments, verdict, at }) => {
    expect(settle(moments)).toEqual({ verdict, at })
  })
})
