import { ParseError } from '../parsers/errors.ts'
import type { Known, Platform, Source, When } from '../parsers/platform.ts'
import { type PageToPoll, sourceKey } from '../data/store/due.ts'
import type { SourceStateTable } from '../data/database/schema.ts'
import { askSource, type Clients } from './fetch/ask.ts'
import type { FetchedDocument, FetchRequest, FetchResult } from './fetch/conclude.ts'
import { toDocument } from './fetch/document.ts'
import { FetchError } from './fetch/errors.ts'
import { parseMaxAge } from './fetch/headers.ts'

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
  readonly unchanged: Unchanged[]
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

interface Unchanged {
  readonly name: string
  readonly source: Source
  readonly url: string
  /** Absent where the answer was a 304. */
  readonly document?: FetchedDocument
}

export function emptyGathering(): Gathering {
  return {
    fetched: [],
    unchanged: [],
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
export function sourcesFor({ sources }: Platform, when: When): readonly (readonly [string, Source])[] {
  const occasions = byOccasion.get(sources) ?? Map.groupBy(Object.entries(sources), ([, source]) => source.when)
  byOccasion.set(sources, occasions)
  return occasions.get(when) ?? []
}

const byOccasion = new WeakMap<Platform['sources'], ReadonlyMap<When, readonly (readonly [string, Source])[]>>()

/** The mark that a reading by a source of last resort leaves in place of the digest of what the cheap sources said. */
export const fallbackDigest = 'by a source of last resort'

export interface Asking extends Clients {
  readonly toPoll: PageToPoll
  readonly known: Known
  readonly params: object
  /** Whatever the answers were before, they are read whole. */
  readonly isAnew: boolean
}

/** More addresses than this are not asked for one source in one poll. */
const mostAddresses = 20

/** Reads every address of one source, `most` at the most, into the gathering; returns how many that were. */
export async function gatherSource(name: string, source: Source, asking: Asking, into: Gathering, most = mostAddresses): Promise<number> {
  const { toPoll, known, params, isAnew } = asking
  const urls = source.urls({ url: toPoll.page.url }, params, known).slice(0, most)
  // The pages of a list hang together: that the first is what it was says nothing of the second.
  const isPaged = source.when === 'poll' && source.next !== undefined
  let asked = 0
  for (const first of urls) {
    let url: string | undefined = first
    for (let walked = 1; url !== undefined && asked < most && !into.isRateLimited; walked++) {
      const state = !isAnew && confirmsStored(source, toPoll) ? toPoll.sources.get(sourceKey(name, url)) : undefined
      const result = await askSource(source, url, asking, isPaged ? {} : validatorsOf(state))
      settle({ name, source, url }, result, state?.body_hash, into)
      asked++
      url = isPaged && result.outcome === 'ok' ? nextOf(source, result, walked) : undefined
    }
  }
  return asked
}

/** The documents of one poll are read together: beside one that changed, those that did not are wanted as well. */
export async function gatherUnchanged(asking: Asking, into: Gathering): Promise<void> {
  if (into.fetched.length === 0) return
  for (const { name, source, url, document } of into.unchanged.splice(0)) {
    if (document) into.fetched.push({ source: name, document })
    else if (!into.isRateLimited) settle({ name, source, url }, await askSource(source, url, asking), undefined, into)
  }
  into.renewed.length = 0
}

function validatorsOf(state: SourceStateTable | undefined): Pick<FetchRequest, 'etag' | 'lastModified'> {
  return { ...(state?.etag ? { etag: state.etag } : {}), ...(state?.last_modified ? { lastModified: state.last_modified } : {}) }
}

/** Where the next page is; a page that cannot be read names none, and its reading says why. */
function nextOf(source: Source, fetched: FetchedDocument, walked: number): string | undefined {
  try {
    return source.next?.(toDocument(fetched, source.medium), walked)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

/**
 * A 304 says that a source tells what it told when it was last read. That confirms what is stored only while it is from
 * there: a source of last resort tells less than what is stored, and after a reading by one the others are read anew.
 */
function confirmsStored({ when }: Source, { page }: PageToPoll): boolean {
  return when !== 'fallback' && page.content_digest !== fallbackDigest
}

function settle(
  { name, source, url }: Omit<Unchanged, 'document'>,
  result: FetchResult,
  knownHash: string | undefined,
  into: Gathering,
): void {
  if (result.outcome === 'failed') {
    noteTrouble(into, { source: name, error: result.error })
    return
  }
  into.bytes += result.wireBytes
  if (source.when === 'poll' || source.when === 'fallback') {
    into.maxAgeSeconds = larger(into.maxAgeSeconds, parseMaxAge(result.headers['cache-control']))
  }
  if (result.outcome === 'not_modified') {
    into.notModified++
    into.unchanged.push({ name, source, url })
  } else if (result.bodyHash === knownHash) {
    into.unchanged.push({ name, source, url, document: result })
    into.renewed.push({ source: name, document: result })
  } else into.fetched.push({ source: name, document: result })
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
