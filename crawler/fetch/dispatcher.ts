import { Agent, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici'
import { codeOf, FetchError } from './errors.ts'
import type { Guard } from './guard.ts'

/** The operator's proxies, with the meaning of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export interface ProxyOptions {
  readonly httpProxy?: string | undefined
  readonly httpsProxy?: string | undefined
  /** Hosts that are asked directly, through the guard. */
  readonly noProxy?: string | undefined
}

export interface DispatcherOptions {
  readonly guard: Guard
  readonly proxy?: ProxyOptions | undefined
  readonly certificateAuthorities?: readonly string[] | undefined
  readonly connectMilliseconds: number
  readonly keepAliveMilliseconds: number
}

/**
 * The connections of one client: a keep-alive pool for each origin, HTTP/2 where it is offered, through the
 * operator's proxy where one is named. The proxy is trusted wherever it stands; what it is asked for is not.
 */
export function createDispatcher({ guard, proxy, ...options }: DispatcherOptions): Dispatcher {
  const pool = {
    connect: guard.connector,
    allowH2: true,
    maxHeaderSize: 16_384,
    keepAliveTimeout: options.keepAliveMilliseconds,
    // A server that names a longer time is believed, within reason: every idle connection costs memory.
    keepAliveMaxTimeout: 60_000,
    // Every wait has its deadline in the exchange, for HTTP/1.1 and HTTP/2 alike.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  if (!proxy?.httpProxy && !proxy?.httpsProxy) return new Agent(pool)

  const tls = {
    timeout: options.connectMilliseconds,
    ...(options.certificateAuthorities ? { ca: [...options.certificateAuthorities] } : {}),
  }
  return new EnvHttpProxyAgent({
    ...pool,
    // An empty string, where undefined would make undici read the environment.
    httpProxy: proxy.httpProxy ?? '',
    httpsProxy: proxy.httpsProxy ?? '',
    noProxy: proxy.noProxy ?? '',
    // As curl does it: a tunnel for https, an absolute URL for http, since many proxies allow CONNECT to 443 alone.
    proxyTunnel: false,
    proxyTls: tls,
    requestTls: { ...tls, allowH2: true },
    clientFactory: (origin, settings) => new Pool(origin, settings).compose(endLostTunnels(origin.origin)),
  })
}

/**
 * A lost connection is no reason for undici to give up: it opens the next. Where a proxy hangs up on every tunnel that
 * would go on for ever, so here the loss is an error that undici does not know.
 */
function endLostTunnels(url: string): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onConnect: (abort) => handler.onConnect?.(abort),
      onUpgrade: (status, headers, socket) => handler.onUpgrade?.(status, headers, socket),
      onError: (error) => {
        const isLost = codeOf(error) === 'UND_ERR_SOCKET' || codeOf(error) === 'UND_ERR_INFO'
        handler.onError?.(isLost ? new FetchError('connection', 'proxy_refused', { url, cause: error }) : error)
      },
    })
}
