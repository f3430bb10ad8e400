import { Worker } from 'node:worker_threads'
import type SqliteDatabase from 'better-sqlite3'
import { z } from 'zod'

/**
 * What is written goes into a log first, and from there into the file; half of that time is waiting for the disk. In the writing
 * process it would stop everything else for a tenth of a second each time, so a thread does it: begun when it is needed first,
 * which in a usual day it never is.
 */
export interface Checkpoints {
  /** Called after each transaction. */
  afterWrite(): void
  close(): Promise<void>
}

/** 32 MB. */
const usualFrames = 8_000
/** So many transactions pass between two looks at the log. */
const writesPerLook = 4

const State = z.tuple([z.object({ log: z.number(), checkpointed: z.number() })])

export function createCheckpoints(handle: SqliteDatabase.Database, frames = usualFrames): Checkpoints {
  let worker: Worker | undefined
  let isBusy = false
  let isGivenUp = false
  let writes = 0

  function open(): Worker {
    const opened = new Worker(new URL('./checkpoint-worker.mjs', import.meta.url), {
      workerData: handle.name,
      // Not what this process was started with: the thread loads nothing but the database.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    })
    opened.unref()
    opened.on('message', () => {
      isBusy = false
    })
    // What has befallen the thread befalls the writer as well where it is the disk; then SQLite copies as it always does.
    opened.on('error', () => {
      isGivenUp = true
    })
    return opened
  }

  return {
    afterWrite() {
      if (isBusy || isGivenUp || ++writes % writesPerLook !== 0) return
      const [{ log, checkpointed }] = State.parse(handle.pragma('wal_checkpoint(NOOP)'))
      if (log < frames || log === checkpointed) return
      isBusy = true
      worker ??= open()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's, not a window's
      worker.postMessage('copy')
    },
    async close() {
      await worker?.terminate()
    },
  }
}
