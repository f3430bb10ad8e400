import { afterEach, describe, expect, it } from 'vitest'
import { parseNetworks } from '../../../crawler/fetch/address.ts'
import { FetchError } from '../../../crawler/fetch/errors.ts'
import { createGuard, type Guard, type GuardOptions, type Lookup } from '../../../crawler/fetch/guard.ts'
import { answer, redirect, startFaultServer, type FaultServer } from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'
import { validCertificate } from '../../support/tls.ts'

const toClose: { close(): Promise<void> }[] = []

function use<T extends { close(): Promise<void> }>(closable: T): T {
  toClose.unshift(closable)
  return closable
}

function resolvingTo(...addresses: string[]): Lookup {
  return () => Promise.resolve(addresses.map((address) => ({ address })))
}

function guard(options: Partial<GuardOptions> & { open?: readonly string[] } = {}): Guard {
  return createGuard({ opened: parseNetworks(options.open ?? []), dnsMilliseconds: 200, connectMilliseconds: 5000, ...options })
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof FetchError ? error.message : String(error)
}

describe('crawler/fetch/guard.ts', () => {
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((each) => each.close()))
  })

  const spellings = [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '0.0.0.0',
    '0',
    '[::]',
    '10.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::1]',
    '[fe80::1]',
    '[fd00::1]',
    'x@127.0.0.1',
  ]
  it.each(spellings.flatMap((host) => ['http', 'https'].map((scheme) => [scheme, host])))(
    'opens no connection to %s://%s',
    async (scheme, host) => {
      const server = use(await startFaultServer({ host: '0.0.0.0' }))
      const client = use(createTestClient({ allowPrivate: [] }))

      const error = errorOf(await client.fetch({ url: `${scheme}://${host}:${server.port}/`, medium: 'json' }))

      expect(error).toMatchObject({ kind: 'forbidden_address', detail: host.includes('@') ? 'credentials' : 'blocked_address' })
      expect(server.connections.accepted).toBe(0)
    },
  )

  it.each([
    ['', 'bad_url'],
    ['status.example.com', 'bad_url'],
    ['http://', 'bad_url'],
    ['http://127.0.0.256/', 'bad_url'],
    ['http://[fe80::1%25eth0]/', 'bad_url'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://status.example.com/', 'scheme'],
    ['ws://status.example.com/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user:secret@status.example.com/', 'credentials'],
  ])('asks nobody for %j', async (url, detail) => {
    const client = use(createTestClient())

    expect(errorOf(await client.fetch({ url, medium: 'json' }))).toMatchObject({ kind: 'forbidden_address', detail, url })
  })

  const schemes = [
    ['http', undefined],
    ['https', validCertificate],
  ] as const
  describe.each(schemes)('over %s', (scheme, certificate) => {
    async function start(host: string): Promise<FaultServer> {
      const server = use(await startFaultServer({ host, ...(certificate ? { certificate } : {}) }))
      server.on('/', answer({ body: '{}' }))
      return server
    }

    it('skips the private answers of a name and takes the allowed one', async () => {
      const server = await start('127.0.0.1')
      const lookup = resolvingTo('10.0.0.1', '::1', '127.0.0.2', '127.0.0.1', '169.254.169.254')
      const client = use(createTestClient({ allowPrivate: ['127.0.0.1'], lookup }))

      const fetched = documentOf(await client.fetch({ url: `${scheme}://status.statuswire.test:${server.port}/`, medium: 'json' }))

      expect(fetched.text).toBe('{}')
      expect(server.seen[0]?.headers['host']).toBe(`status.statuswire.test:${server.port}`)
    })

    it('refuses a name whose every answer is private', async () => {
      const server = await start('127.0.0.2')
      const client = use(createTestClient({ allowPrivate: ['127.0.0.1'], lookup: resolvingTo('127.0.0.2', '::ffff:127.0.0.2') }))

      const error = errorOf(await client.fetch({ url: `${scheme}://status.statuswire.test:${server.port}/`, medium: 'json' }))

      expect(error).toMatchObject({ kind: 'forbidden_address', detail: 'blocked_address' })
      expect(server.connections.accepted).toBe(0)
    })

    it('looks at each answer of a name that changes its mind', async () => {
      const server = await start('127.0.0.1')
      const forbidden = use(await startFaultServer({ host: '127.0.0.2' }))
      let turn = 0
      const lookup: Lookup = () => Promise.resolve([{ address: (turn += 1) === 1 ? '127.0.0.1' : '127.0.0.2' }])
      server.on('/', answer({ headers: { connection: 'close' }, body: '{}' }))
      const client = use(createTestClient({ allowPrivate: ['127.0.0.1'], lookup }))
      const url = `${scheme}://status.statuswire.test:${server.port}/`

      const first = await client.fetch({ url, medium: 'json' })
      const second = await client.fetch({ url, medium: 'json' })

      expect(first.outcome).toBe('ok')
      expect(errorOf(second)).toMatchObject({ kind: 'forbidden_address', detail: 'blocked_address' })
      expect(forbidden.connections.accepted).toBe(0)
    })

    it('follows no redirect to a private address or to a name of one', async () => {
      const server = await start('127.0.0.1')
      const forbidden = await start('127.0.0.2')
      server.on('/literal', redirect(forbidden.url('/')))
      server.on('/name', redirect(`https://inside.statuswire.test:${forbidden.port}/`))
      const client = use(createTestClient({ allowPrivate: ['127.0.0.1'], lookup: resolvingTo('127.0.0.2') }))

      const errors = await Promise.all(
        ['/literal', '/name'].map(async (path) => errorOf(await client.fetch({ url: server.url(path), medium: 'json' })).message),
      )

      expect(errors).toStrictEqual(['forbidden_address: blocked_address', 'forbidden_address: blocked_address'])
      expect(forbidden.connections.accepted).toBe(0)
    })
  })

  it.each(['localhost', 'localhost.', 'LOCALHOST'])('refuses %s, which resolves to this machine', async (host) => {
    const client = use(createTestClient({ allowPrivate: [] }))

    expect(errorOf(await client.fetch({ url: `http://${host}/`, medium: 'json' }))).toMatchObject({ kind: 'forbidden_address' })
  })

  it.each([22, 25, 3000, 6379, 81, 8444])('asks a public address on no port such as %i', async (port) => {
    expect(await refusal(guard().dial('8.8.8.8', port))).toBe('forbidden_address: blocked_port')
    expect(await refusal(guard({ lookup: resolvingTo('8.8.8.8', '10.0.0.1') }).dial('status.example.com', port))).toBe(
      'forbidden_address: blocked_port',
    )
  })

  it.each([
    ['ENOTFOUND', 'dns_notfound'],
    ['ENODATA', 'dns_notfound'],
    ['EAI_AGAIN', 'dns_failed'],
    ['ESERVFAIL', 'dns_failed'],
    ['ECONNREFUSED', 'dns_failed'],
    ['ETIMEOUT', 'dns_timeout'],
  ])('names a name that cannot be resolved (%s): %s', async (code, detail) => {
    const client = use(createTestClient({ lookup: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code })) }))

    const error = errorOf(await client.fetch({ url: 'https://status.example.com/', medium: 'json' }))

    expect(error).toMatchObject({ kind: 'dns', detail, url: 'https://status.example.com/' })
    expect(error.cause).toMatchObject({ code })
  })

  it('asks the system where no other resolver is named', async () => {
    const client = use(createTestClient())

    const error = errorOf(await client.fetch({ url: 'https://statuswire.invalid/', medium: 'json' }))

    expect(error.kind).toBe('dns')
  })

  it('waits for no resolver without end, and takes no answer for one', async () => {
    expect(await refusal(guard({ lookup: () => new Promise(() => {}) }).dial('status.example.com', 443))).toBe('dns: dns_timeout')
    expect(await refusal(guard({ lookup: resolvingTo() }).dial('status.example.com', 443))).toBe('dns: dns_notfound')
  })

  it('tries the next allowed address where one refuses or keeps silent', async () => {
    const server = use(await startFaultServer())
    // Nobody listens on the first; nobody answers at the second, wherever packets to it end.
    const lookup = resolvingTo('127.0.0.9', '240.0.0.1', '127.0.0.1')
    const happy = guard({ lookup, open: ['127.0.0.0/8', '240.0.0.0/8'] })

    const socket = await happy.dial('status.example.com', server.port)

    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  it('alternates between the families, so that a broken one costs one attempt', async () => {
    const server = use(await startFaultServer())
    const lookup = resolvingTo(...Array.from({ length: 8 }, (_, index) => `::ffff:127.0.1.${index}`), '127.0.0.1')
    const happy = guard({ lookup, open: ['127.0.0.0/8'] })

    const socket = await happy.dial('status.example.com', server.port)

    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  it('says why the first address failed where all did', async () => {
    const all = guard({ lookup: resolvingTo('127.0.0.9', '127.0.0.10'), open: ['127.0.0.0/8'] })

    expect(await refusal(all.dial('status.example.com', 1))).toBe('connection: connect_refused')
  })

  it('lifts pacing for what was opened, and for a name once it was found there', async () => {
    const server = use(await startFaultServer())
    const one = guard({ lookup: resolvingTo('127.0.0.1'), open: ['127.0.0.1'] })
    const url = `http://status.intranet.example:${server.port}/`

    const before = one.isAllowedPrivateUrl(url)
    const socket = await one.dial('status.intranet.example', server.port)
    socket.destroy()

    expect(before).toBe(false)
    expect(one.isAllowedPrivateUrl(url)).toBe(true)
    expect(one.isAllowedPrivateUrl(server.url('/'))).toBe(true)
    expect(one.isAllowedPrivateUrl('https://status.example.com/')).toBe(false)
    expect(one.isAllowedPrivateUrl('nonsense')).toBe(false)
  })

  it('is deaf to blocks that are none', () => {
    expect(() => createTestClient({ allowPrivate: ['intranet'] })).toThrow(RangeError)
  })
})
