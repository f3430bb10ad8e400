import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, CDPSession, Response } from 'playwright'
import type { Answer } from '../exchange.ts'
import type { Fault } from '../errors.ts'
import type { Pass } from './egress.ts'
import { drawingOf, lookAt } from './inspect.ts'
import { createSettling, type SettlingLimits, type Verdict } from './settling.ts'
import { watchPage, type Watch } from './watch.ts'

export interface VisitRequest {
  readonly url: string
  /** The answer to keep, of those that the page fetches; absent = the page as it was drawn. */
  readonly response?: ((url: string) => boolean) | undefined
  /** A CSS selector of what stands there once the page is drawn. */
  readonly drawn?: string | undefined
  readonly maximumBytes: number
  /** Milliseconds. For the page's own answer to begin. */
  readonly answerMilliseconds: number
  readonly settling: SettlingLimits
}

/**
 * What came of a visit: a document as it were an answer over the wire, or why there is none. With `lack` it is not what
 * was wanted, and is told only because it may say why: a bot wall, a login form.
 */
export type Seen =
  | { readonly answer: Answer; readonly finalUrl: string; readonly lack?: Fault }
  | { readonly fault: Fault; readonly finalUrl: string }

/** A page that was cut off from the network in the middle may look whole. */
const tooMuch: Fault = { kind: 'too_large', detail: 'body_too_large' }
const bodyMilliseconds = 2_000
/** How often a page is looked at while it is being drawn. */
const lookMilliseconds = 100

/** Visits one page in a fresh context. Rejects only where the browser itself fails, or the page is closed meanwhile. */
export async function visitPage(context: BrowserContext, pass: Pass, request: VisitRequest): Promise<Seen> {
  const watch = await watchPage(context, {
    wanted: request.response,
    hangingMilliseconds: request.settling.hangingMilliseconds,
    now: () => performance.now(),
  })
  const crashed = watch.crashed.then((): Seen => failed({ kind: 'browser', detail: 'page_crashed' }, watch, request))
  return Promise.race([crashed, seePage(watch, pass, request)])
}

async function seePage(watch: Watch, pass: Pass, request: VisitRequest): Promise<Seen> {
  const fault = (await open(watch, pass, request)) ?? faultOfPlace(watch, pass, request)
  if (fault) return failed(fault, watch, request)
  const refusal = watch.answer()
  // It is read as it came, a bot wall's too: nobody waits until its script has had its way.
  if (refusal && !refusal.ok()) return { answer: await answerOf(refusal, pass), finalUrl: refusal.url() }

  const session = await watch.page.context().newCDPSession(watch.page)
  const drawing = untilDrawn(session, watch, request)
  const kept = request.response ? await Promise.race([watch.wanted.good, drawing]) : await drawing
  if (typeof kept === 'object') return { answer: await answerOf(kept, pass), finalUrl: kept.url() }
  return conclude(kept, session, watch, pass, request)
}

/** Asks for the page; the fault where no answer came. */
async function open(
  { page, isDownload, address }: Watch,
  pass: Pass,
  { url, answerMilliseconds }: VisitRequest,
): Promise<Fault | undefined> {
  try {
    await page.goto(url, { waitUntil: 'commit', timeout: answerMilliseconds })
  } catch (cause) {
    if (page.isClosed()) throw cause
    if (isDownload() || /download is starting/iu.test(String(cause))) return { kind: 'wrong_medium', detail: 'binary', cause }
    return pass.faultOf(address() ?? url) ?? faultOfNavigation(String(cause), cause)
  }
  return undefined
}

/** What is wrong with where the page is: nobody answered there, or it is not a place to be led to. */
function faultOfPlace({ page, answer, address }: Watch, pass: Pass, { url }: VisitRequest): Fault | undefined {
  const asked = address() ?? url
  if (page.url().startsWith('chrome-error:')) return pass.faultOf(asked) ?? { kind: 'connection', detail: 'reset' }
  // An answer of the proxy, where the host has given none.
  if (answer()?.ok() === false && pass.faultOf(asked)) return pass.faultOf(asked)
  return url.startsWith('https:') && page.url().startsWith('http:') ? { kind: 'redirect', detail: 'downgrade' } : undefined
}

