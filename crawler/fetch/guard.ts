import { lookup as resolveName } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { hostOf, isAllowedAddress, isAllowedPrivateUrl, isOpenedAddress, type Network } from './address.ts'
import { FetchError, faultOf, type Fault } from './errors.ts'

/** The addresses of a name, in the order in which they should be tried; rejects with an error of node:dns. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string }[]>

export interface GuardOptions {
  /** Blocks that may be reached though they are not public: on any port, from tests and to intranet pages. */
  readonly opened: readonly Network[]
  /** Certificate authorities in PEM, instead of the ones that Node trusts; tests and replays name theirs. */
  readonly certificateAuthorities?: readonly string[] | undefined
  readonly lookup?: Lookup | undefined
  readonly dnsMilliseconds: number
  /** For name, TCP and TLS together, whatever the number of addresses tried. */
  readonly connectMilliseconds: number
  /**
   * Whether a request still waits for a connection to this origin. undici opens a new one whenever a request is broken
   * off, for nobody; to a vendor in trouble that would be a second connection for each that timed out.
   */
  readonly isAwaited?: ((origin: string) => boolean) | undefined
}

/**
 * The one door out. A DNS hook or a block list is no guard in Node: the hook is never asked about literal addresses,
 * and the list is ignored over TLS. So we choose the address ourselves and dial exactly that one.
 */
export interface Guard {
  /** Whether the host (of a parsed URL) is an address that may not be reached. Names pass: their turn is `dial`. */
  refuses(hostname: string): boolean
  /** True where pacing limits need not hold: the host is, or was when last dialled, inside a block that was opened. */
  isAllowedPrivateUrl(url: string): boolean
  /** A TCP connection to an allowed address of the host; rejects with a FetchError. */
  dial(hostname: string, port: number): Promise<Socket>
  /** For undici; TLS and HTTP/2 are negotiated with the name, whatever address was dialled. */
  readonly connector: buildConnector.connector
}

/** Ports of public addresses; addresses that the operator opened may be asked on any. */
const publicPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443])
/** How long a connection attempt runs alone before the next address is tried beside it (RFC 8305). */
const attemptMilliseconds = 250
const maximumAddresses = 8
const rememberedHosts = 10_000

/** Makes the guard of one client. */
export function createGuard(options: GuardOptions): Guard {
  const { opened } = options
  const verdicts = new Map<string, boolean>()
  const privateNames = new Set<string>()

  function allows(address: string): boolean {
    const known = verdicts.get(address)
    if (known !== undefined) return known
    const verdict = isAllowedAddress(address, opened)
    if (verdicts.size >= rememberedHosts) verdicts.clear()
    verdicts.set(address, verdict)
    return verdict
  }

  async function dial(hostname: string, port: number): Promise<Socket> {
    const started = performance.now()
    const host = hostOf(hostname)
    const url = `${hostname}:${port}`
    const isLiteral = isIP(host) !== 0
    const addresses = isLiteral ? [host] : await resolve(host, url, options)
    const permitted = addresses.filter(allows)
    if (permitted.length === 0) throw new FetchError('forbidden_address', 'blocked_address', { url })
    const reachable = permitted.filter((address) => publicPorts.has(port) || isOpenedAddress(address, opened))
    if (reachable.length === 0) throw new FetchError('forbidden_address', 'blocked_port', { url })

    const remaining = Math.max(1, options.connectMilliseconds - (performance.now() - started))
    const socket = await race(interleave(reachable).slice(0, maximumAddresses), port, url, remaining)
    // What counts is where we are, not where we meant to go.
    const peer = socket.remoteAddress
    if (peer === undefined || !allows(peer)) {
      socket.destroy()
      throw peer === undefined
        ? new FetchError('connection', 'reset', { url })
        : new FetchError('forbidden_address', 'blocked_address', { url })
    }
    if (!isLiteral) rememberName(host, isOpenedAddress(peer, opened))
    return socket
  }

  function rememberName(host: string, isPrivate: boolean): void {
    if (!isPrivate) return void privateNames.delete(host)
    if (privateNames.size >= rememberedHosts) privateNames.clear()
    privateNames.add(host)
  }

  return {
    refuses: (hostname) => {
      const host = hostOf(hostname)
      return isIP(host) !== 0 && !allows(host)
    },
    isAllowedPrivateUrl: (url) =>
      isAllowedPrivateUrl(url, opened) || (privateNames.size > 0 && URL.canParse(url) && privateNames.has(hostOf(new URL(url).hostname))),
    dial,
    connector: createConnector(dial, options),
  }
}

