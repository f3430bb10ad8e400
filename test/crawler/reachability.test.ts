import { describe, expect, it } from 'vitest'
import { createReachability } from '../../crawler/reachability.ts'
import type { PollOutcome } from '../../crawler/runner.ts'

type Seen = Pick<PollOutcome, 'page' | 'outcome'>

function silent(page: string): Seen {
  return { page, outcome: 'unreachable' }
}

describe('crawler/reachability.ts', () => {
  it.each<{ what: string; seen: readonly Seen[]; said: readonly boolean[] }>([
    {
      what: 'says so when the last page has been tried in vain, once',
      seen: ['a', 'b', 'c', 'a', 'b'].map(silent),
      said: [false, false, true, false, false],
    },
    {
      what: 'does not take a page that is tried again for another',
      seen: ['a', 'a', 'a', 'b'].map(silent),
      said: [false, false, false, false],
    },
    {
      what: 'is silent for good once any page has answered, were it with a refusal',
      seen: [silent('a'), { page: 'b', outcome: 'refused' }, silent('c'), silent('b')],
      said: [false, false, false, false],
    },
  ])('$what', ({ seen, said }) => {
    const reachability = createReachability(3)

    expect(seen.map((outcome) => reachability.showsIsolation(outcome))).toEqual(said)
  })
})
