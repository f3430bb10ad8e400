import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FetchError } from '../../../crawler/fetch/errors.ts'
import type { HttpClient, HttpClientOptions } from '../../../crawler/fetch/http.ts'
import {
  answer,
  chunked,
  drip,
  flood,
  head,
  raw,
  redirect,
  reset,
  silence,
  startFaultServer,
  type FaultServer,
  type Script,
} from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'

const kibibyte = 1024
const patience = { timeout: 10_000 }

describe('crawler/fetch/http.ts', () => {
  let server: FaultServer
  let client: HttpClient

  beforeEach(async () => {
    server = await startFaultServer()
    client = createTestClient()
  })
  afterEach(async () => {
    await client.destroy()
    await server.close()
  })

  /** Each wait alone is short, so that no slow machine can take one for the other. */
  async function failureWithin(limits: Partial<HttpClientOptions>, path: string): Promise<FetchError> {
    const hasty = createTestClient(limits)
    try {
      return errorOf(await hasty.fetch({ url: server.url(path), medium: 'json' }))
    } finally {
      await hasty.close()
    }
  }

  it.each<readonly [string, Script]>([
    ['a server that never answers', silence()],
    ['a head that comes byte by byte', drip('HTTP/1.1 200 OK\r\nx-a: ', 'a', 20)],
    ['early hints without end', drip('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 20)],
    ['a redirect into silence', redirect('/silence')],
  ])('gives up on %s', async (_case, script) => {
    server.on('/', script)
    server.on('/silence', silence())

    const error = await failureWithin({ headersMilliseconds: 100 }, '/')

    expect(error).toMatchObject({ kind: 'timeout', detail: 'headers_timeout', url: server.url('/') })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it.each<readonly [string, Script]>([
    ['a body that comes byte by byte', drip(head(200, { 'content-length': '5000' }), ' ', 20)],
    ['a body that stops in the middle', raw(`${head(200, { 'content-length': '5000' })}{`)],
  ])('gives up on %s', async (_case, script) => {
    server.on('/', script)

    const error = await failureWithin({ totalMilliseconds: 200 }, '/')

    expect(error).toMatchObject({ kind: 'timeout', detail: 'deadline', url: server.url('/') })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it('has one deadline for all hops together', async () => {
    server.on('*', (socket, request) => {
      const next = `/${Number(request.target.slice(1)) + 1}`
      setTimeout(() => redirect(next)(socket, request), 100)
    })

    const error = await failureWithin({ totalMilliseconds: 250 }, '/0')

    expect(error).toMatchObject({ kind: 'timeout', detail: 'deadline' })
    expect(server.seen.length).toBeLessThan(6)
  })

  it('opens no second connection to a server that it gave up on', async () => {
    server.on('/', silence())

    await failureWithin({ headersMilliseconds: 100 }, '/')
    await failureWithin({ headersMilliseconds: 100 }, '/')

    expect(server.connections.accepted).toBe(2)
  })

  it('follows a redirect without waiting for a body that never ends, and drops that connection in the end', async () => {
    const hasty = createTestClient({ totalMilliseconds: 500 })
    server.on('/', drip(head(302, { location: '/there', 'content-length': '9999' }), ' ', 20))
    server.on('/there', answer({ body: '{}' }))

    const fetched = documentOf(await hasty.fetch({ url: server.url('/'), medium: 'json' }))

    expect(fetched.finalUrl).toBe(server.url('/there'))
    await expect.poll(() => server.connections.open, patience).toBe(1)
    await hasty.close()
  })

  it('throws a redirect’s small body away and keeps the connection, but reads no large one', async () => {
    server.on('/small', answer({ status: 302, headers: { location: '/end' }, body: 'x'.repeat(500) }))
    server.on(
      '/large',
      flood(head(302, { location: '/end', 'transfer-encoding': 'chunked' }), Buffer.from(`1000\r\n${'x'.repeat(4096)}\r\n`)),
    )
    server.on('/end', answer({ body: '{}' }))

    const small = await client.fetch({ url: server.url('/small'), medium: 'json' })
    const afterSmall = server.connections.accepted
    const large = await client.fetch({ url: server.url('/large'), medium: 'json' })

    expect([small.outcome, large.outcome]).toStrictEqual(['ok', 'ok'])
    expect(afterSmall).toBe(1)
    await expect.poll(() => server.connections.open, patience).toBeLessThanOrEqual(1)
  })

  it.each<readonly [string, Script, string, string]>([
    ['a reset instead of an answer', reset(), 'connection', 'reset'],
    ['an end instead of an answer', raw('', { end: true }), 'connection', 'reset'],
    ['half a head', raw('HTTP/1.1 200 OK\r\nx-a', { end: true }), 'connection', 'reset'],
    ['a body shorter than its length', raw(`${head(200, { 'content-length': '5000' })}{"a":`, { end: true }), 'connection', 'truncated'],
    [
      'a body shorter than its length on a connection that closes',
      raw(`${head(200, { 'content-length': '5000', connection: 'close' })}{"a":`, { end: true }),
      'connection',
      'truncated',
    ],
    ['chunks without end', raw(`${head(200, { 'transfer-encoding': 'chunked' })}5\r\n{"a":\r\n`, { end: true }), 'connection', 'truncated'],
    [
      'chunks without end on a connection that closes',
      raw(`${head(200, { 'transfer-encoding': 'chunked', connection: 'close' })}5\r\n{"a":\r\n`, { end: true }),
      'connection',
      'truncated',
    ],
    [
      'a cut page that only the closing ends',
      raw(`${head(200, { connection: 'close' })}<html><body>`, { end: true }),
      'connection',
      'truncated',
    ],
    [
      'a cut gzip stream of the right length',
      answer({ headers: { 'content-encoding': 'gzip' }, body: gzipSync('<html></html>').subarray(0, -4) }),
      'connection',
      'truncated',
    ],
    ['two lengths', raw(`${head(200, { 'content-length': ['5', '10'] })}{"a":1}`, { end: true }), 'connection', 'bad_framing'],
    [
      'a length and chunks',
      raw(head(200, { 'content-length': '5', 'transfer-encoding': 'chunked' }) + chunked('{"a":1}')),
      'connection',
      'bad_framing',
    ],
    ['a chunk without a length', raw(`${head(200, { 'transfer-encoding': 'chunked' })}zz\r\n`), 'connection', 'bad_protocol'],
    ['line feeds alone', raw('HTTP/1.1 200 OK\ncontent-length: 2\n\n{}'), 'connection', 'bad_protocol'],
    ['another protocol', raw('SSH-2.0-OpenSSH_9.2\r\n'), 'connection', 'bad_protocol'],
    ['a thousand times 100 Continue', raw('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)), 'connection', 'reset'],
    ['a switch of protocols', raw('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'), 'connection', 'reset'],
    [
      'a head of more than 16 KiB',
      raw(`HTTP/1.1 200 OK\r\n${'x-a: aaaaaaaaaaaaaaaaaaaa\r\n'.repeat(1000)}`),
      'too_large',
      'headers_overflow',
    ],
    ['one header of more than 16 KiB', raw(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`), 'too_large', 'headers_overflow'],
  ])('names %s', async (_case, script, kind, detail) => {
    server.on('/', script)

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'html' }))

    expect(error).toMatchObject({ name: 'FetchError', message: `${kind}: ${detail}`, kind, detail })
  })

  it('chains what the connection said', async () => {
    server.on('/', reset())

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'html' }))

    expect(error.cause).toBeInstanceOf(Error)
  })

  it('takes a body longer than its length for what its length says, and uses the connection no more', async () => {
    server.on('/', raw(`${head(200, { 'content-length': '2' })}{}SMUGGLED`))

    const fetched = documentOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(fetched.text).toBe('{}')
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it('names a port that nobody listens on', async () => {
    await server.close()

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'connection', detail: 'connect_refused' })
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' })
  })

  it.each([-1, 0, 1])('holds the cap of the body on the wire exactly, announced or not (cap %+i)', async (beyond) => {
    const body = JSON.stringify('x'.repeat(8 * kibibyte + beyond - 2))
    server.on('/announced', answer({ body }))
    server.on('/chunked', raw(head(200, { 'transfer-encoding': 'chunked' }) + chunked(body)))

    const outcomes = await Promise.all(
      ['/announced', '/chunked'].map(async (path) => {
        const result = await client.fetch({ url: server.url(path), medium: 'json', maximumWireBytes: 8 * kibibyte })
        return result.outcome === 'failed' ? result.error.message : result.outcome
      }),
    )

    expect(outcomes).toStrictEqual(Array.from({ length: 2 }, () => (beyond > 0 ? 'too_large: body_too_large' : 'ok')))
  })

  it('stops an endless body at the cap and keeps none of it', async () => {
    server.on('/', flood(head(200, { 'transfer-encoding': 'chunked' }), Buffer.from(`10000\r\n${' '.repeat(65_536)}\r\n`)))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'too_large', detail: 'body_too_large', body: undefined })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it.each([-1, 0, 1])('holds the cap of the decoded body exactly (cap %+i)', async (beyond) => {
    server.on(
      '/',
      answer({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify('x'.repeat(8 * kibibyte + beyond - 2))) }),
    )

    const result = await client.fetch({ url: server.url('/'), medium: 'json', maximumDecodedBytes: 8 * kibibyte })

    expect(result.outcome === 'failed' ? result.error.detail : result.outcome).toBe(beyond > 0 ? 'decoded_too_large' : 'ok')
  })

  it('refuses a bomb by its ratio before it goes off', async () => {
    server.on('/', answer({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(200_000_000)) }))
    const before = process.memoryUsage().rss

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json', maximumDecodedBytes: 1_000_000_000 }))

    expect(error).toMatchObject({ kind: 'too_large', detail: 'ratio' })
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })

  it('allows no request more than 20 MiB', async () => {
    server.on('/', answer({ headers: { 'content-length': '20971521' } }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json', maximumWireBytes: Infinity }))

    expect(error.detail).toBe('body_too_large')
  })
})
