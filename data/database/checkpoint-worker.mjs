import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

/**
 * Runs in a thread of its own, on a connection of its own: copies the log back into the file while others write. A pass is
 * repeated for what was written meanwhile, because only a log that is copied whole is begun anew. Plain JavaScript, since a
 * thread that has to read TypeScript first is 20 MB larger.
 */

const mostPasses = 20

function copyBack(handle) {
  for (let pass = 0; pass < mostPasses; pass++) {
    handle.pragma('wal_checkpoint(PASSIVE)')
    const [{ log, checkpointed }] = handle.pragma('wal_checkpoint(NOOP)')
    if (log === checkpointed) return
  }
}

const handle = new SqliteDatabase(workerData, { fileMustExist: true })
handle.pragma('synchronous = NORMAL')
handle.pragma('cache_size = -500')
parentPort.on('message', () => {
  copyBack(handle)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's, not a window's
  parentPort.postMessage('done')
})