function createConnector(dial: Guard['dial'], options: GuardOptions): buildConnector.connector {
  const secure = buildConnector({
    allowH2: true,
    timeout: 0,
    maxCachedSessions: 1_000,
    ...(options.certificateAuthorities ? { ca: [...options.certificateAuthorities] } : {}),
  })

  async function connect(target: buildConnector.Options): Promise<Socket> {
    const started = performance.now()
    const isSecure = target.protocol === 'https:'
    const url = `${target.protocol}//${target.host ?? target.hostname}`
    if (options.isAwaited?.(url) === false) throw new FetchError('connection', 'reset', { url })
    const socket = await dial(target.hostname, Number(target.port) || (isSecure ? 443 : 80))
    if (!isSecure) return socket

    const { promise, resolve: succeed, reject } = Promise.withResolvers<Socket>()
    const remaining = Math.max(1, options.connectMilliseconds - (performance.now() - started))
    const timer = setTimeout(() => reject(new FetchError('timeout', 'connect_timeout', { url })), remaining)
    const host = hostOf(target.hostname)
    // Without a name (an address as host) the certificate is checked against the address.
    const name = isIP(host) === 0 ? { servername: host } : {}
    secure({ ...target, ...name, hostname: host, httpSocket: socket }, (error, secured) =>
      error ? reject(handshakeError(error, url)) : succeed(secured),
    )
    try {
      return await promise
    } catch (error) {
      socket.destroy()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  const connectWithCallback = callbackify(connect)
  return (target, callback) => connectWithCallback(target, (error, socket) => (error ? callback(error, null) : callback(null, socket)))
}

/** During the handshake a lost connection is a matter of TLS, whatever the socket calls it. */
function handshakeError(error: Error, url: string): FetchError {
  const { kind, detail } = faultOf(error)
  const isTls = kind === 'tls' || kind === 'timeout'
  return new FetchError(isTls ? kind : 'tls', isTls ? detail : 'handshake', { url, cause: error })
}

async function resolve(host: string, url: string, { lookup = lookUpAll, dnsMilliseconds }: GuardOptions): Promise<readonly string[]> {
  const expiry = Promise.withResolvers<never>()
  const timer = setTimeout(() => expiry.reject(new FetchError('dns', 'dns_timeout', { url })), dnsMilliseconds)
  try {
    const answers = await Promise.race([lookup(host), expiry.promise])
    if (answers.length === 0) throw new FetchError('dns', 'dns_notfound', { url })
    return answers.map(({ address }) => address)
  } catch (error) {
    if (error instanceof FetchError) throw error
    const fault = faultOf(error)
    throw new FetchError('dns', fault.kind === 'dns' ? fault.detail : 'dns_failed', { url, cause: error })
  } finally {
    clearTimeout(timer)
  }
}

function lookUpAll(hostname: string): ReturnType<Lookup> {
  return resolveName(hostname, { all: true })
}

/** Alternates the families, beginning with that of the first address, so that one broken family costs one attempt. */
function interleave(addresses: readonly string[]): readonly string[] {
  const family = isIP(addresses[0] ?? '')
  const preferred = addresses.filter((address) => isIP(address) === family)
  const other = addresses.filter((address) => isIP(address) !== family)
  return preferred.flatMap((address, index) => [address, ...other.slice(index, index + 1)]).concat(other.slice(preferred.length))
}

/** The first of the addresses to accept; the next is tried when the one before failed or has been silent for long. */
function race(addresses: readonly string[], port: number, url: string, milliseconds: number): Promise<Socket> {
  const { promise, resolve: win, reject } = Promise.withResolvers<Socket>()
  const running = new Set<Socket>()
  let next = 0
  let firstFault: Fault | undefined
  let stagger: NodeJS.Timeout | undefined
  const timer = setTimeout(() => end({ kind: 'timeout', detail: 'connect_timeout' }), milliseconds)

  function attempt(): void {
    clearTimeout(stagger)
    const host = addresses[next]
    next += 1
    if (host === undefined) return
    if (next < addresses.length) stagger = setTimeout(attempt, attemptMilliseconds)
    const socket = connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 })
    running.add(socket)
    // The listener stays: whoever gets the socket adds his own, and until then an error must not end the process.
    socket.once('connect', () => end(socket)).on('error', (error) => lose(socket, error))
  }

  function lose(socket: Socket, error: Error): void {
    if (!running.delete(socket)) return
    firstFault ??= faultOf(error)
    if (next < addresses.length) attempt()
    else if (running.size === 0) end(firstFault)
  }

  function end(outcome: Socket | Fault): void {
    clearTimeout(stagger)
    clearTimeout(timer)
    next = addresses.length
    for (const socket of running) if (socket !== outcome) socket.destroy()
    running.clear()
    if ('kind' in outcome) reject(new FetchError(outcome.kind, outcome.detail, { url, cause: outcome.cause }))
    else win(outcome)
  }

  attempt()
  return promise
}
