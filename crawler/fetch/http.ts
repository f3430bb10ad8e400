import type { Dispatcher } from 'undici'
import type { Medium } from '../../parsers/platform.ts'
import { parseNetworks } from './address.ts'
import { brokenOff, conclude, failure, type Asked, type Classify, type FetchRequest, type FetchResult } from './conclude.ts'
import { createDeadlines } from './deadlines.ts'
import { createDispatcher, type ProxyOptions } from './dispatcher.ts'
import type { Fault } from './errors.ts'
import { exchange, type Answer, type Broken } from './exchange.ts'
import { createGuard, type Guard, type Lookup } from './guard.ts'
import { followRedirect, isPermanent, parseTarget, type Target } from './target.ts'

export interface HttpClientOptions {
  /** Names the product and an address where a vendor can reach its operator. */
  readonly userAgent: string
  /** CIDR blocks that may be reached though they are not public. */
  readonly allowPrivate?: readonly string[] | undefined
  readonly proxy?: ProxyOptions | undefined
  /** Certificate authorities in PEM, instead of the ones that Node trusts. */
  readonly certificateAuthorities?: readonly string[] | undefined
  readonly classify?: Classify | undefined
  readonly lookup?: Lookup | undefined
  /** Name, TCP and TLS together. Default 10,000. */
  readonly connectMilliseconds?: number | undefined
  /** Of that, for the name alone. Default 5,000. */
  readonly dnsMilliseconds?: number | undefined
  /** From the request's last byte to the end of the answer's head. Default 10,000. */
  readonly headersMilliseconds?: number | undefined
  /** For everything, redirects and body included: nothing else ends a slow drip. Default 30,000. */
  readonly totalMilliseconds?: number | undefined
  /** How long an idle connection is kept where the server names no time. Default 10,000. */
  readonly keepAliveMilliseconds?: number | undefined
  /** Default 5 MiB; a request may ask for another limit, at most 20 MiB. */
  readonly maximumWireBytes?: number | undefined
  /** Default 20 MiB. */
  readonly maximumDecodedBytes?: number | undefined
  /** Connections of another kind, in tests. */
  readonly dispatcher?: Dispatcher | undefined
  readonly nowEpochMilliseconds?: (() => number) | undefined
}

export interface HttpClient {
  /** Gets one document. The world's failures are values of the result; a rejection is a bug of ours. */
  fetch(request: FetchRequest): Promise<FetchResult>
  readonly guard: Guard
  /** Waits for running requests, then closes every connection; later requests fail as `client_closed`. */
  close(): Promise<void>
  /** Breaks off running requests. */
  destroy(): Promise<void>
}

const maximumRedirects = 5
const highestWireBytes = 20_971_520

const accepts: Readonly<Record<Medium | 'any', string>> = {
  json: 'application/json, */*;q=0.1',
  html: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
  xml: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
  text: 'text/plain, */*;q=0.1',
  any: '*/*',
}

const blocked: Fault = { kind: 'forbidden_address', detail: 'blocked_address' }
const headerValue = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/u

interface Settings {
  readonly guard: Guard
  readonly userAgent: string
  readonly headers: Readonly<Record<Medium | 'any', string[]>>
  readonly classify: Classify | undefined
  readonly totalMilliseconds: number
  readonly maximumWireBytes: number
  readonly maximumDecodedBytes: number
  readonly nowEpochMilliseconds: () => number
  send(target: Target, headers: string[], body: string | undefined, expiresAt: number, maximumWireBytes: number): Promise<Answer | Broken>
}

