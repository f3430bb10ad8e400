import { Worker } from 'node:worker_threads'
import { constants, zstdCompressSync, type ZstdOptions } from 'node:zlib'
import { z } from 'zod'
import type { Poll, ReadPoll } from '../data/store/poll.ts'

type Archive = ReadPoll['archive']

/**
 * Bodies as the archive keeps them. Many at once are compressed by a thread, while the crawler goes on reading: it would be a
 * tenth of its time. The thread is begun when there are so many first.
 */
export interface Compressor {
  /** The same polls, their bodies compressed. */
  compress(polls: readonly Poll[]): Promise<readonly Poll[]>
  close(): Promise<void>
}

/** What is shorter than this is kept as it is: compressing it costs more than it saves. */
const shortest = 512
const options: ZstdOptions = {
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
  // A piece of output for each call: the default one of 64 KB costs as much as the compressing.
  chunkSize: 8_192,
}

/** Compresses the bodies of a poll here and now. */
export function compressed(archive: Archive): Archive {
  return archive.map((row) => (isCompressible(row) ? keptAs(row, shorter(row.body)) : row))
}

function shorter(body: Uint8Array): Uint8Array | undefined {
  const short = zstdCompressSync(body, { ...options, pledgedSrcSize: body.length })
  return short.length < body.length ? short : undefined
}

function keptAs(row: Archive[number], body: Uint8Array | undefined): Archive[number] {
  return body ? { ...row, encoding: 'zstd', body } : row
}

function isCompressible({ encoding, body }: Archive[number]): boolean {
  return encoding === 'identity' && body.length >= shortest
}

/** Fewer bodies are not worth the way to the thread and back. */
const fewestForThread = 16
/** The bodies of 64 usual polls. What does not fit any more is compressed here. */
const areaBytes = 2_097_152

const Lengths = z.array(z.int().nonnegative())

export function createCompressor(file = new URL('./compression-worker.mjs', import.meta.url)): Compressor {
  let thread: Thread | undefined
  let isBusy = false

  return {
    async compress(polls) {
      const bodies = polls.flatMap((poll) => (poll.type === 'read' ? poll.archive.filter(isCompressible).map(({ body }) => body) : []))
      let done: Shortened = new Map()
      if (bodies.length >= fewestForThread && !isBusy) {
        isBusy = true
        thread ??= startThread(file)
        done = await thread.shorten(bodies)
        isBusy = false
      }
      function kept(row: Archive[number]): Archive[number] {
        if (!isCompressible(row)) return row
        return keptAs(row, done.has(row.body) ? done.get(row.body) : shorter(row.body))
      }
      return polls.map((poll) => (poll.type === 'read' ? { ...poll, archive: poll.archive.map(kept) } : poll))
    },
    async close() {
      await thread?.close()
    },
  }
}

/** What each body was compressed to; undefined where it became no shorter. */
type Shortened = ReadonlyMap<Uint8Array, Uint8Array | undefined>

interface Thread {
  /** The bodies that there was room for; none of them where the thread is lost. */
  shorten(bodies: readonly Uint8Array[]): Promise<Shortened>
  close(): Promise<void>
}

function startThread(file: URL): Thread {
  const area = new Uint8Array(new SharedArrayBuffer(areaBytes))
  let isLost = false
  let answer: ((lengths: readonly number[]) => void) | undefined
  const worker = new Worker(file, {
    workerData: { area, options },
    // Not what this process was started with: the thread loads nothing.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  })
  // What the thread does not do is done here.
  function lose(): void {
    isLost = true
    answer?.([])
  }
  worker.on('message', (lengths) => answer?.(Lengths.parse(lengths)))
  worker.on('error', lose)
  worker.on('exit', lose)

  async function ask(lengths: readonly number[]): Promise<readonly number[]> {
    if (isLost) return []
    const answered = new Promise<readonly number[]>((resolve) => {
      answer = resolve
    })
    // A process that has nothing else to wait for waits for this.
    worker.ref()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's, not a window's
    worker.postMessage(lengths)
    const answers = await answered
    worker.unref()
    return answers
  }

  return {
    async shorten(bodies) {
      let used = 0
      const sent: Uint8Array[] = []
      for (const body of bodies) {
        if (used + body.length > areaBytes) continue
        area.set(body, used)
        used += body.length
        sent.push(body)
      }
      const shortened = new Map<Uint8Array, Uint8Array | undefined>()
      let from = 0
      for (const [index, length] of (await ask(sent.map((body) => body.length))).entries()) {
        const body = sent[index]
        if (!body) break
        shortened.set(body, length < body.length ? Buffer.from(area.subarray(from, from + length)) : undefined)
        from += body.length
      }
      return shortened
    },
    async close() {
      await worker.terminate()
    },
  }
}
