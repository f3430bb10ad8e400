import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { MockAgent } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toDocument } from '../../../crawler/fetch/document.ts'
import type { HttpClient } from '../../../crawler/fetch/http.ts'
import { answer, chunked, head, inTurn, raw, reset, startFaultServer, type FaultServer } from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'

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

  it('gives the document with all that the next request and the parsers need', async () => {
    const body = '{"status":"Störung"}'
    const packed = gzipSync(body)
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', ETag: 'W/"ä 1"', 'Last-Modified': 'yesterday, or so' }
    server.on('/summary.json', answer({ headers, body: packed }))

    const fetched = documentOf(await client.fetch({ url: server.url('/summary.json?a=1#top'), medium: 'json' }))

    expect(fetched).toMatchObject({
      url: server.url('/summary.json?a=1#top'),
      finalUrl: server.url('/summary.json?a=1'),
      status: 200,
      medium: 'json',
      text: body,
      wireBytes: packed.length,
      decodedBytes: Buffer.byteLength(body),
      bodyHash: createHash('sha256').update(body).digest('hex').slice(0, 32),
      etag: 'W/"ä 1"',
      lastModified: 'yesterday, or so',
      permanentRedirectTo: undefined,
    })
    expect(toDocument(fetched, 'json')).toStrictEqual({
      url: server.url('/summary.json?a=1#top'),
      finalUrl: server.url('/summary.json?a=1'),
      status: 200,
      headers: fetched.headers,
      body: { medium: 'json', text: body },
    })
  })

  it('sends an honest request and nothing that could tell one reader from another', async () => {
    server.on('/', answer({ headers: { 'set-cookie': ['a=1', 'b=2'] }, body: '<html></html>' }))

    await client.fetch({ url: server.url('/'), medium: 'html' })
    const fetched = documentOf(await client.fetch({ url: server.url('/'), medium: 'html' }))

    expect(server.seen.map(({ headers }) => headers)).toStrictEqual(
      Array.from({ length: 2 }, () => ({
        host: `127.0.0.1:${server.port}`,
        connection: 'keep-alive',
        'user-agent': 'Statuswire/test (+https://statuswire.test/contact)',
        accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
        'accept-encoding': 'gzip, br, zstd, deflate',
        'accept-language': 'en, *;q=0.5',
      })),
    )
    expect(fetched.headers['set-cookie']).toBe('a=1, b=2')
    expect(server.connections.accepted).toBe(1)
  })

  it('asks for another kind of document where the request says so', async () => {
    server.on('*', answer({ body: '{}' }))

    await client.fetch({ url: server.url('/'), medium: 'json', accept: 'application/vnd.api+json' })
    await client.fetch({ url: server.url('/'), medium: 'json' })

    expect(server.seen.map(({ headers }) => headers['accept'])).toStrictEqual(['application/vnd.api+json', 'application/json, */*;q=0.1'])
  })

  it('takes whatever comes where any medium will do, and names it', async () => {
    server.on('/json', answer({ body: '{}' }))
    server.on('/html', answer({ body: '<!doctype html><p>' }))
    server.on('/feed', answer({ body: '<rss/>' }))
    server.on('/text', answer({ body: 'OK' }))

    const media = await Promise.all(
      ['/json', '/html', '/feed', '/text'].map(
        async (path) => documentOf(await client.fetch({ url: server.url(path), medium: 'any' })).medium,
      ),
    )

    expect(media).toStrictEqual(['json', 'html', 'xml', 'text'])
  })

  it('sends validators back exactly as they came and reports an unchanged document', async () => {
    const etag = 'W/"ä,  \\"odd'
    server.on('/', answer({ status: 304, headers: { etag: '"new"', 'cache-control': 'max-age=60' } }))

    const result = await client.fetch({ url: server.url('/'), medium: 'json', etag, lastModified: 'not even a date' })

    expect(server.seen[0]?.headers).toMatchObject({ 'if-none-match': etag, 'if-modified-since': 'not even a date' })
    expect(result).toMatchObject({ outcome: 'not_modified', status: 304, etag: '"new"', headers: { 'cache-control': 'max-age=60' } })
  })

  it.each(['', ' ', 'a\r\nx-evil: 1', 'a\nb', '✓', '\0'])('sends no validator that cannot have come over the wire: %j', async (etag) => {
    server.on('/', answer({ body: '{}' }))

    const fetched = documentOf(await client.fetch({ url: server.url('/'), medium: 'json', etag }))

    expect(fetched.text).toBe('{}')
    expect(server.seen[0]?.headers).not.toHaveProperty('if-none-match')
    expect(server.seen[0]?.headers).not.toHaveProperty('x-evil')
  })

  it('refuses a 304 that it has not asked for', async () => {
    server.on('/', answer({ status: 304 }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'status', detail: 'unexpected_304', httpStatus: 304 })
  })

  it('asks once more where the server closed the kept connection in the moment of the request', async () => {
    server.on('/', inTurn(answer({ body: '{"n":1}' }), reset(), answer({ body: '{"n":2}' })))

    const first = documentOf(await client.fetch({ url: server.url('/'), medium: 'json' }))
    const second = documentOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect([first.text, second.text]).toStrictEqual(['{"n":1}', '{"n":2}'])
    expect(server.seen.map(({ connection }) => connection)).toStrictEqual([1, 1, 2])
  })

  it('asks once more and never twice', async () => {
    server.on('/', reset())

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'connection', detail: 'reset' })
    expect(server.seen).toHaveLength(2)
  })

  it.each([502, 503, 504])('leaves a %i to the schedule', async (status) => {
    server.on('/', answer({ status }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'status', httpStatus: status })
    expect(server.seen).toHaveLength(1)
  })

  it('reads a chunked body and one that the closing of the connection ends', async () => {
    server.on('/chunked', raw(head(200, { 'transfer-encoding': 'chunked' }) + chunked('{"a":1}')))
    server.on('/close', raw(`${head(200, { connection: 'close' })}{"a":2}`, { end: true }))

    const chunks = documentOf(await client.fetch({ url: server.url('/chunked'), medium: 'json' }))
    const closed = documentOf(await client.fetch({ url: server.url('/close'), medium: 'json' }))

    expect([chunks.text, closed.text]).toStrictEqual(['{"a":1}', '{"a":2}'])
  })

  it('leaves informational answers aside', async () => {
    server.on('/', raw(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${head(200, { 'content-length': '2' })}{}`))

    expect(documentOf(await client.fetch({ url: server.url('/'), medium: 'json' })).text).toBe('{}')
  })

  it('keeps many requests apart', async () => {
    server.on('*', (socket, { target }) =>
      answer({ body: JSON.stringify(target) })(socket, server.seen[0] ?? { method: '', target, headers: {}, connection: 0 }),
    )
    const paths = Array.from({ length: 200 }, (_, index) => `/${index}`)

    const texts = await Promise.all(
      paths.map(async (path) => documentOf(await client.fetch({ url: server.url(path), medium: 'json' })).text),
    )

    expect(texts).toStrictEqual(paths.map((path) => JSON.stringify(path)))
  })

  it('waits for running requests when it is closed, and answers later ones as closed', async () => {
    server.on('/', (socket) => setTimeout(() => socket.write(`${head(200, { 'content-length': '2' })}{}`), 50))

    const running = client.fetch({ url: server.url('/'), medium: 'json' })
    await client.close()

    expect(documentOf(await running).text).toBe('{}')
    expect(errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))).toMatchObject({
      kind: 'connection',
      detail: 'client_closed',
    })
  })

  it('breaks running requests off when it is destroyed', async () => {
    server.on('/', () => {})

    const running = client.fetch({ url: server.url('/'), medium: 'json' })
    await expect.poll(() => server.seen.length, patience).toBe(1)
    await client.destroy()

    expect(errorOf(await running)).toMatchObject({ kind: 'connection', detail: 'client_closed' })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it('takes connections of another kind', async () => {
    const dispatcher = new MockAgent()
    dispatcher.disableNetConnect()
    dispatcher
      .get('https://status.example.com')
      .intercept({ path: '/api/v2/summary.json' })
      .reply(200, { page: {} }, { headers: { etag: '"1"' } })
    const mocked = createTestClient({ dispatcher })

    const fetched = documentOf(await mocked.fetch({ url: 'https://status.example.com/api/v2/summary.json', medium: 'json' }))

    expect(fetched).toMatchObject({ text: '{"page":{}}', etag: '"1"' })
    dispatcher.assertNoPendingInterceptors()
    await mocked.close()
  })
})
