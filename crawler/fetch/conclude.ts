import { hash } from 'node:crypto'
import type { Document, Medium } from '../../parsers/platform.ts'
import { decodeBody } from './decode.ts'
import { FetchError, type Fault } from './errors.ts'
import type { Answer } from './exchange.ts'
import { parseRetryAfter } from './headers.ts'
import { faultOfLook, isCutPage, lookOf, type Look } from './medium.ts'
import { decodeText } from './text.ts'

export interface FetchRequest {
  readonly url: string
  /** What the source promises; `any` takes whatever it turns out to be. */
  readonly medium: Medium | 'any'
  /** Validators exactly as an earlier reading received them. */
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  /** The `finalUrl` of that reading: the validators are sent to it alone. Without it, to every hop of the URL's own origin. */
  readonly validatorsUrl?: string | undefined
  /** An Accept header other than the medium's own. */
  readonly accept?: string | undefined
  /** A JSON text to send by POST; absent = GET. It is never sent on to where a redirect leads. */
  readonly post?: string | undefined
  /** Before decoding; the client's own limit where absent. */
  readonly maximumWireBytes?: number | undefined
  readonly maximumDecodedBytes?: number | undefined
}

interface Received {
  /** As it was asked for. */
  readonly url: string
  /** After redirects. */
  readonly finalUrl: string
  readonly status: number
  /** Header names are lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly wireBytes: number
  readonly etag: string | undefined
  readonly lastModified: string | undefined
  /** Where an unbroken run of permanent redirects (301, 308) leads. */
  readonly permanentRedirectTo: string | undefined
}

export interface FetchedDocument extends Received {
  readonly outcome: 'ok'
  readonly medium: Medium
  readonly text: string
  /** The body as it was before the charset was decoded. */
  readonly bytes: Buffer
  readonly decodedBytes: number
  /** The first 128 bits of the SHA-256 of `bytes`, in hex. */
  readonly bodyHash: string
}

export interface NotModified extends Received {
  readonly outcome: 'not_modified'
}

export interface FetchFailure {
  readonly outcome: 'failed'
  readonly error: FetchError
}

export type FetchResult = FetchedDocument | NotModified | FetchFailure

/** Names the bot wall (in one static word) whose page this answer of any status is. */
export type Classify = (answer: Pick<Document, 'finalUrl' | 'status' | 'headers' | 'body'>) => string | undefined

export interface Asked {
  readonly request: FetchRequest
  readonly finalUrl: string
  readonly wasConditional: boolean
  readonly permanentRedirectTo: string | undefined
  readonly maximumDecodedBytes: number
  readonly classify: Classify | undefined
  readonly nowEpochMilliseconds: () => number
}

/** How much of a refusing page is kept, in characters. */
const maximumKeptCharacters = 65_536
const maximumErrorDecodedBytes = 1_048_576

// Headers by which a bot wall names itself: header, its telling value, the wall. Seen 2026-11.
const challengeHeaders: readonly (readonly [string, RegExp, string])[] = [
  ['cf-mitigated', /^challenge$/iu, 'cloudflare'],
  ['x-amzn-waf-action', /^(?:challenge|captcha)$/iu, 'aws_waf'],
  ['x-vercel-mitigated', /^challenge$/iu, 'vercel'],
]

