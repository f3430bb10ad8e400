import { setTimeout as sleep } from 'node:timers/promises'

export interface Repeated {
  /** Resolves when the turn under way, if any, is done. */
  readonly stop: () => Promise<void>
}

export interface RepeatOptions {
  readonly firstMilliseconds: number
  readonly everyMilliseconds: number
  /** A turn has failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/** Does something again and again, one turn after the other; a process with nothing else to do ends regardless. */
export function repeat(task: () => Promise<void>, { firstMilliseconds, everyMilliseconds, onError }: RepeatOptions): Repeated {
  const stopping = new AbortController()
  const { signal } = stopping

  async function run(): Promise<void> {
    for (let wait = firstMilliseconds; !signal.aborted; wait = everyMilliseconds) {
      if (wait > 0) await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      try {
        await task()
      } catch (error) {
        onError(error)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
