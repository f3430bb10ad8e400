import { request as requestHttp, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { hostOf } from '../address.ts'
import type { ProxyOptions } from '../dispatcher.ts'
import { FetchError } from '../errors.ts'
import type { Guard } from '../guard.ts'

/** The way from the egress to a host: dialled by the guard, or through the operator's proxy. */
export interface Routes {
  /** A connection to the host itself; rejects with an error that `faultOf` knows. */
  tunnel(hostname: string, port: number): Promise<Socket>
  /** The answer to a request in plain text. `onSocket` gets the connection that it came by. */
  ask(target: URL, request: IncomingMessage, onSocket: (socket: Socket) => void): Promise<IncomingMessage>
}

const tunnelMilliseconds = 10_000

/** Makes the ways out of one browser. */
export function createRoutes(guard: Guard, proxy: ProxyOptions | undefined): Routes {
  function refuseLiteral(hostname: string): void {
    // Behind a proxy nobody dials the target here, so its literal address is looked at in its stead.
    if (guard.refuses(hostname)) throw new FetchError('forbidden_address', 'blocked_address', { url: hostname })
  }

  return {
    async tunnel(hostname, port) {
      const through = proxyFor(proxy?.httpsProxy, hostname, port, proxy?.noProxy)
      if (!through) return guard.dial(hostname, port)
      refuseLiteral(hostname)
      return tunnelThrough(through, `${hostname}:${port}`)
    },
    async ask(target, request, onSocket) {
      const { hostname } = target
      const port = Number(target.port) || 80
      const through = proxyFor(proxy?.httpProxy, hostname, port, proxy?.noProxy)
      if (through) refuseLiteral(hostname)
      const headers = sentOn(request.headers)
      const asked = through
        ? askProxy(through, request.method, target.href, { ...headers, ...authorization(through) })
        : askDirectly(await guard.dial(hostname, port), request.method, target, headers)
      return answerOf(asked, request, onSocket)
    },
  }
}

function askDirectly(socket: Socket, method: string | undefined, target: URL, headers: OutgoingHttpHeaders): ClientRequest {
  return requestHttp({ method, path: target.pathname + target.search, headers, createConnection: () => socket, setHost: false })
}

function askProxy(proxy: URL, method: string | undefined, path: string, headers: OutgoingHttpHeaders): ClientRequest {
  const send = proxy.protocol === 'https:' ? requestHttps : requestHttp
  return send({ host: hostOf(proxy.hostname), port: portOf(proxy), method, path, headers, agent: false, setHost: false })
}

function answerOf(asked: ClientRequest, request: IncomingMessage, onSocket: (socket: Socket) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.on('socket', onSocket).on('response', resolve).on('error', reject)
    request.on('error', () => asked.destroy())
    request.pipe(asked)
  })
}

function tunnelThrough(proxy: URL, authority: string): Promise<Socket> {
  const asked = askProxy(proxy, 'CONNECT', authority, { host: authority, ...authorization(proxy) })
  return new Promise((resolve, reject) => {
    function refuse(cause?: unknown): void {
      asked.destroy()
      reject(new FetchError('connection', 'proxy_refused', { url: authority, cause }))
    }
    asked
      .setTimeout(tunnelMilliseconds, () => refuse())
      .on('connect', ({ statusCode }, socket) => {
        if (statusCode === undefined || statusCode >= 300) return refuse()
        socket.setTimeout(0)
        resolve(socket)
      })
      .on('response', () => refuse())
      .on('error', refuse)
      .end()
  })
}

function authorization({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '' && password === '') return {}
  const credential = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(credential).toString('base64')}` }
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** The proxy that the operator names for a host, with curl's reading of the exceptions. */
function proxyFor(proxy: string | undefined, hostname: string, port: number, noProxy = ''): URL | undefined {
  if (!proxy) return undefined
  const host = hostOf(hostname)
  const isExcepted = noProxy
    .toLowerCase()
    .split(/[\s,]+/u)
    .some((entry) => isMeant(entry, host, port))
  return isExcepted ? undefined : new URL(proxy)
}

function isMeant(entry: string, host: string, port: number): boolean {
  const [, name = '', wanted] = /^(?<name>.*?)(?::(?<port>\d{1,5}))?$/u.exec(entry) ?? []
  const bare = name.replace(/^\*?\./u, '')
  if (entry === '*') return true
  if (bare === '' || (wanted !== undefined && Number(wanted) !== port)) return false
  return host === bare || host.endsWith(`.${bare}`)
}

/** Of this connection alone, and none of the host's business. */
const ownHeaders = new Set(['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'])

function sentOn(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !ownHeaders.has(name))
  return { ...Object.fromEntries(kept), connection: 'close' }
}
