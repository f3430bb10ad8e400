import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase, type Database } from '../../data/database/open.ts'
import { named } from '../../server/api/schemas.ts'
import { type RunningServer, serve } from '../../server/serve.ts'
import { insert } from '../support/database.ts'
import { at, change, page, vendor } from '../support/rows.ts'
import { temporaryFolder } from './folder.ts'
import { testConfig } from './harness.ts'

interface Started {
  readonly server: RunningServer
  readonly database: Database
  readonly faults: unknown[]
}

/** The server on a free port over a file, and a second connection to that file, as the crawler has one. */
async function start(): Promise<Started> {
  const databaseUrl = `sqlite:${temporaryFolder()}/wire.db`
  const faults: unknown[] = []
  const server = await serve({ ...testConfig, databaseUrl }, (error) => faults.push(error))
  const database = await openDatabase(databaseUrl)
  const read = at(new Date().toISOString())
  await insert(database, { vendor: [vendor('v')], page: [page('v', { read_at: read, health_at: read, checked_at: read })] })
  const started = { server, database, faults }
  onTestFinished(async () => {
    await server.close()
    await database.close()
  })
  return started
}

/** Sends the text as it is and reads until the other side ends, or `patienceMs` have passed. */
function raw(url: string, text: string, patienceMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
    let answer = ''
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))
}

describe('server/serve.ts', () => {
  it('migrates a new database, listens, and shows what another process writes', async () => {
    const { server, database } = await start()

    await wait(300)
    const response = await fetch(`${server.url}/api/v1/vendors/v`)

    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u)
    expect(named.Vendor.parse(await response.json())).toMatchObject({ id: 'v', health: 'operational', trust: 'fresh' })
    expect(await database.db.selectFrom('instance').select('role').execute()).toEqual([{ role: 'server' }])
  })

  it('tells a change to a stream, and ends streams when it stops', async () => {
    const { server, database } = await start()
    await wait(300)
    const response = await fetch(`${server.url}/api/v1/changes/stream`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await reader?.read()

    await insert(database, { change: [change('v', 'k1')] })
    const event = await reader?.read()
    await server.close()
    const end = await reader?.read()

    expect(event?.value).toMatch(/^event: change\nid: 1\ndata: \{.*\}\n\n$/u)
    expect(end?.done).toBe(true)
  })

  it('loses no change that comes right after its start', async () => {
    const databaseUrl = `sqlite:${temporaryFolder()}/wire.db`
    const database = await openDatabase(databaseUrl)
    await insert(database, { vendor: [vendor('v')], page: [page('v')] })

    const server = await serve({ ...testConfig, databaseUrl }, () => undefined)
    const response = await fetch(`${server.url}/api/v1/changes/stream`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await reader?.read()
    await insert(database, { change: [change('v', 'k1')] })
    const event = await Promise.race([reader?.read(), wait(2_000)])
    await server.close()
    await database.close()

    expect(event?.value).toContain('"id":"k1"')
  })

  it('hangs up on a stream that is not read, and goes on with the others', async () => {
    const { server, database, faults } = await start()
    const stalled = connect(Number(new URL(server.url).port), '127.0.0.1')
    stalled.on('error', () => undefined)
    stalled.write('GET /api/v1/changes/stream HTTP/1.1\r\nHost: x\r\n\r\n')
    await wait(400)
    stalled.pause()
    const before = process.memoryUsage().rss

    const body = 'x'.repeat(400_000)
    for (let index = 0; index < 60; index++) await insert(database, { change: [change('v', `k${index}`, { after: { body } })] })
    const streams = await waitFor(
      async () => /^statuswire_streams (\d+)$/mu.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1],
      '0',
    )

    expect(streams).toBe('0')
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
    expect(faults).toEqual([])
    stalled.destroy()
  })

  it.each([
    { what: 'a head of 20 KiB', request: `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, status: 431 },
    { what: 'a broken line', request: 'GET / HTTP/1.1\r\nHost x\r\n\r\n', status: 400 },
    { what: 'no HTTP at all', request: '\u0016\u0003\u0001\u0002\u0000\r\n\r\n', status: 400 },
    { what: 'two lengths', request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', status: 400 },
    {
      what: 'length and chunks',
      request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      status: 400,
    },
    { what: 'no host', request: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
    { what: 'a host that is none', request: 'GET /api/v1/vendors HTTP/1.1\r\nHost: a b/c@d\r\nConnection: close\r\n\r\n', status: 400 },
  ])('refuses $what with $status and ends the connection', async ({ request, status }) => {
    const { server } = await start()

    expect(await raw(server.url, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'))
  })

  it('says why in a problem document', async () => {
    const { server } = await start()

    const answer = await raw(server.url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)

    expect(answer).toContain('content-type: application/problem+json')
    expect(named.Problem.parse(bodyOf(answer))).toMatchObject({ status: 431, title: 'Request Header Fields Too Large' })
  })

  it.each([
    '/public/../../package.json',
    '/public/..%2f..%2fpackage.json',
    '//etc/passwd',
    '/public/%2e%2e/%2e%2e/package.json',
    '/public/app.css%00.js',
  ])('reaches no other file by %s', async (path) => {
    const { server } = await start()

    const answer = await raw(server.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)

    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /u)
    expect(answer).not.toContain('dependencies')
  })

  it('builds links from the host that was asked, not from what a proxy claims', async () => {
    const { server } = await start()

    const feed = await fetch(`${server.url}/feed.json`, { headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' } })

    expect(await feed.text()).not.toContain('evil.example')
  })

  it('has no body in its answer to HEAD, and the length of what GET would send', async () => {
    const { server } = await start()

    const answer = await raw(server.url, 'HEAD /public/app.js HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')

    expect(answer).toMatch(/^HTTP\/1\.1 200 /u)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })

  it('refuses a port that is taken', async () => {
    const { server } = await start()
    const port = Number(new URL(server.url).port)

    await expect(serve({ ...testConfig, port }, () => undefined)).rejects.toThrow('EADDRINUSE')
  })
})

async function waitFor<T>(look: () => Promise<T>, wanted: T): Promise<T> {
  for (let tries = 0; tries < 40; tries++) {
    if ((await look()) === wanted) return wanted
    await wait(100)
  }
  return look()
}
