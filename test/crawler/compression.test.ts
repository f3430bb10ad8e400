import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { zstdDecompressSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compressed, type Compressor, createCompressor } from '../../crawler/compression.ts'
import { noneListed } from '../../data/changes/moment.ts'
import type { Poll, ReadPoll } from '../../data/store/poll.ts'
import { at } from '../support/rows.ts'

type Archive = ReadPoll['archive']

const observedAt = at('2026-03-01T00:00:00Z')
const nothing = { components: 'none', incidents: 'none', maintenances: 'none' } as const
const basis = { pageId: 'page', observedAt, recordedAt: observedAt, bytes: 0, durationMilliseconds: 1 }

function row(body: Uint8Array): Archive[number] {
  const url = 'https://status.example.com/api'
  return { source: 'summary', url, final_url: url, status: 200, headers: '{}', medium: 'json', hash: '00', encoding: 'identity', body }
}

function read(...bodies: readonly Uint8Array[]): Poll {
  return {
    type: 'read',
    ...basis,
    platform: 'statuspage',
    snapshot: { platform: 'statuspage', authority: 'api', observedAt, page: {}, coverage: nothing, omissions: [] },
    sources: [],
    archive: bodies.map(row),
    contentDigest: '',
    listsRead: false,
    openListed: noneListed,
    backfill: false,
  }
}

function archiveOf(polls: readonly Poll[]): Archive {
  return polls.flatMap((poll) => (poll.type === 'read' ? poll.archive : []))
}

function plain({ encoding, body }: Archive[number]): Buffer {
  return Buffer.from(encoding === 'zstd' ? zstdDecompressSync(body) : body)
}

function text(number: number, length = 20_000): Buffer {
  return Buffer.from(`{"number": ${number}} `.repeat(length).slice(0, length))
}

function threadThat(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; ${code}`)}`)
}

const many = Array.from({ length: 100 }, (_, number) => text(number))

describe('crawler/compression.ts', () => {
  let compressor: Compressor | undefined

  afterEach(async () => compressor?.close())

  it('keeps a body as it is where that is no longer than its compressed form', () => {
    const [short, long, random] = compressed([row(text(1, 400)), row(text(2)), row(randomBytes(20_000))])

    expect([short, long, random].map((one) => one?.encoding)).toEqual(['identity', 'zstd', 'identity'])
    expect(long?.body.length).toBeLessThan(1_000)
    expect(long && plain(long)).toEqual(text(2))
  })

  it('gives the same for many at once, for few and for each alone', async () => {
    compressor = createCompressor()
    const bodies = [...many, text(7, 400), randomBytes(20_000)]

    const together = archiveOf(await compressor.compress(bodies.map((body) => read(body))))
    const few = archiveOf(await compressor.compress([read(...bodies.slice(0, 3))]))

    expect(together).toEqual(compressed(bodies.map(row)))
    expect(few).toEqual(together.slice(0, 3))
    expect(together.map(plain)).toEqual(bodies)
  })

  it('takes more than the thread has room for, and several calls at once', async () => {
    compressor = createCompressor()
    const bodies = [text(1, 3_000_000), ...many, text(2, 1_000_000)]

    const both = await Promise.all([compressor.compress([read(...bodies)]), compressor.compress([read(...bodies)])])

    for (const polls of both) expect(archiveOf(polls).map(plain)).toEqual(bodies)
  })

  it('takes what the thread answers', async () => {
    compressor = createCompressor(threadThat("parentPort.on('message', (lengths) => parentPort.postMessage(lengths))"))

    const archive = archiveOf(await compressor.compress([read(...many)]))

    // It said that nothing becomes shorter.
    expect(archive.map(({ encoding }) => encoding)).toEqual(many.map(() => 'identity'))
  })

  it('has a thread that compresses each body in its place', async () => {
    const bodies = [text(1), randomBytes(2_000), text(2, 5_000)]
    const area = new Uint8Array(new SharedArrayBuffer(100_000))
    area.set(Buffer.concat(bodies))
    const worker = new Worker(new URL('../../crawler/compression-worker.mjs', import.meta.url), { workerData: { area, options: {} } })
    const answer = once(worker, 'message')

    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's, not a window's
    worker.postMessage(bodies.map((body) => body.length))
    const [lengths] = z.tuple([z.tuple([z.int(), z.int(), z.int()])]).parse(await answer)
    await worker.terminate()

    expect(lengths[1]).toBe(2_000)
    expect(zstdDecompressSync(area.subarray(0, lengths[0]))).toEqual(bodies[0])
    expect(Buffer.from(area.subarray(20_000, 22_000))).toEqual(bodies[1])
    expect(zstdDecompressSync(area.subarray(22_000, 22_000 + lengths[2]))).toEqual(bodies[2])
  })

  it.each([
    ['cannot be had', new URL('./nowhere.mjs', import.meta.url)],
    ['fails at its work', threadThat("parentPort.on('message', () => { throw new Error('no') })")],
    ['ends at its work', threadThat("parentPort.on('message', () => process.exit(0))")],
  ])('does without a thread that %s', async (_, file) => {
    compressor = createCompressor(file)

    for (let turn = 0; turn < 2; turn++) {
      const archive = archiveOf(await compressor.compress([read(...many)]))
      expect(archive.map(({ encoding }) => encoding)).toEqual(many.map(() => 'zstd'))
      expect(archive.map(plain)).toEqual(many)
    }
  })

  it('leaves alone what has no bodies', async () => {
    compressor = createCompressor()
    const unchanged: Poll = { type: 'unchanged', outcome: 'not_modified', ...basis, sources: [], listsRead: false }

    expect(await compressor.compress([unchanged, read()])).toEqual([unchanged, read()])
  })
})
