import { ParseError, type ParseErrorKind } from '../parsers/errors.ts'
import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Refusal } from '../parsers/fingerprint.ts'
import { contentDigest } from '../data/identity.ts'
import type { FailedPoll } from '../data/store/poll.ts'
import type { FetchError, FetchErrorKind } from './fetch/errors.ts'

/** Why a poll failed, in the words that the store keeps and the scheduler decides by. */
export interface Failure {
  readonly outcome: FailedPoll['outcome']
  readonly kind: FetchErrorKind | ParseErrorKind
  readonly detail: string
  /** false: what answered was not this page, or could not be understood: nothing is known of it now. */
  readonly understood: boolean
  readonly digest: string
  readonly cause?: FetchError | ParseError
}

const unreachableKinds: ReadonlySet<FetchErrorKind> = new Set(['timeout', 'dns', 'tls', 'connection', 'browser'])
/** A page that is gone is not the page that was read before. */
const goneStatuses: ReadonlySet<number> = new Set([404, 410])

export function isFailure(value: object): value is Failure {
  return 'understood' in value
}

export function failureOf(error: ParseError | FetchError, refusals: readonly Refusal[]): Failure {
  if (error instanceof ParseError) {
    return failure(error, { outcome: 'unparseable', kind: error.kind, detail: error.detail, understood: false })
  }
  const refusal = refusalIn(error, refusals)
  if (refusal) {
    const kind = refusal.reason === 'challenge' ? 'challenge' : 'foreign'
    return failure(error, { outcome: 'refused', kind, detail: refusal.what, understood: false })
  }
  const gone = error.httpStatus !== undefined && goneStatuses.has(error.httpStatus)
  return failure(error, {
    outcome: unreachableKinds.has(error.kind) ? 'unreachable' : error.kind === 'wrong_medium' ? 'unparseable' : 'refused',
    kind: error.kind,
    detail: error.kind === 'status' && error.httpStatus !== undefined ? String(error.httpStatus) : error.detail,
    understood: error.kind !== 'wrong_medium' && error.kind !== 'challenge' && !gone,
  })
}

function failure(cause: FetchError | ParseError, said: Omit<Failure, 'digest' | 'cause'>): Failure {
  return { ...said, digest: contentDigest([said.kind, said.detail]), cause }
}

/** Bodies of refusing answers tell more than their status: an inactive page, a login wall, a bot challenge. */
function refusalIn(error: FetchError, refusals: readonly Refusal[]): Refusal | undefined {
  if (error.body === undefined || error.httpStatus === undefined) return undefined
  return classifyRefusal(
    {
      finalUrl: error.finalUrl ?? error.url,
      status: error.httpStatus,
      headers: error.headers ?? {},
      body: { medium: 'html', text: error.body },
    },
    refusals,
  )
}

/** Whether another source of the same page may still answer: the host does, and has not told us to go away. */
export function mayFallBack({ kind, cause }: Failure): boolean {
  if (kind === 'foreign' || kind === 'challenge') return false
  if (cause instanceof ParseError) return true
  if (kind === 'status') return cause?.httpStatus !== 429
  return kind === 'wrong_medium' || kind === 'too_large' || kind === 'browser'
}
