import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'

/** What a browser does with a proxy, by hand. */

interface Credential {
  readonly username: string
  readonly password: string
}

function headersOf(credential: Credential | undefined): Record<string, string> {
  if (!credential) return {}
  const { username, password } = credential
  return { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

export interface ProxyAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Asks the proxy for a URL in plain text; rejects where it hangs up. */
export function askThrough(
  proxy: string,
  url: string,
  credential?: Credential,
  headers: Readonly<Record<string, string>> = {},
): Promise<ProxyAnswer> {
  const { hostname, port } = new URL(proxy)
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port,
      path: url,
      agent: false,
      setHost: false,
      headers: { host: URL.canParse(url) ? new URL(url).host : 'nowhere', ...headersOf(credential), ...headers },
    })
    asked.on('error', reject).on('response', (response) => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (body += chunk))
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
        .on('error', reject)
    })
    asked.end()
  })
}

/** Asks the proxy for a tunnel: the connection, or the status of its refusal. */
export function tunnelThrough(proxy: string, authority: string, credential?: Credential): Promise<Socket | number> {
  const { hostname, port } = new URL(proxy)
  return new Promise((resolve, reject) => {
    request({
      host: hostname,
      port,
      method: 'CONNECT',
      path: authority,
      agent: false,
      headers: { host: authority, ...headersOf(credential) },
    })
      .on('connect', ({ statusCode = 0 }, socket) =>
        resolve(statusCode === 200 ? socket.on('error', () => {}) : (socket.destroy(), statusCode)),
      )
      .on('response', (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end()
  })
}
