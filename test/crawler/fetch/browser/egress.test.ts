import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Egress, type EgressOptions, openEgress, type Pass } from '../../../../crawler/fetch/browser/egress.ts'
import type { Lookup } from '../../../../crawler/fetch/guard.ts'
import { answer, drip, type FaultServer, head, startFaultServer } from '../../../support/fault-server.ts'
import { createTestClient } from '../../../support/fetch-client.ts'
import { askThrough, tunnelThrough } from '../../../support/proxy-client.ts'
import { startProxyServer } from '../../../support/proxy-server.ts'
import { testAuthority, validCertificate } from '../../../support/tls.ts'

const toClose: { close(): Promise<void> }[] = []

function use<T extends { close(): Promise<void> }>(closable: T): T {
  toClose.unshift(closable)
  return closable
}

/** Names of .test, and whatever has moved, lead to 127.0.0.1, which is open; all others to 127.0.0.2, which is not. */
const lookup: Lookup = (name) => Promise.resolve([{ address: name.endsWith('.test') || moved.has(name) ? '127.0.0.1' : '127.0.0.2' }])
const moved = new Set<string>()

describe('crawler/fetch/browser/egress.ts', () => {
  let site: FaultServer
  let secureSite: FaultServer
  /** On every address of this machine, so that nothing is missed. */
  let forbidden: FaultServer
  let egress: Egress
  let pass: Pass

  beforeEach(async () => {
    site = use(await startFaultServer())
    secureSite = use(await startFaultServer({ certificate: validCertificate }))
    forbidden = use(await startFaultServer({ host: '::' }))
    for (const each of [site, secureSite]) each.on('/', answer({ headers: { 'x-own': 'yes' }, body: 'hello' }))
    await open()
  })
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((each) => each.close()))
  })

  async function open(options: Partial<EgressOptions> & { readonly allowPrivate?: readonly string[] } = {}): Promise<void> {
    const { guard } = use(createTestClient({ allowPrivate: options.allowPrivate ?? ['127.0.0.1/32'], lookup }))
    egress = use(await openEgress({ guard, maximumBytes: 1_000_000, ...options }))
    pass = egress.admit()
  }

  async function tunnelTo(authority: string): Promise<Socket> {
    const socket = await tunnelThrough(egress.url, authority, pass)
    if (typeof socket === 'number') throw new Error(`no tunnel: ${socket}`)
    return socket
  }

  it('passes a request on as it came, but for what concerns the proxy', async () => {
    const { status, headers, body } = await askThrough(egress.url, `http://status.acme.test:${site.port}/`, pass, { accept: 'text/html' })

    expect([status, headers['x-own'], body]).toEqual([200, 'yes', 'hello'])
    expect(site.seen[0]?.headers).toEqual({ host: `status.acme.test:${site.port}`, accept: 'text/html', connection: 'close' })
    expect([pass.bytes, pass.isSpent]).toEqual([5, false])
  })

  it('lets the browser speak TLS with the host itself', async () => {
    const socket = await tunnelTo(`status.statuswire.test:${secureSite.port}`)
    const secured = connectTls({ socket, servername: 'status.statuswire.test', ca: testAuthority })
    secured.write('GET / HTTP/1.1\r\nhost: status.statuswire.test\r\n\r\n')

    const [chunk] = await once(secured, 'data')

    expect(String(chunk)).toContain('hello')
    expect(pass.bytes).toBeGreaterThan(1_000)
    secured.destroy()
  })

  it('asks everybody else for a name, and serves them nothing', async () => {
    const wrong = { username: pass.username, password: 'guess' }
    const authority = `127.0.0.1:${site.port}`

    const statuses = [
      (await askThrough(egress.url, site.url('/'))).status,
      (await askThrough(egress.url, site.url('/'), wrong)).status,
      await tunnelThrough(egress.url, authority),
      await tunnelThrough(egress.url, authority, wrong),
    ]

    expect(statuses).toEqual([407, 407, 407, 407])
    expect(site.connections.accepted).toBe(0)
  })

  const places = [
    '127.0.0.2',
    '0x7f.2',
    '2130706434',
    '127.2',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.2]',
    '[::ffff:7f00:2]',
    'inside.acme.example',
  ]
  it.each([...places, '10.0.0.1', '169.254.169.254', '[64:ff9b::7f00:2]', '[fd00::1]'])('opens no connection to %s', async (host) => {
    const url = `http://${host}:${forbidden.port}/`

    const statuses = [(await askThrough(egress.url, url, pass)).status, await tunnelThrough(egress.url, `${host}:${forbidden.port}`, pass)]

    expect(statuses).toEqual([403, 403])
    expect(forbidden.connections.accepted).toBe(0)
    expect(pass.faultOf(url)).toMatchObject({ kind: 'forbidden_address', detail: 'blocked_address' })
    expect(pass.faultOf(url.replace('http:', 'wss:'))).toMatchObject({ kind: 'forbidden_address' })
  })

  it.each([
    ['file:///etc/passwd', 'scheme'],
    ['https://status.acme.test/', 'scheme'],
    ['ftp://status.acme.test/', 'scheme'],
    ['/', 'scheme'],
  ])('forwards nothing for %s', async (url) => {
    expect((await askThrough(egress.url, url, pass)).status).toBe(403)
  })

  it('is not to be asked for itself, whatever was opened', async () => {
    const { port } = new URL(egress.url)

    expect((await askThrough(egress.url, `${egress.url}/`, pass)).status).toBe(403)
    expect(await tunnelThrough(egress.url, `localhost.test:${port}`, pass)).toBe(403)
  })

  it('tells why a host was not reached, until it is', async () => {
    const gone = await startFaultServer()
    await gone.close()

    const { status } = await askThrough(egress.url, gone.url('/'), pass)
    const tunnel = await tunnelThrough(egress.url, ':not:a:host:', pass)

    expect([status, tunnel]).toEqual([502, 403])
    expect(pass.faultOf(gone.url('/any'))).toMatchObject({ kind: 'connection', detail: 'connect_refused' })
    expect(pass.faultOf(site.url('/'))).toBeUndefined()
    expect(pass.faultOf('nonsense')).toBeUndefined()
    const moving = `http://moving.example:${site.port}/`
    await askThrough(egress.url, moving, pass)
    const before = pass.faultOf(moving)
    moved.add('moving.example')
    await askThrough(egress.url, moving, pass)
    expect([before?.detail, pass.faultOf(moving)]).toEqual(['blocked_address', undefined])
  })

  it('knows no faults of another visit', async () => {
    const other = egress.admit()

    await askThrough(egress.url, `http://127.0.0.2:${forbidden.port}/`, pass)

    expect(other.faultOf(`http://127.0.0.2:${forbidden.port}/`)).toBeUndefined()
  })

  it('ends what a visit holds open when it is over, and that of no other', async () => {
    const other = egress.admit()
    const [own, theirs] = [await tunnelTo(`127.0.0.1:${site.port}`), await tunnelThrough(egress.url, `127.0.0.1:${site.port}`, other)]

    pass.revoke()
    await once(own, 'close')

    expect(await tunnelThrough(egress.url, `127.0.0.1:${site.port}`, pass)).toBe(407)
    expect(typeof theirs === 'object' && theirs.destroyed).toBe(false)
    expect(await tunnelThrough(egress.url, `127.0.0.1:${site.port}`, other)).toBeTypeOf('object')
  })

  it('cuts a visit off that takes in too much, in plain text and in a tunnel', async () => {
    const block = Buffer.alloc(100_000, 'x')
    site.on('/big', drip(head(200, { 'content-length': '9000000' }), block, 1))
    await expect(askThrough(egress.url, site.url('/big'), pass)).rejects.toThrow(/aborted|ECONNRESET|socket hang up/u)
    const spent = pass
    pass = egress.admit()
    const socket = await tunnelTo(`127.0.0.1:${site.port}`)
    socket.resume().write('GET /big HTTP/1.1\r\n\r\n')
    await once(socket, 'close')

    for (const each of [spent, pass]) {
      expect(each.isSpent).toBe(true)
      expect(each.bytes).toBeLessThan(1_000_000 + 1_000_000)
      expect((await askThrough(egress.url, site.url('/'), each)).status).toBe(502)
      expect(each.faultOf(site.url('/'))).toMatchObject({ kind: 'too_large', detail: 'body_too_large' })
    }
  })

  it('cuts an answer short where the host does, so that it does not look whole', async () => {
    site.on('/cut', (socket) => {
      socket.write(head(200, { 'content-length': '100' }))
      socket.write('half', () => socket.destroy())
    })

    await expect(askThrough(egress.url, site.url('/cut'), pass)).rejects.toThrow(/aborted|ECONNRESET|socket hang up/u)
  })

  it('hangs up on whoever wants another protocol', async () => {
    const { port } = new URL(egress.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`GET ${site.url('/')} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`)

    await once(socket, 'close')

    expect(site.connections.accepted).toBe(0)
  })

  it('ends every connection with itself', async () => {
    const socket = await tunnelTo(`127.0.0.1:${site.port}`)
    const idle = connect(Number(new URL(egress.url).port), '127.0.0.1').on('error', () => {})
    await once(idle, 'connect')

    await Promise.all([egress.close(), once(socket, 'close'), once(idle, 'close')])

    await expect(askThrough(egress.url, site.url('/'), pass)).rejects.toThrow('ECONNREFUSED')
  })

  describe("behind the operator's proxy", () => {
    const outside = 'status.outside.test'

    async function openBehind(target: FaultServer, noProxy = ''): Promise<readonly string[]> {
      const proxy = use(await startProxyServer({ targetPort: target.port }))
      const url = proxy.url.replace('http://', 'http://me:p%40ss@')
      await open({ allowPrivate: ['127.0.0.1/32'], proxy: { httpProxy: url, httpsProxy: url, noProxy } })
      return proxy.requestLines
    }

    it('asks it for tunnels, and for plain text by the whole URL', async () => {
      const asked = await openBehind(site)

      const { body } = await askThrough(egress.url, `http://${outside}/`, pass)
      const socket = await tunnelTo(`${outside}:443`)
      socket.write('GET / HTTP/1.1\r\n\r\n')
      const [chunk] = await once(socket, 'data')
      socket.destroy()

      expect([body, String(chunk).includes('hello')]).toEqual(['hello', true])
      expect(asked).toEqual([`GET http://${outside}/ HTTP/1.1`, `CONNECT ${outside}:443 HTTP/1.1`])
      expect(site.seen[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
    })

    it.each(['127.0.0.2', '[::1]', '10.0.0.1'])('asks it for no private address: %s', async (host) => {
      const asked = await openBehind(site)

      expect((await askThrough(egress.url, `http://${host}/`, pass)).status).toBe(403)
      expect(await tunnelThrough(egress.url, `${host}:443`, pass)).toBe(403)
      expect(asked).toEqual([])
    })

    it.each([
      { noProxy: '*', direct: true },
      { noProxy: 'acme.example, outside.test', direct: true },
      { noProxy: '.outside.test', direct: true },
      { noProxy: '*.outside.test acme.example', direct: true },
      { noProxy: 'STATUS.outside.test:PORT', direct: true },
      { noProxy: 'status.outside.test:1', direct: false },
      { noProxy: 'side.test', direct: false },
      { noProxy: 'acme.example,', direct: false },
    ])('goes past it where the operator says so ($noProxy): $direct', async ({ noProxy, direct }) => {
      const asked = await openBehind(site, noProxy.replace('PORT', String(site.port)))

      const { status } = await askThrough(egress.url, `http://${outside}:${site.port}/`, pass)

      expect([status, asked.length]).toEqual([200, direct ? 0 : 1])
    })

    it.each([
      { what: 'refuses', says: 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n' },
      { what: 'hangs up', says: '' },
    ])('says so where it $what', async ({ says }) => {
      const proxy = use(await startProxyServer({ targetPort: site.port, onConnect: (socket) => socket.end(says) }))
      await open({ proxy: { httpsProxy: proxy.url } })

      expect(await tunnelThrough(egress.url, `${outside}:443`, pass)).toBe(502)
      expect(pass.faultOf(`https://${outside}/`)).toMatchObject({ kind: 'connection', detail: 'proxy_refused' })
    })
  })
})