/** Makes the client: the one place that opens connections to vendors' pages. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const connectMilliseconds = options.connectMilliseconds ?? 10_000
  const headersMilliseconds = options.headersMilliseconds ?? 10_000
  const totalMilliseconds = options.totalMilliseconds ?? 30_000
  // Late by at most 1 % of the shortest wait, and no more often than it takes for that.
  const tick = Math.ceil(Math.min(250, Math.max(10, Math.min(totalMilliseconds, headersMilliseconds) / 100)))
  const deadlines = createDeadlines(tick)
  const { userAgent, certificateAuthorities, proxy, lookup } = options
  const guard = createGuard({
    opened: parseNetworks(options.allowPrivate ?? []),
    certificateAuthorities,
    lookup,
    dnsMilliseconds: options.dnsMilliseconds ?? 5_000,
    connectMilliseconds,
    isAwaited: (origin) => deadlines.isAwaited(origin),
  })
  const keepAliveMilliseconds = options.keepAliveMilliseconds ?? 10_000
  const dispatcher =
    options.dispatcher ?? createDispatcher({ guard, proxy, certificateAuthorities, connectMilliseconds, keepAliveMilliseconds })
  const settings: Settings = {
    guard,
    userAgent,
    headers: {
      json: headersOf(userAgent, accepts.json),
      html: headersOf(userAgent, accepts.html),
      xml: headersOf(userAgent, accepts.xml),
      text: headersOf(userAgent, accepts.text),
      any: headersOf(userAgent, accepts.any),
    },
    classify: options.classify,
    totalMilliseconds,
    maximumWireBytes: options.maximumWireBytes ?? 5_242_880,
    maximumDecodedBytes: options.maximumDecodedBytes ?? 20_971_520,
    nowEpochMilliseconds: options.nowEpochMilliseconds ?? Date.now,
    send: ({ origin, path }, headers, body, expiresAt, maximumWireBytes) =>
      exchange(dispatcher, { origin, path, headers, body }, { expiresAt, headersMilliseconds, maximumWireBytes }, deadlines),
  }
  return {
    fetch: (request) => fetchDocument(request, settings),
    guard,
    close: () => dispatcher.close(),
    destroy: () => dispatcher.destroy(),
  }
}

async function fetchDocument(request: FetchRequest, settings: Settings): Promise<FetchResult> {
  const expiresAt = performance.now() + settings.totalMilliseconds
  const maximumWireBytes = Math.min(request.maximumWireBytes ?? settings.maximumWireBytes, highestWireBytes)
  const first = parseTarget(request.url)
  if ('kind' in first) return brokenOff(first, request.url, request.url)

  const ownHeaders = request.accept === undefined ? settings.headers[request.medium] : headersOf(settings.userAgent, request.accept)
  const plainHeaders = request.post === undefined ? ownHeaders : ownHeaders.concat('content-type', 'application/json')
  const validators = validatorHeaders(request)
  const visited = [first.href]
  let target = first
  let permanentRedirectTo: string | undefined
  let isPermanentSoFar = true
  for (;;) {
    // Through a proxy the connector never sees the target, so each hop's literal address is checked here as well.
    if (settings.guard.refuses(target.hostname)) return brokenOff(blocked, request.url, target.href)
    const wasConditional = validators.length > 0 && ownsValidators(target, first, request.validatorsUrl)
    const headers = wasConditional ? plainHeaders.concat(validators) : plainHeaders
    let answer = await settings.send(target, headers, request.post, expiresAt, maximumWireBytes)
    // Once: a server may close an idle connection in the very moment in which we write to it.
    if ('fault' in answer && answer.isRepeatable) answer = await settings.send(target, headers, request.post, expiresAt, maximumWireBytes)
    if ('fault' in answer) return brokenOff(answer.fault, request.url, target.href)

    const { status } = answer
    const asked = askedOf(request, target.href, wasConditional, permanentRedirectTo, settings)
    if (status < 300 || status >= 400 || status === 304) return conclude(answer, asked)
    if (request.post !== undefined) return failure({ kind: 'redirect', detail: 'post_redirected' }, answer, asked)
    const next = nextHop(target, answer, visited)
    if ('kind' in next) return failure(next, answer, asked)
    isPermanentSoFar &&= isPermanent(status)
    if (isPermanentSoFar) permanentRedirectTo = next.href
    visited.push(next.href)
    target = next
  }
}

function nextHop(from: Target, { status, headers }: Answer, visited: readonly string[]): Target | Fault {
  const next = followRedirect(from, status, headers['location'])
  if ('kind' in next) return next
  if (visited.includes(next.href)) return { kind: 'redirect', detail: 'redirect_loop' }
  return visited.length > maximumRedirects ? { kind: 'redirect', detail: 'too_many_redirects' } : next
}

function askedOf(
  request: FetchRequest,
  finalUrl: string,
  wasConditional: boolean,
  permanentRedirectTo: string | undefined,
  { maximumDecodedBytes, classify, nowEpochMilliseconds }: Settings,
): Asked {
  return {
    request,
    finalUrl,
    wasConditional,
    permanentRedirectTo,
    maximumDecodedBytes: request.maximumDecodedBytes ?? maximumDecodedBytes,
    classify,
    nowEpochMilliseconds,
  }
}

/** Validators mean one document: they go to the address that gave them, never to another origin that a redirect names. */
function ownsValidators(target: Target, first: Target, validatorsUrl: string | undefined): boolean {
  return validatorsUrl === undefined ? target.origin === first.origin : target.href === validatorsUrl
}

/** What came over the wire once goes back as it was; what never can have come over the wire is not sent. */
function validatorHeaders({ etag, lastModified }: FetchRequest): string[] {
  const headers = []
  if (etag !== undefined && headerValue.test(etag)) headers.push('if-none-match', etag)
  if (lastModified !== undefined && headerValue.test(lastModified)) headers.push('if-modified-since', lastModified)
  return headers
}

/** No cookies, referrer or credentials, ever. English, since the words of a page are what its parser reads. */
function headersOf(userAgent: string, accept: string): string[] {
  return ['user-agent', userAgent, 'accept', accept, 'accept-encoding', 'gzip, br, zstd, deflate', 'accept-language', 'en, *;q=0.5']
}
