import { afterEach, describe, expect, it } from 'vitest'
import { answer, startFaultServer } from '../../support/fault-server.ts'
import { startHttp2Server } from '../../support/http2-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'
import {
  expiredCertificate,
  futureCertificate,
  selfSignedCertificate,
  testAuthority,
  validCertificate,
  wrongNameCertificate,
} from '../../support/tls.ts'

const patience = { timeout: 10_000 }

describe('crawler/fetch/http.ts', () => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((each) => each.close()))
  })

  function use<T extends { close(): Promise<void> }>(closable: T): T {
    toClose.unshift(closable)
    return closable
  }

  it.each([
    ['expired', expiredCertificate, [testAuthority], 'cert_expired'],
    ['not yet valid', futureCertificate, [testAuthority], 'cert_not_yet_valid'],
    ['made by itself', selfSignedCertificate, [testAuthority], 'self_signed'],
    ['for another name', wrongNameCertificate, [testAuthority], 'wrong_name'],
    ['signed by nobody we know', validCertificate, undefined, 'incomplete_chain'],
  ])('refuses a certificate that is %s', async (_case, certificate, certificateAuthorities, detail) => {
    const server = use(await startFaultServer({ certificate }))
    const client = use(createTestClient({ certificateAuthorities }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'tls', detail, url: server.url('/') })
    expect(error.cause).toBeInstanceOf(Error)
    expect(server.seen).toHaveLength(0)
  })

  it('checks the certificate of a name against the name, whatever address was dialled', async () => {
    const server = use(await startFaultServer({ certificate: validCertificate }))
    const client = use(createTestClient({ lookup: () => Promise.resolve([{ address: '127.0.0.1' }]) }))
    server.on('/', answer({ body: '{}' }))

    const good = await client.fetch({ url: `https://status.statuswire.test:${server.port}/`, medium: 'json' })
    const rooted = await client.fetch({ url: `https://status.statuswire.test.:${server.port}/`, medium: 'json' })
    const bad = await client.fetch({ url: `https://status.example.com:${server.port}/`, medium: 'json' })

    expect(documentOf(good).text).toBe('{}')
    expect(documentOf(rooted).text).toBe('{}')
    expect(errorOf(bad)).toMatchObject({ kind: 'tls', detail: 'wrong_name' })
    expect(server.seen[0]?.headers['host']).toBe(`status.statuswire.test:${server.port}`)
  })

  it('names a server that speaks no TLS', async () => {
    const server = use(await startFaultServer({ onConnection: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') }))
    const client = use(createTestClient())

    const error = errorOf(await client.fetch({ url: server.url('/').replace('http:', 'https:'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'tls', detail: 'not_tls' })
  })

  it('names a server that hangs up during the handshake', async () => {
    const server = use(await startFaultServer({ onConnection: (socket) => socket.once('data', () => socket.destroy()) }))
    const client = use(createTestClient())

    const error = errorOf(await client.fetch({ url: server.url('/').replace('http:', 'https:'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'tls', detail: 'handshake' })
  })

  it('waits for no handshake without end', async () => {
    const server = use(await startFaultServer({ onConnection: (socket) => socket.resume() }))
    const client = use(createTestClient({ connectMilliseconds: 150 }))

    const error = errorOf(await client.fetch({ url: server.url('/').replace('http:', 'https:'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'timeout', detail: 'connect_timeout' })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it('answers a deadline that comes before the connection does', async () => {
    const server = use(await startFaultServer({ onConnection: (socket) => socket.resume() }))
    const client = use(createTestClient({ totalMilliseconds: 100, connectMilliseconds: 400 }))

    const error = errorOf(await client.fetch({ url: server.url('/').replace('http:', 'https:'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'timeout', detail: 'deadline' })
    await expect.poll(() => server.connections.open, patience).toBe(0)
  })

  it('speaks HTTP/2 where it is offered, over one connection', async () => {
    const server = use(
      await startHttp2Server(validCertificate, (stream, headers) => {
        if (headers['if-none-match'] === '"1"') return stream.respond({ ':status': 304, etag: '"1"' }, { endStream: true })
        stream.respond({ ':status': 200, 'content-type': 'application/json', etag: '"1"' })
        stream.end(JSON.stringify(headers[':path']))
      }),
    )
    const client = use(createTestClient())

    const first = documentOf(await client.fetch({ url: `${server.origin}/a?b`, medium: 'json' }))
    const second = await client.fetch({ url: `${server.origin}/a?b`, medium: 'json', etag: first.etag })

    expect(first).toMatchObject({ text: '"/a?b"', etag: '"1"', headers: { 'content-type': 'application/json' } })
    expect(second.outcome).toBe('not_modified')
    expect(server.sessions.opened).toBe(1)
  })

  it('repeats a request that the server refused to process, once', async () => {
    let refusals = 1
    const server = use(
      await startHttp2Server(validCertificate, (stream) => {
        refusals -= 1
        // REFUSED_STREAM
        if (refusals >= 0) return stream.close(7)
        stream.respond({ ':status': 200 })
        stream.end('{}')
      }),
    )
    const client = use(createTestClient())

    const afterOne = await client.fetch({ url: `${server.origin}/`, medium: 'json' })
    refusals = 2
    const afterTwo = await client.fetch({ url: `${server.origin}/`, medium: 'json' })

    expect(afterOne.outcome).toBe('ok')
    expect(errorOf(afterTwo)).toMatchObject({ kind: 'connection' })
  })

  it.each(['close', 'destroy'] as const)('opens a new session where the server ended the old one (%s)', async (how) => {
    const server = use(
      await startHttp2Server(validCertificate, (stream) => {
        stream.respond({ ':status': 200 })
        stream.end('{}', () => stream.session?.[how]())
      }),
    )
    const client = use(createTestClient())

    const outcomes = []
    for (let turn = 0; turn < 3; turn += 1) outcomes.push((await client.fetch({ url: `${server.origin}/`, medium: 'json' })).outcome)

    expect(outcomes).toStrictEqual(['ok', 'ok', 'ok'])
  })

  it('names a session that dies in the middle of a body', async () => {
    const server = use(
      await startHttp2Server(validCertificate, (stream) => {
        stream.respond({ ':status': 200 })
        stream.write('{"a":', () => stream.session?.destroy())
      }),
    )
    const client = use(createTestClient())

    const error = errorOf(await client.fetch({ url: `${server.origin}/`, medium: 'json' }))

    expect(error).toMatchObject({ kind: 'connection', detail: 'truncated' })
  })

  it.each([
    ['/silent', { headersMilliseconds: 100 }, 'timeout: headers_timeout'],
    ['/drip', { totalMilliseconds: 200 }, 'timeout: deadline'],
    ['/large', { maximumWireBytes: 10_000 }, 'too_large: body_too_large'],
  ])('has the same limits over HTTP/2 (%s)', async (path, limits, message) => {
    const server = use(
      await startHttp2Server(validCertificate, (stream, headers) => {
        if (headers[':path'] === '/silent') return
        stream.respond({ ':status': 200 })
        stream.write(' '.repeat(headers[':path'] === '/large' ? 50_000 : 1))
        const timer = setInterval(() => stream.write(' '), 20)
        stream.on('close', () => clearInterval(timer))
      }),
    )
    const client = use(createTestClient(limits))

    const error = errorOf(await client.fetch({ url: server.origin + path, medium: 'json' }))

    expect(error.message).toBe(message)
  })
})
