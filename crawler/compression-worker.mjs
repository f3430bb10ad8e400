import { parentPort, workerData } from 'node:worker_threads'
import { zstdCompressSync } from 'node:zlib'

/**
 * Runs in a thread of its own: compresses the bodies that lie one after another in the shared area, each in its place, and
 * answers how long each is now; one that does not become shorter stays as it was. Plain JavaScript, since a thread that has to
 * read TypeScript first is 20 MB larger.
 */

const { area, options } = workerData

parentPort.on('message', (lengths) => {
  let from = 0
  const shortened = lengths.map((length) => {
    const place = area.subarray(from, from + length)
    from += length
    const body = zstdCompressSync(place, { ...options, pledgedSrcSize: length })
    if (body.length >= length) return length
    place.set(body)
    return body.length
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's, not a window's
  parentPort.postMessage(shortened)
})
