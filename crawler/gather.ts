import type { Document, Known, PageRef, Platform, Source, When } from '../parsers/platform.ts'
import { type PageToPoll, sourceKey } from '../data/store/due.ts'
import { toDocument } from './fetch/document.ts'
import type { FetchError } from './fetch/errors.ts'
import type { FetchedDocument, FetchResult } from './fetch/conclude.ts'
import { parseMaxAge } from './fetch/headers.ts'
import type { HttpClient } from './fetch/http.ts'

/** What was asked for in one poll, by source. */
export interface Gathering {
  /** Documents that are new or differ from the last good ones. */
  readonly documents: Map<string, Document[]>
  readonly fetched: { readonly source: string; readonly document: FetchedDocument }[]
  /** Sources that answered as they did before, by a 304 or with the same bytes. */
  readonly unchanged: Set<string>
  /** Same bytes under new validators: worth keeping, or every later request would ask in vain. */
  readonly renewed: { readonly source: string; readonly document: FetchedDocument }[]
  readonly failures: { readonly source: string; readonly error: FetchError }[]
  notModified: number
  bytes: number
  /** The longest that an answer asked us to wait or may be kept, in seconds. */
  maxAgeSeconds: number | undefined
  retryAfterSeconds: number | undefined
}

export function emptyGathering(): Gathering {
  return {
    ...{ documents: new Map(), fetched: [], unchanged: new Set(), renewed: [], failures: [], notModified: 0, bytes: 0 },
    ...{ maxAgeSeconds: undefined, retryAfterSeconds: undefined },
  }
}

/** The platform's sources that are read on an occasion, in the order written. */
export function sourcesFor(platform: Platform, when: When): readonly (readonly [string, Source])[] {
  return Object.entries(platform.sources).filter(([, source]) => source.when === when)
}

export interface Asking {
  readonly toPoll: PageToPoll
  readonly http: HttpClient
  readonly known: Known
  readonly params: unknown
}

/** Reads every URL of one source, `most` at the most, into the gathering; returns how many that were. */
export async function gatherSource(name: string, source: Source, asking: Asking, into: Gathering, most = 20): Promise<number> {
  const page: PageRef = { url: asking.toPoll.page.url }
  const urls = source.urls(page, asking.params, asking.known).slice(0, most)
  for (const url of urls) {
    const state = asking.toPoll.sources.get(sourceKey(name, url))
    const result = await asking.http.fetch({
      url,
      medium: source.medium,
      ...(state?.etag ? { etag: state.etag } : {}),
      ...(state?.last_modified ? { lastModified: state.last_modified } : {}),
    })
    settle(name, source, result, state?.body_hash, into)
  }
  return urls.length
}

function settle(name: string, source: Source, result: FetchResult, knownHash: string | undefined, into: Gathering): void {
  if (result.outcome === 'failed') {
    into.failures.push({ source: name, error: result.error })
    into.retryAfterSeconds = larger(into.retryAfterSeconds, result.error.retryAfterSeconds)
    return
  }
  into.bytes += result.wireBytes
  into.maxAgeSeconds = larger(into.maxAgeSeconds, parseMaxAge(result.headers['cache-control']))
  if (result.outcome === 'not_modified') {
    into.notModified++
    into.unchanged.add(name)
  } else if (result.bodyHash === knownHash) {
    into.unchanged.add(name)
    into.renewed.push({ source: name, document: result })
  } else {
    into.fetched.push({ source: name, document: result })
    into.documents.set(name, [...(into.documents.get(name) ?? []), toDocument(result, source.medium)])
  }
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}
