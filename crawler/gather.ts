import type { ParseError } from '../parsers/errors.ts'
import type { Known, Platform, Source, When } from '../parsers/platform.ts'
import { type PageToPoll, sourceKey } from '../data/store/due.ts'
import type { FetchedDocument, FetchResult } from './fetch/conclude.ts'
import { FetchError } from './fetch/errors.ts'
import { parseMaxAge } from './fetch/headers.ts'
import type { HttpClient } from './fetch/http.ts'

export interface Fetched {
  readonly source: string
  readonly document: FetchedDocument
}

/** A document that is missing from the reading, and why. */
export interface Trouble {
  readonly source: string
  readonly error: FetchError | ParseError
}

/** What was asked for in one poll. */
export interface Gathering {
  /** Documents that are new or differ from the last good ones, in the order in which they came. */
  readonly fetched: Fetched[]
  /** Sources that answered as they did before, by a 304 or with the same bytes. */
  readonly unchanged: Set<string>
  /** Same bytes under new validators: worth keeping, or every later request would ask in vain. */
  readonly renewed: Fetched[]
  readonly troubles: Trouble[]
  notModified: number
  bytes: number
  /** How long the cheap answers may be kept, in seconds: the longest. */
  maxAgeSeconds: number | undefined
  /** The longest that an answer asked us to stay away, in seconds. */
  retryAfterSeconds: number | undefined
  /** The host has had enough of us (429): it is asked for nothing more in this poll. */
  isRateLimited: boolean
}

export function emptyGathering(): Gathering {
  return {
    fetched: [],
    unchanged: new Set(),
    renewed: [],
    troubles: [],
    notModified: 0,
    bytes: 0,
    maxAgeSeconds: undefined,
    retryAfterSeconds: undefined,
    isRateLimited: false,
  }
}

/** The platform's sources that are read on an occasion, in the order written. */
export function sourcesFor(platform: Platform, when: When): readonly (readonly [string, Source])[] {
  return Object.entries(platform.sources).filter(([, source]) => source.when === when)
}

/** The mark that a reading by a source of last resort leaves in place of the digest of what the cheap sources said. */
export const fallbackDigest = 'by a source of last resort'

export interface Asking {
  readonly toPoll: PageToPoll
  readonly http: HttpClient
  readonly known: Known
  readonly params: object
  /** Whatever the answers were before, they are read whole. */
  readonly isAnew: boolean
}

/** More addresses than this are not asked for one source in one poll. */
const mostAddresses = 20

/** Reads every address of one source, `most` at the most, into the gathering; returns how many that were. */
export async function gatherSource(name: string, source: Source, asking: Asking, into: Gathering, most = mostAddresses): Promise<number> {
  const { toPoll, http, known, params, isAnew } = asking
  const urls = source.urls({ url: toPoll.page.url }, params, known).slice(0, most)
  let asked = 0
  for (const url of urls) {
    if (into.isRateLimited) break
    const state = !isAnew && confirmsStored(source, toPoll) ? toPoll.sources.get(sourceKey(name, url)) : undefined
    const result = await http.fetch({
      url,
      medium: source.medium,
      ...(source.post === undefined ? {} : { post: source.post }),
      ...(state?.etag ? { etag: state.etag } : {}),
      ...(state?.last_modified ? { lastModified: state.last_modified } : {}),
    })
    settle(name, source, result, state?.body_hash, into)
    asked++
  }
  return asked
}

/**
 * A 304 says that a source tells what it told when it was last read. That confirms what is stored only while it is from
 * there: a source of last resort tells less than what is stored, and after a reading by one the others are read anew.
 */
function confirmsStored({ when }: Source, { page }: PageToPoll): boolean {
  return when !== 'fallback' && page.content_digest !== fallbackDigest
}

function settle(source: string, { when }: Source, result: FetchResult, knownHash: string | undefined, into: Gathering): void {
  if (result.outcome === 'failed') {
    noteTrouble(into, { source, error: result.error })
    return
  }
  into.bytes += result.wireBytes
  if (when === 'poll' || when === 'fallback') {
    into.maxAgeSeconds = larger(into.maxAgeSeconds, parseMaxAge(result.headers['cache-control']))
  }
  if (result.outcome === 'not_modified') {
    into.notModified++
    into.unchanged.add(source)
  } else if (result.bodyHash === knownHash) {
    into.unchanged.add(source)
    into.renewed.push({ source, document: result })
  } else into.fetched.push({ source, document: result })
}

/** Keeps what was missed, and what the host says about coming again. */
export function noteTrouble(into: Gathering, trouble: Trouble): void {
  const { error } = trouble
  into.troubles.push(trouble)
  if (!(error instanceof FetchError)) return
  into.retryAfterSeconds = larger(into.retryAfterSeconds, error.retryAfterSeconds)
  into.isRateLimited ||= error.httpStatus === 429
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}