/** Turns the last answer (no redirect) into the result. */
export function conclude(answer: Answer, asked: Asked): FetchResult {
  const { status, headers } = answer
  if (status === 304) {
    return asked.wasConditional ? notModified(answer, asked) : failure({ kind: 'status', detail: 'unexpected_304' }, answer, asked)
  }
  const wall = challengeHeaders.find(([name, value]) => value.test(headers[name] ?? ''))
  if (wall) return failure({ kind: 'challenge', detail: wall[2] }, answer, asked, errorText(answer))
  if (status >= 400) return refusal(answer, asked)
  if (status === 206) return failure({ kind: 'status', detail: 'partial_content' }, answer, asked)

  const bytes = decodeBody(answer.body, headers['content-encoding'], asked.maximumDecodedBytes)
  if (!Buffer.isBuffer(bytes)) return failure(bytes, answer, asked)
  const text = decodeText(bytes, headers['content-type'])
  const look = lookOf(text)
  const fault = faultOfText(text, look, answer, asked)
  if (fault) return failure(fault, answer, asked, text)
  const { medium } = asked.request
  return {
    outcome: 'ok',
    url: asked.request.url,
    finalUrl: asked.finalUrl,
    status,
    headers,
    wireBytes: answer.wireBytes,
    etag: headers['etag'],
    lastModified: headers['last-modified'],
    permanentRedirectTo: asked.permanentRedirectTo,
    medium: medium === 'any' ? mediumOf(look) : medium,
    text,
    bytes,
    decodedBytes: bytes.length,
    bodyHash: hash('sha256', bytes, 'hex').slice(0, 32),
  }
}

function notModified({ status, headers, wireBytes }: Answer, { request, finalUrl, permanentRedirectTo }: Asked): NotModified {
  const { etag, 'last-modified': lastModified } = headers
  return { outcome: 'not_modified', url: request.url, finalUrl, status, headers, wireBytes, etag, lastModified, permanentRedirectTo }
}

/** A fault that no answer stands behind, or only part of one. */
export function brokenOff(fault: Fault, url: string, finalUrl: string): FetchFailure {
  return { outcome: 'failed', error: new FetchError(fault.kind, fault.detail, { url, finalUrl, cause: fault.cause }) }
}

/** An answer that is not the document that was asked for. */
export function failure(fault: Fault, { status, headers }: Answer, asked: Asked, text?: string): FetchFailure {
  const error = new FetchError(fault.kind, fault.detail, {
    url: asked.request.url,
    finalUrl: asked.finalUrl,
    httpStatus: status,
    retryAfterSeconds: parseRetryAfter(headers['retry-after'], asked.nowEpochMilliseconds()),
    headers,
    body: text?.slice(0, maximumKeptCharacters),
    cause: fault.cause,
  })
  return { outcome: 'failed', error }
}

/** An answer of 400 and above: a bot wall where the classifier knows one, else what the status says. */
function refusal(answer: Answer, asked: Asked): FetchFailure {
  const text = errorText(answer)
  const wall = classified(text, lookOf(text), answer, asked)
  return failure(wall ?? { kind: 'status', detail: statusDetail(answer.status) }, answer, asked, text)
}

function faultOfText(text: string, look: Look, answer: Answer, asked: Asked): Fault | undefined {
  const { headers } = answer
  // Walls are small; a page of their look and half its text is a status page, and the parsers' refusals see it too.
  if (look === 'html' && text.length <= maximumKeptCharacters) {
    const wall = classified(text, look, answer, asked)
    if (wall) return wall
  }
  const isLengthKnown = 'content-length' in headers || 'transfer-encoding' in headers || 'content-encoding' in headers
  if (!isLengthKnown && isCutPage(text, look)) return { kind: 'connection', detail: 'truncated' }
  return faultOfLook(look, asked.request.medium, headers['content-type'])
}

function classified(text: string, look: Look, { status, headers }: Answer, { classify, finalUrl }: Asked): Fault | undefined {
  const wall = classify?.({ finalUrl, status, headers, body: { medium: mediumOf(look), text: text.slice(0, maximumKeptCharacters) } })
  return wall === undefined ? undefined : { kind: 'challenge', detail: wall }
}

/** The text of an error's page as far as it can be read; it only helps to tell refusals apart. */
function errorText({ body, headers }: Answer): string {
  const bytes = decodeBody(body, headers['content-encoding'], maximumErrorDecodedBytes)
  return Buffer.isBuffer(bytes) ? decodeText(bytes, headers['content-type']) : ''
}

function mediumOf(look: Look): Medium {
  return look === 'empty' || look === 'binary' ? 'text' : look
}

function statusDetail(status: number): string {
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    case 410:
      return 'gone'
    case 429:
      return 'rate_limited'
    case 451:
      return 'legal'
    default:
      return status >= 500 ? 'server_error' : 'client_error'
  }
}
