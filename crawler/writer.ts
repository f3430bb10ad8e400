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

/**
 * Hands finished polls to the store in batches; a poll that cannot be recorded fails alone. Where no more are coming, those that
 * are here do not wait for others.
 */
export function createPollWriter(
  recordPolls: (polls: readonly Poll[]) => Promise<readonly Recorded[]>,
  areMoreComing: () => boolean,
): PollWriter {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let held: (() => void)[] = []
  let wake: (() => void) | undefined

  function isGathered(): boolean {
    return waiting.length >= mostPerTransaction || !areMoreComing()
  }

  async function gather(): Promise<void> {
    if (isGathered()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMilliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = undefined
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await gather()
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
        if (isGathered()) wake?.()
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
