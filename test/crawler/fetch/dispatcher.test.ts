import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lookup } from '../../../crawler/fetch/guard.ts'
import { answer, redirect, startFaultServer, type FaultServer } from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'
import { startProxyServer, type ProxyServer, type ProxyServerOptions } from '../../support/proxy-server.ts'
import { validCertificate } from '../../support/tls.ts'

const toClose: { close(): Promise<void> }[] = []

function use<T extends { close(): Promise<void> }>(closable: T): T {
  toClose.unshift(closable)
  return closable
}

function noLookup(): never {
  throw new Error('resolved a name that is the proxy’s to resolve')
}

describe('crawler/fetch/dispatcher.ts', () => {
  let web: FaultServer
  let secureWeb: FaultServer

  beforeEach(async () => {
    web = use(await startFaultServer())
    secureWeb = use(await startFaultServer({ certificate: validCertificate }))
    for (const each of [web, secureWeb]) each.on('/', answer({ body: '{}' }))
  })
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((each) => each.close()))
  })

  async function proxyTo(server: FaultServer, options: Partial<ProxyServerOptions> = {}): Promise<ProxyServer> {
    return use(await startProxyServer({ targetPort: server.port, ...options }))
  }

  it('asks for https through a tunnel of the proxy, which resolves the names', async () => {
    const proxy = await proxyTo(secureWeb)
    const client = use(createTestClient({ allowPrivate: [], proxy: { httpsProxy: proxy.url }, lookup: noLookup }))

    const first = documentOf(await client.fetch({ url: 'https://status.statuswire.test/', medium: 'json' }))
    const second = documentOf(await client.fetch({ url: 'https://status.statuswire.test/', medium: 'json' }))

    expect([first.text, second.text]).toStrictEqual(['{}', '{}'])
    expect(proxy.requestLines).toStrictEqual(['CONNECT status.statuswire.test:443 HTTP/1.1'])
    expect(secureWeb.seen[0]?.headers).toMatchObject({
      host: 'status.statuswire.test',
      'user-agent': expect.stringContaining('Statuswire'),
    })
  })

  it('asks for http by the whole URL', async () => {
    const proxy = await proxyTo(web)
    const client = use(createTestClient({ allowPrivate: [], proxy: { httpProxy: proxy.url }, lookup: noLookup }))

    const fetched = documentOf(await client.fetch({ url: 'http://status.statuswire.test:8099/?a=b', medium: 'json' }))

    expect(fetched.text).toBe('{}')
    expect(proxy.requestLines).toStrictEqual(['GET http://status.statuswire.test:8099/?a=b HTTP/1.1'])
    expect(web.seen[0]?.headers['host']).toBe('status.statuswire.test:8099')
  })

  it.each(['http://10.0.0.1/', 'https://127.0.0.1/', 'http://[::1]/', 'http://2130706433/'])(
    'does not even ask the proxy for %s',
    async (url) => {
      const proxy = await proxyTo(web)
      const client = use(createTestClient({ allowPrivate: [], proxy: { httpProxy: proxy.url, httpsProxy: proxy.url } }))

      expect(errorOf(await client.fetch({ url, medium: 'json' }))).toMatchObject({ kind: 'forbidden_address', detail: 'blocked_address' })
      expect(proxy.requestLines).toHaveLength(0)
    },
  )

  it('does not even ask the proxy for where a redirect leads inside', async () => {
    web.on('/inside', redirect('http://192.168.1.1/admin'))
    const proxy = await proxyTo(web)
    const client = use(createTestClient({ allowPrivate: [], proxy: { httpProxy: proxy.url } }))

    const error = errorOf(await client.fetch({ url: 'http://status.statuswire.test/inside', medium: 'json' }))

    expect(error).toMatchObject({ kind: 'forbidden_address', finalUrl: 'http://192.168.1.1/admin' })
    expect(proxy.requestLines).toHaveLength(1)
  })

  it('asks hosts of the exception list directly, through the guard', async () => {
    const proxy = await proxyTo(web)
    const noProxy = 'direct.statuswire.test, inside.statuswire.test'
    const lookup: Lookup = (name) => Promise.resolve([{ address: name.startsWith('direct') ? '127.0.0.1' : '10.0.0.1' }])
    const client = use(createTestClient({ allowPrivate: ['127.0.0.1'], proxy: { httpProxy: proxy.url, noProxy }, lookup }))

    const direct = await client.fetch({ url: `http://direct.statuswire.test:${web.port}/`, medium: 'json' })
    const inside = await client.fetch({ url: `http://inside.statuswire.test:${web.port}/`, medium: 'json' })

    expect(direct.outcome).toBe('ok')
    expect(errorOf(inside)).toMatchObject({ kind: 'forbidden_address', detail: 'blocked_address' })
    expect(proxy.requestLines).toHaveLength(0)
  })

  it('reads no proxy from the environment', async () => {
    const proxy = await proxyTo(web)
    process.env['http_proxy'] = 'http://127.0.0.1:1'
    process.env['no_proxy'] = '*'
    const direct = use(createTestClient())
    const proxied = use(createTestClient({ proxy: { httpProxy: proxy.url } }))

    const directly = await direct.fetch({ url: web.url('/'), medium: 'json' })
    const byProxy = await proxied.fetch({ url: 'http://status.statuswire.test/', medium: 'json' })
    delete process.env['http_proxy']
    delete process.env['no_proxy']

    expect([directly.outcome, byProxy.outcome]).toStrictEqual(['ok', 'ok'])
    expect(proxy.requestLines).toHaveLength(1)
  })

  it.each([
    ['refuses the tunnel', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n', 'connection: proxy_refused'],
    ['wants credentials', 'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n', 'connection: proxy_refused'],
    ['hangs up', '', 'connection: proxy_refused'],
  ])('names a proxy that %s, and asks it no more', async (_case, text, message) => {
    const proxy = await proxyTo(web, { onConnect: (socket) => socket.end(text) })
    const client = use(createTestClient({ proxy: { httpsProxy: proxy.url }, totalMilliseconds: 5000 }))

    const error = errorOf(await client.fetch({ url: 'https://status.statuswire.test/', medium: 'json' }))
    const asked = proxy.requestLines.length
    await new Promise((resolve) => {
      setTimeout(resolve, 300)
    })

    expect(error.message).toBe(message)
    expect(asked).toBeLessThanOrEqual(2)
    expect(proxy.requestLines.length).toBe(asked)
  })

  it('names a proxy that wants credentials for http', async () => {
    web.on('*', answer({ status: 407, body: 'who are you' }))
    const proxy = await proxyTo(web)
    const client = use(createTestClient({ proxy: { httpProxy: proxy.url } }))

    const error = errorOf(await client.fetch({ url: 'http://status.statuswire.test/x', medium: 'json' }))

    expect(error).toMatchObject({ kind: 'connection', detail: 'proxy_refused' })
  })

  it('names a proxy that is not there', async () => {
    const proxy = await startProxyServer({ targetPort: 1 })
    await proxy.close()
    const client = use(createTestClient({ proxy: { httpProxy: proxy.url, httpsProxy: proxy.url } }))

    const errors = await Promise.all(
      ['http', 'https'].map(
        async (scheme) => errorOf(await client.fetch({ url: `${scheme}://status.statuswire.test/`, medium: 'json' })).message,
      ),
    )

    expect(errors).toStrictEqual(['connection: connect_refused', 'connection: connect_refused'])
  })

  it('gives up on a proxy that never answers', async () => {
    const proxy = await proxyTo(web, { onConnect: () => {} })
    const client = use(createTestClient({ proxy: { httpsProxy: proxy.url }, totalMilliseconds: 300 }))

    const error = errorOf(await client.fetch({ url: 'https://status.statuswire.test/', medium: 'json' }))

    expect(error).toMatchObject({ kind: 'timeout', detail: 'deadline' })
  })
})
