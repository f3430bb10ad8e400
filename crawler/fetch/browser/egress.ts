import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { pipeline, type Duplex } from 'node:stream'
import type { ProxyOptions } from '../dispatcher.ts'
import { faultOf, FetchError, type Fault } from '../errors.ts'
import type { Guard } from '../guard.ts'
import { createRoutes, type Routes } from './route.ts'

/**
 * The browser's only way out: a proxy on loopback whose every connection is dialled by the guard. What a page can be kept
 * from by Playwright's own means is not enough: its routes see no WebSocket, of a page or of a worker.
 */
export interface Egress {
  /** For the browser: "http://127.0.0.1:port". */
  readonly url: string
  /** Lets one visit through; nobody passes without. */
  admit(): Pass
  /** Ends every connection. */
  close(): Promise<void>
}

/** What one visit may use, and what came of it. */
export interface Pass {
  readonly username: string
  readonly password: string
  /** Everything that came in, in all connections of the visit. */
  readonly bytes: number
  /** It was cut off: it had taken in as much as it may. */
  readonly isSpent: boolean
  /** Why the last connection to the host of this URL was not made; undefined where it was. */
  faultOf(url: string): Fault | undefined
  /** Ends the visit's connections and lets no more of them through. */
  revoke(): void
}

export interface EgressOptions {
  readonly guard: Guard
  /** The operator's proxy: what the browser wants goes through it as well. */
  readonly proxy?: ProxyOptions | undefined
  /** A visit that has taken in more than this gets nothing further. */
  readonly maximumBytes: number
}

interface Visit {
  readonly credential: string
  readonly sockets: Set<Duplex>
  readonly faults: Map<string, Fault>
  bytes: number
}

/** Hosts of one visit whose faults are remembered. */
const rememberedFaults = 200
/** Connections of one visit at the same time, on both sides; a browser opens no more than 32 to one proxy. */
const mostConnections = 128

const notHere: Fault = { kind: 'forbidden_address', detail: 'scheme' }
const itself: Fault = { kind: 'forbidden_address', detail: 'blocked_address' }
const tooMuch: Fault = { kind: 'too_large', detail: 'body_too_large' }

