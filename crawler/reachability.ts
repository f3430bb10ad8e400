import type { PollOutcome } from './runner.ts'

export interface Reachability {
  /** True once: when every page was tried and none has answered, the fault is this side's. */
  readonly showsIsolation: (outcome: Pick<PollOutcome, 'page' | 'outcome'>) => boolean
}

export function createReachability(pages: number): Reachability {
  const silent = new Set<string>()
  let isSettled = false
  return {
    showsIsolation({ page, outcome }) {
      if (isSettled) return false
      if (outcome !== 'unreachable') isSettled = true
      silent.add(page)
      if (isSettled || silent.size < pages) return false
      isSettled = true
      return true
    },
  }
}