async function untilDrawn(session: CDPSession, watch: Watch, { drawn, settling, response }: VisitRequest): Promise<Verdict> {
  const startedAt = performance.now()
  // Where the mark of a drawn page is named, it alone says that the page has begun.
  const judge = createSettling(startedAt, drawn === undefined ? settling : { ...settling, patienceMilliseconds: 0 })
  for (;;) {
    const look = await lookAt(session, drawn).catch((error: unknown) => {
      // The page is on its way to another address, and what was looked at is gone.
      if (watch.page.isClosed() || !isPassing(error)) throw error
    })
    const at = performance.now()
    const verdict = look ? judge.judge({ ...look, at }, watch.traffic(at)) : 'waiting'
    const isOver = at - startedAt >= settling.limitMilliseconds
    // The answer that is wanted may still be asked for.
    const mayCome = response !== undefined && at - startedAt < settling.patienceMilliseconds
    if (isOver && verdict === 'waiting') return 'never_settled'
    if (verdict !== 'waiting' && !(verdict === 'drawn' && mayCome)) return verdict
    await sleep(lookMilliseconds)
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && /context|navigat|No frame|Frame/iu.test(error.message)
}

async function conclude(verdict: Verdict, session: CDPSession, watch: Watch, pass: Pass, request: VisitRequest): Promise<Seen> {
  const fault = faultOfPlace(watch, pass, request) ?? (pass.isSpent ? tooMuch : undefined)
  if (fault) return failed(fault, watch, request)
  const own = watch.answer()
  if (own && !own.ok()) return { answer: await answerOf(own, pass), finalUrl: own.url() }
  if (request.response) {
    const bad = watch.wanted.bad()
    return bad
      ? { answer: await answerOf(bad, pass), finalUrl: bad.url() }
      : failed({ kind: 'browser', detail: 'no_response' }, watch, request)
  }
  const html = await drawingOf(session, request.maximumBytes)
  if (html === null) return failed({ kind: 'too_large', detail: 'decoded_too_large' }, watch, request)
  const answer = answerWith(
    own?.status() ?? 200,
    own?.headers() ?? {},
    Buffer.from(`<!doctype html>${html}`),
    'text/html; charset=utf-8',
    pass,
  )
  const lack = verdict === 'drawn' || verdict === 'waiting' ? {} : { lack: { kind: 'browser', detail: verdict } as const }
  return { answer, finalUrl: withoutFragment(watch.page.url()), ...lack }
}

async function answerOf(response: Response, pass: Pass): Promise<Answer> {
  const headers = response.headers()
  // A page that is busy with its own script does not hand out its body; its status and headers have to do.
  const body = await Promise.race([response.body().catch(() => undefined), sleep(bodyMilliseconds, undefined, { ref: false })])
  return answerWith(response.status(), headers, body ?? Buffer.alloc(0), headers['content-type'], pass)
}

/** The browser has undone the content codings; and what validates one answer says nothing of the page that was drawn. */
function answerWith(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  contentType: string | undefined,
  pass: Pass,
): Answer {
  const left = Object.entries(headers).filter(
    ([name]) => !['content-encoding', 'content-length', 'content-type', 'etag', 'last-modified'].includes(name),
  )
  const known = { ...(contentType === undefined ? {} : { 'content-type': contentType }), 'content-length': String(body.length) }
  return { status, headers: { ...Object.fromEntries(left), ...known }, body, wireBytes: pass.bytes }
}

function failed(fault: Fault, watch: Watch, { url }: VisitRequest): Seen {
  return { fault, finalUrl: watch.address() ?? url }
}

/** Chromium's words for what the proxy does not see: the host's TLS, and answers that are none. */
const navigationFaults: readonly (readonly [RegExp, Fault['kind'], string])[] = [
  [/ERR_CERT_DATE_INVALID/u, 'tls', 'cert_expired'],
  [/ERR_CERT_AUTHORITY_INVALID/u, 'tls', 'untrusted'],
  [/ERR_CERT_COMMON_NAME_INVALID/u, 'tls', 'wrong_name'],
  [/ERR_CERT_REVOKED/u, 'tls', 'revoked'],
  [/ERR_CERT_WEAK/u, 'tls', 'weak_key'],
  [/ERR_SSL_VERSION_OR_CIPHER_MISMATCH/u, 'tls', 'protocol_version'],
  [/ERR_(?:SSL|CERT|BAD_SSL)_/u, 'tls', 'handshake'],
  [/ERR_TOO_MANY_REDIRECTS/u, 'redirect', 'too_many_redirects'],
  [/ERR_HTTP2_|ERR_QUIC_/u, 'connection', 'h2_error'],
  [/ERR_INVALID_HTTP_RESPONSE|ERR_INVALID_CHUNKED_ENCODING/u, 'connection', 'bad_protocol'],
  [/ERR_EMPTY_RESPONSE|ERR_CONNECTION/u, 'connection', 'reset'],
  [/ERR_UNSAFE_PORT/u, 'forbidden_address', 'blocked_port'],
  [/ERR_UNKNOWN_URL_SCHEME|ERR_DISALLOWED_URL_SCHEME|ERR_UNSAFE_REDIRECT|ERR_ABORTED/u, 'redirect', 'scheme'],
  [/Timeout \d+ms exceeded|ERR_TIMED_OUT/u, 'timeout', 'headers_timeout'],
]

function faultOfNavigation(words: string, cause: unknown): Fault {
  const known = navigationFaults.find(([pattern]) => pattern.test(words))
  return { kind: known?.[1] ?? 'connection', detail: known?.[2] ?? 'reset', cause }
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url
}
