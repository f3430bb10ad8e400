import type { ParseErrorKind } from '../parsers/errors.ts'
import { ParseError } from '../parsers/errors.ts'
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
  readonly cause?: unknown
}

const unreachableKinds: ReadonlySet<FetchErrorKind> = new Set(['timeout', 'dns', 'tls', 'connection'])
/** A page that is gone is not the page that was read before. */
const goneStatuses: ReadonlySet<number> = new Set([404, 410])

export function failureOf(error: ParseError | FetchError, refusals: readonly Refusal[]): Failure {
  if (error instanceof ParseError) return parseFailure(error)
  const refusal = refusalIn(error, refusals)
  if (refusal) {
    const kind = refusal.reason === 'challenge' ? 'challenge' : 'foreign'
    return { outcome: 'refused', kind, detail: refusal.what, understood: false, digest: contentDigest([kind, refusal.what]), cause: error }
  }
  const detail = error.kind === 'status' && error.httpStatus !== undefined ? String(error.httpStatus) : error.detail
  const gone = error.httpStatus !== undefined && goneStatuses.has(error.httpStatus)
  return {
    outcome: unreachableKinds.has(error.kind) ? 'unreachable' : error.kind === 'wrong_medium' ? 'unparseable' : 'refused',
    kind: error.kind,
    detail,
    understood: error.kind !== 'wrong_medium' && error.kind !== 'challenge' && !gone,
    digest: contentDigest([error.kind, detail]),
    cause: error,
  }
}

function parseFailure(error: ParseError): Failure {
  const { kind, detail } = error
  return { outcome: 'unparseable', kind, detail, understood: false, digest: contentDigest([kind, detail]), cause: error }
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
export function mayFallBack(error: FetchError): boolean {
  if (error.kind === 'status') return error.httpStatus !== 429
  return error.kind === 'wrong_medium' || error.kind === 'too_large'
}