/** Opens the proxy on a free port of loopback. */
export async function openEgress({ guard, proxy, maximumBytes }: EgressOptions): Promise<Egress> {
  const visits = new Map<string, Visit>()
  const routes = createRoutes(guard, proxy)
  const server = createServer({ maxHeaderSize: 65_536, requestTimeout: 0, keepAliveTimeout: 30_000 })
  const clients = new Set<Socket>()
  server.on('connection', (socket) => {
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
  })

  function visitOf({ headers }: IncomingMessage): Visit | undefined {
    return visits.get(headers['proxy-authorization'] ?? '')
  }

  server.on('request', (request, response) => {
    const visit = visitOf(request)
    if (!visit) {
      response.writeHead(407, challenge).end()
      return
    }
    track(request.socket, visit)
    void forward(request, response, visit, { routes, maximumBytes, ownPort: port })
  })
  server.on('connect', (request, client: Duplex, head) => {
    client.on('error', () => client.destroy())
    const visit = visitOf(request)
    if (!visit) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="statuswire"\r\ncontent-length: 0\r\n\r\n')
      return
    }
    track(client, visit)
    void tunnel(request.url ?? '', client, head, visit, { routes, maximumBytes, ownPort: port })
  })
  // A browser asks for a tunnel, for WebSockets too.
  server.on('upgrade', (_request, client: Duplex) => client.destroy())

  const port = await listenOnLoopback(server)
  return {
    url: `http://127.0.0.1:${port}`,
    admit() {
      const [username, password] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
      const credential = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
      const visit: Visit = { credential, sockets: new Set(), faults: new Map(), bytes: 0 }
      visits.set(credential, visit)
      return {
        username,
        password,
        get bytes() {
          return visit.bytes
        },
        get isSpent() {
          return visit.bytes > maximumBytes
        },
        faultOf: (url) => (URL.canParse(url) ? visit.faults.get(placeOf(new URL(url))) : undefined),
        revoke() {
          visits.delete(credential)
          for (const socket of visit.sockets) socket.destroy()
        },
      }
    },
    close() {
      for (const visit of visits.values()) for (const socket of visit.sockets) socket.destroy()
      for (const client of clients) client.destroy()
      visits.clear()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

const challenge = { 'proxy-authenticate': 'Basic realm="statuswire"', 'content-length': '0' }

function track(socket: Duplex, visit: Visit): void {
  if (visit.sockets.has(socket)) return
  visit.sockets.add(socket)
  socket.on('close', () => visit.sockets.delete(socket))
}

interface Way {
  readonly routes: Routes
  readonly maximumBytes: number
  readonly ownPort: number
}

/** A connection through which the browser speaks to the host itself: TLS, or a WebSocket. */
async function tunnel(
  authority: string,
  client: Duplex,
  head: Buffer,
  visit: Visit,
  { routes, maximumBytes, ownPort }: Way,
): Promise<void> {
  const target = URL.parse(`https://${authority}`)
  try {
    if (!target) throw new FetchError('forbidden_address', 'bad_url', { url: authority })
    refuse(target, visit, maximumBytes, ownPort)
    const socket = await routes.tunnel(target.hostname, Number(target.port) || 443)
    if (client.destroyed) return void socket.destroy()
    track(socket, visit)
    visit.faults.delete(placeOf(target))
    count(socket, visit, maximumBytes)
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    socket.write(head)
    pipeline(client, socket, client, () => {
      socket.destroy()
      client.destroy()
    })
  } catch (error) {
    const fault = noteFault(target, error, visit)
    client.end(`HTTP/1.1 ${statusOf(fault)} ${fault.detail}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
  }
}

/** A request in plain text, sent on as it came but for what concerns this connection alone. */
async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
  { routes, maximumBytes, ownPort }: Way,
): Promise<void> {
  const target = URL.parse(request.url ?? '')
  try {
    if (target?.protocol !== 'http:') throw new FetchError(notHere.kind, notHere.detail, { url: request.url ?? '' })
    refuse(target, visit, maximumBytes, ownPort)
    const answer = await routes.ask(target, request, (socket) => track(socket, visit))
    visit.faults.delete(placeOf(target))
    response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers))
    count(answer, visit, maximumBytes)
    pipeline(answer, response, (error) => {
      // What was cut short must not look whole.
      if (error) request.socket.destroy()
    })
  } catch (error) {
    const fault = noteFault(target, error, visit)
    if (response.headersSent) request.socket.destroy()
    else response.writeHead(statusOf(fault), { 'content-length': '0' }).end()
  }
}

function refuse(target: URL, visit: Visit, maximumBytes: number, ownPort: number): void {
  const fault =
    visit.bytes > maximumBytes || visit.sockets.size > mostConnections ? tooMuch : Number(target.port) === ownPort ? itself : undefined
  if (fault) throw new FetchError(fault.kind, fault.detail, { url: target.href })
}

/** Counts what comes in, and ends it where that is too much. */
function count(source: Duplex | IncomingMessage, visit: Visit, maximumBytes: number): void {
  source.on('data', (chunk: Buffer) => {
    visit.bytes += chunk.length
    if (visit.bytes > maximumBytes) for (const socket of visit.sockets) socket.destroy()
  })
}

function noteFault(target: URL | null, error: unknown, visit: Visit): Fault {
  const fault = faultOf(error)
  if (target && visit.faults.size < rememberedFaults) visit.faults.set(placeOf(target), fault)
  return fault
}

/** Host and port, said the same way for a tunnel and for a URL of either scheme. */
function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}`
}

function statusOf({ kind }: Fault): number {
  return kind === 'forbidden_address' ? 403 : kind === 'timeout' ? 504 : 502
}

const ownHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'trailer',
])

function passedOn(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (ownHeaders.has(name) || value === undefined ? [] : [[name, value]])),
  )
}

function listenOnLoopback(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The egress listens on no port'))
      else resolve(address.port)
    })
  })
}
