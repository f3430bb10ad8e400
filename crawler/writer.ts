import { setTimeout as sleep } from 'node:timers/promises'
import type { Poll, Recorded } from '../data/store/poll.ts'

export interface PollWriter {
  /** Resolves when the poll is in the store for good; rejects where recording it is impossible (a bug of ours). */
  readonly record: (poll: Poll) => Promise<Recorded>
  /** Resolves when there is room for more. */
  readonly room: () => Promise<void>
}

interface Waiting {
  readonly poll: Poll
  readonly resolve: (recorded: Recorded) => void
  readonly reject: (error: unknown) => void
}

/** Polls in one transaction, at the most. */
const mostPerTransaction = 64
/** So many are not left waiting in memory: who would add to them waits. */
const mostWaiting = 96
/** How long finished polls wait for others: a commit costs as much as writing several polls. */
const gatherMilliseconds = 8

/** Hands finished polls to the store in batches; a poll that cannot be recorded fails alone. */
export function createPollWriter(recordPolls: (polls: readonly Poll[]) => Promise<readonly Recorded[]>): PollWriter {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let held: (() => void)[] = []

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < mostPerTransaction) await sleep(gatherMilliseconds)
      const batch = waiting.slice(0, mostPerTransaction)
      waiting = waiting.slice(mostPerTransaction)
      await recordBatch(batch)
      const released = held
      held = []
      for (const release of released) release()
    }
    running = undefined
  }

  async function recordBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const recorded = await recordPolls(batch.map(({ poll }) => poll))
      batch.forEach(({ resolve }, index) => resolve(recorded[index] ?? { outcome: 'skipped', changes: [] }))
    } catch (error) {
      const [only] = batch
      if (batch.length === 1 && only) only.reject(error)
      else for (const one of batch) await recordBatch([one])
    }
  }

  return {
    record: (poll) =>
      new Promise((resolve, reject) => {
        waiting.push({ poll, resolve, reject })
        running ??= drain()
      }),
    async room() {
      while (waiting.length >= mostWaiting) {
        await new Promise<void>((resolve) => {
          held.push(resolve)
        })
      }
    },
  }
}
