import type { ChangeKind } from '../data/database/schema.ts'
import type { Recorded } from '../data/store/poll.ts'

/** What a run did, as `--json` prints it: `polls` counts every poll of this run, the failed ones included. */
export interface Summary {
  readonly polls: number
  readonly failed: Readonly<Record<string, number>>
  readonly changes: Readonly<Record<string, number>>
  readonly seconds: number
}

export interface Tally {
  readonly add: (outcome: Pick<Recorded, 'outcome' | 'changes'> & { readonly kind?: string; readonly bytes?: number }) => void
  readonly polls: number
  readonly summary: () => Summary
  /** The summary in rows of a name and a value, for people; `what` was polled. */
  readonly table: (what: string) => readonly (readonly [name: string, value: string])[]
}

/** Counts the polls of one run; a poll that had been recorded before counts for nothing. `now` is in milliseconds. */
export function createTally(now: () => number): Tally {
  const started = now()
  const outcomes = new Map<string, number>()
  const failed = new Map<string, number>()
  const changes = new Map<ChangeKind, number>()
  let polls = 0
  let bytes = 0

  function summary(): Summary {
    return {
      polls,
      failed: Object.fromEntries(failed),
      changes: Object.fromEntries(changes),
      seconds: Math.round(now() - started) / 1000,
    }
  }

  return {
    add(outcome) {
      if (outcome.outcome === 'skipped') return
      polls++
      bytes += outcome.bytes ?? 0
      count(outcomes, outcome.outcome)
      if (outcome.kind !== undefined) count(failed, outcome.kind)
      for (const kind of outcome.changes) count(changes, kind)
    },
    get polls() {
      return polls
    },
    summary,
    table: (what) => [
      [what, String(polls)],
      ['changed', String(outcomes.get('changed') ?? 0)],
      ['unchanged', String(outcomes.get('unchanged') ?? 0)],
      ['not modified', String(outcomes.get('not_modified') ?? 0)],
      ...Array.from(failed, ([kind, number]) => [`failed: ${kind}`, String(number)] as const),
      ...Array.from(changes, ([kind, number]) => [`change: ${kind}`, String(number)] as const),
      ['bytes', bytes.toLocaleString('en')],
      ['seconds', summary().seconds.toFixed(1)],
    ],
  }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
