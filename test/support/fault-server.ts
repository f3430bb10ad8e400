import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TestCertificate } from './tls.ts'

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string
  /** Path and query, or an absolute URL where a proxy was asked. */
  readonly target: string
  /** Names in lower case; a name that came twice is joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  /** Which connection of the server it came on, from 1. */
  readonly connection: number
}

/** Answers one request, well or badly: it writes whatever bytes it likes to the connection. */
export type Script = (socket: Socket, request: SeenRequest) => void

export interface FaultServer {
  readonly port: number
  /** "http://127.0.0.1:port", or https where it has a certificate. */
  readonly origin: string
  url(path: string): string
  /** Gives a path (without query) its script; "*" is every path that has none. Without both the answer is 404. */
  on(path: string, script: Script): void
  /** Every request so far, in order. */
  readonly seen: readonly SeenRequest[]
  /** How many connections were accepted, and how many of them are open now. */
  readonly connections: { readonly accepted: number; readonly open: number }
  close(): Promise<void>
}

export interface FaultServerOptions {
  readonly host?: string
  readonly certificate?: TestCertificate
  /** Instead of reading requests, does this with each new connection. */
  readonly onConnection?: (socket: Socket) => void
}

/** A server on a free port of loopback that speaks HTTP/1.1 by hand, so that it can break every rule of it. */
export async function startFaultServer({ host = '127.0.0.1', certificate, onConnection }: FaultServerOptions = {}): Promise<FaultServer> {
  const scripts = new Map<string, Script>()
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const connections = { accepted: 0, open: 0 }

  function accept(socket: Socket): void {
    connections.accepted += 1
    connections.open += 1
    const connection = connections.accepted
    sockets.add(socket)
    // A client that gives up resets the connection; that is what half of the tests are for.
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      connections.open -= 1
    })
    if (onConnection) return onConnection(socket)
    readRequests(socket, (text) => {
      const request = { ...parseHead(text), connection }
      seen.push(request)
      const script = scripts.get(request.target.split('?')[0] ?? '') ?? scripts.get('*') ?? answer({ status: 404, body: 'not here' })
      script(socket, request)
    })
  }

  const server = certificate
    ? createTlsServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, accept).on('tlsClientError', () => {})
    : createTcpServer(accept)
  const port = await listen(server, host)
  const origin = `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    port,
    origin,
    url: (path) => origin + path,
    on: (path, script) => void scripts.set(path, script),
    seen,
    connections,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** Starts a server on a free port of the host and tells the port. */
export function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, () => {
      const address: AddressInfo | string | null = server.address()
      if (address === null || typeof address === 'string') reject(new Error('listens on no port'))
      else resolve(address.port)
    })
  })
}

export interface AnswerOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
}

/** A correct answer: with its length, the connection kept. */
export function answer({ status = 200, headers = {}, body = '' }: AnswerOptions = {}): Script {
  return (socket) => {
    const bytes = Buffer.from(body)
    const length = status === 304 || status === 204 ? {} : { 'content-length': String(bytes.length) }
    socket.write(Buffer.concat([Buffer.from(head(status, { ...length, ...headers }), 'latin1'), bytes]))
  }
}

/** The head of an answer, its empty line included. */
export function head(status: number, headers: Readonly<Record<string, string | readonly string[]>> = {}): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`))
  return `HTTP/1.1 ${status} Test\r\n${lines.join('')}\r\n`
}

/** These bytes and no others; then the connection is ended where `end` is asked for. */
export function raw(bytes: string | Buffer, { end = false } = {}): Script {
  return (socket) => {
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, () => end && socket.end())
  }
}

export function redirect(location: string, status = 302): Script {
  return answer({ status, headers: { location } })
}

/** Some bytes at once, then a few more again and again, without end. */
export function drip(beginning: string, bytes: string | Buffer, everyMilliseconds: number): Script {
  return (socket) => {
    socket.write(beginning, 'latin1')
    const timer = setInterval(() => socket.write(bytes), everyMilliseconds)
    socket.on('close', () => clearInterval(timer))
  }
}

/** Some bytes, then as many as the connection takes, without end. */
export function flood(beginning: string, block: Buffer): Script {
  return (socket) => {
    socket.write(beginning, 'latin1')
    function pour(): void {
      while (!socket.destroyed && socket.write(block));
    }
    socket.on('drain', pour)
    pour()
  }
}

/** Never says a word. */
export function silence(): Script {
  return () => {}
}

/** Drops the connection with a reset instead of an answer. */
export function reset(): Script {
  return (socket) => void socket.resetAndDestroy()
}

/** One script after the other, request by request; the last one stays. */
export function inTurn(...scripts: readonly Script[]): Script {
  let turn = 0
  return (socket, request) => {
    const script = scripts[Math.min(turn, scripts.length - 1)]
    turn += 1
    script?.(socket, request)
  }
}

/** A body in one chunk of the chunked transfer coding, its end included. */
export function chunked(body: string): string {
  return `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`
}

function readRequests(socket: Socket, onHead: (text: string) => void): void {
  let buffered = ''
  socket.on('data', (bytes) => {
    buffered += bytes.toString('latin1')
    for (let end = buffered.indexOf('\r\n\r\n'); end >= 0; end = buffered.indexOf('\r\n\r\n')) {
      const text = buffered.slice(0, end)
      buffered = buffered.slice(end + 4)
      onHead(text)
    }
  })
}

function parseHead(text: string): Omit<SeenRequest, 'connection'> {
  const [requestLine = '', ...lines] = text.split('\r\n')
  const [method = '', target = ''] = requestLine.split(' ')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return { method, target, headers }
}
