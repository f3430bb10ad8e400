import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HttpClient } from '../../../crawler/fetch/http.ts'
import { answer, redirect, startFaultServer, type FaultServer } from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'
import { validCertificate } from '../../support/tls.ts'

describe('crawler/fetch/http.ts', () => {
  let server: FaultServer
  let other: FaultServer
  let secure: FaultServer
  let client: HttpClient

  beforeEach(async () => {
    server = await startFaultServer()
    other = await startFaultServer()
    secure = await startFaultServer({ certificate: validCertificate })
    client = createTestClient()
    for (const each of [server, other, secure]) each.on('/end', answer({ body: '{}' }))
  })
  afterEach(async () => {
    await client.destroy()
    await Promise.all([server, other, secure].map((each) => each.close()))
  })

  it.each([301, 302, 303, 307, 308])('follows a %i, whatever shape its Location has', async (status) => {
    server.on('/a/b', redirect('../c?x=1#y', status))
    server.on('/c', redirect(`//127.0.0.1:${other.port}/d`, status))
    other.on('/d', redirect(secure.url('/end'), status))

    const fetched = documentOf(await client.fetch({ url: server.url('/a/b'), medium: 'json' }))

    expect(fetched).toMatchObject({ url: server.url('/a/b'), finalUrl: secure.url('/end'), text: '{}' })
    expect(server.seen.map(({ target }) => target)).toStrictEqual(['/a/b', '/c?x=1'])
    expect(server.connections.accepted).toBe(1)
  })

  it.each([
    [[301, 308], '/2'],
    [[301, 302, 301], '/1'],
    [[308], '/1'],
    [[302, 301], undefined],
    [[], undefined],
  ])('learns from the redirects %j that the page has moved for good to %s', async (statuses, path) => {
    for (const [index, status] of statuses.entries()) server.on(`/${index}`, redirect(`/${index + 1}`, status))
    server.on(`/${statuses.length}`, answer({ body: '{}' }))

    const fetched = documentOf(await client.fetch({ url: server.url('/0'), medium: 'json' }))

    expect(fetched.permanentRedirectTo).toBe(path === undefined ? undefined : server.url(path))
  })

  it.each([
    [5, 'ok'],
    [6, 'redirect: too_many_redirects'],
  ])('follows %i redirects in a row: %s', async (count, outcome) => {
    for (let index = 0; index < count; index += 1) server.on(`/${index}`, redirect(`/${index + 1}`))
    server.on(`/${count}`, answer({ body: '{}' }))

    const result = await client.fetch({ url: server.url('/0'), medium: 'json' })

    expect(result.outcome === 'failed' ? result.error.message : result.outcome).toBe(outcome)
    expect(server.seen).toHaveLength(6)
  })

  it.each([
    ['a circle', '/2', 'redirect', 'redirect_loop'],
    ['itself', '/1', 'redirect', 'redirect_loop'],
    ['nowhere', undefined, 'redirect', 'no_location'],
    ['garbage', 'http://[', 'redirect', 'bad_location'],
    ['an empty host', 'http:///', 'redirect', 'bad_location'],
    ['a file', 'file:///etc/passwd', 'redirect', 'scheme'],
    ['data', 'data:application/json,{}', 'redirect', 'scheme'],
    ['gopher', 'gopher://127.0.0.1/', 'redirect', 'scheme'],
    ['a script', 'javascript:alert(1)', 'redirect', 'scheme'],
    ['credentials', 'http://user:secret@127.0.0.1/', 'redirect', 'credentials'],
    ['a private address', 'http://10.0.0.1/', 'forbidden_address', 'blocked_address'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data/', 'forbidden_address', 'blocked_address'],
    ['a private address over TLS', 'https://[fd00::1]/', 'forbidden_address', 'blocked_address'],
  ])('does not follow a redirect to %s', async (_case, location, kind, detail) => {
    server.on('/1', location === undefined ? answer({ status: 302 }) : redirect(location))
    server.on('/2', redirect('/1'))

    const error = errorOf(await client.fetch({ url: server.url('/1'), medium: 'json' }))

    expect(error).toMatchObject({ kind, detail, url: server.url('/1') })
  })

  it.each([300, 305, 306, 399])('does not follow a %i', async (status) => {
    server.on('/', redirect('/end', status))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'redirect', detail: 'no_location', httpStatus: status, finalUrl: server.url('/') })
  })

  it('does not follow a redirect out of TLS', async () => {
    secure.on('/', redirect(server.url('/end')))

    const error = errorOf(await client.fetch({ url: secure.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'redirect', detail: 'downgrade', finalUrl: secure.url('/') })
    expect(server.seen).toHaveLength(0)
  })

  it('sends validators to the origin that was asked and to no other', async () => {
    server.on('/', redirect('/two'))
    server.on('/two', redirect(other.url('/end')))

    const result = await client.fetch({ url: server.url('/'), medium: 'json', etag: '"1"', lastModified: 'then' })

    expect(result.outcome).toBe('ok')
    expect(server.seen.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']])).toStrictEqual([
      ['"1"', 'then'],
      ['"1"', 'then'],
    ])
    expect(other.seen[0]?.headers).not.toHaveProperty('if-none-match')
    expect(other.seen[0]?.headers).not.toHaveProperty('if-modified-since')
  })

  it('sends validators to the address that gave them and to no other, where that is known', async () => {
    server.on('/', redirect(other.url('/page'), 301))
    other.on('/page', answer({ status: 304 }))
    const request = { url: server.url('/'), medium: 'json', etag: '"1"', validatorsUrl: other.url('/page') } as const

    const result = await client.fetch(request)

    expect(result).toMatchObject({ outcome: 'not_modified', finalUrl: other.url('/page'), permanentRedirectTo: other.url('/page') })
    expect(server.seen[0]?.headers).not.toHaveProperty('if-none-match')
    expect(other.seen[0]?.headers['if-none-match']).toBe('"1"')
  })

  it('refuses a 304 of an address that it sent no validators to', async () => {
    server.on('/', redirect(other.url('/page')))
    other.on('/page', answer({ status: 304 }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json', etag: '"1"' }))

    expect(error).toMatchObject({ kind: 'status', detail: 'unexpected_304', finalUrl: other.url('/page') })
  })
})
