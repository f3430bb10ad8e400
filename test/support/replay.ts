import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { createAuthority } from './authority.ts'
import { listen } from './fault-server.ts'

/** A forward proxy on loopback that answers for real https addresses, from memory. */
export interface Replay {
  readonly url: string
  /** What to believe, in PEM. */
  readonly certificateAuthority: string
  /** Every request in order: status and address. */
  readonly answered: readonly string[]
  close(): Promise<void>
}

export interface Replayed {
  readonly body: string | Buffer
  readonly type?: string
  readonly status?: number
}

/** Hosts that no address names are refused; of a known host, an address that is not listed is 404. */
export async function startReplay(answers: Readonly<Record<string, Replayed>>): Promise<Replay> {
  const authority = createAuthority()
  const hosts = [...new Set(Object.keys(answers).map((url) => new URL(url).hostname))]
  const secureContext = createSecureContext(authority.issue(hosts))
  const answered: string[] = []
  const tunnels = new Set<Socket>()

  const server = createServer((request, response) => {
    const url = `https://${request.headers.host ?? ''}${request.url ?? ''}`
    const status = answer(answers[url], request, response)
    answered.push(`${status} ${url}`)
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    tunnels.add(socket)
    socket.on('error', () => {}).on('close', () => tunnels.delete(socket))
    const host = request.url?.split(':')[0] ?? ''
    if (!hosts.includes(host)) {
      answered.push(`502 CONNECT ${host}`)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const secured = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] })
    secured.on('error', () => {})
    server.emit('connection', secured)
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    certificateAuthority: authority.certificate,
    answered,
    async close() {
      for (const tunnel of tunnels) tunnel.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As a status page's front would: packed, with an ETag, 304 to who has it. */
function answer(known: Replayed | undefined, request: IncomingMessage, response: ServerResponse): number {
  const {
    body,
    type = 'application/json; charset=utf-8',
    status = 200,
  } = known ?? { body: '<h1>Not Found</h1>', type: 'text/html', status: 404 }
  const etag = `W/"${hash('sha1', body)}"`
  const isKnown = status === 200 && request.headers['if-none-match'] === etag
  const sent = isKnown ? 304 : status
  const packed = /\bgzip\b/u.test(request.headers['accept-encoding']?.toString() ?? '')
  response.writeHead(sent, {
    'content-type': type,
    etag,
    vary: 'accept-encoding',
    ...(packed && !isKnown ? { 'content-encoding': 'gzip' } : {}),
  })
  response.end(isKnown ? undefined : packed ? gzipSync(body) : body)
  return sent
}
