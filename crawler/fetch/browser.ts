import PQueue from 'p-queue'
import type { Medium } from '../../parsers/platform.ts'
import { searchBrowser, type BrowserSearch } from './browser-path.ts'
import { type BrowserEvent, type BrowserStats, createGarage, type GarageLimits } from './browser/garage.ts'
import { type SettlingLimits, usualSettling } from './browser/settling.ts'
import type { Seen } from './browser/visit.ts'
import { brokenOff, conclude, type Classify, type FetchResult } from './conclude.ts'
import type { ProxyOptions } from './dispatcher.ts'
import type { Fault } from './errors.ts'
import type { Guard } from './guard.ts'
import { parseTarget } from './target.ts'

export interface BrowserRequest {
  /** The page to visit. */
  readonly url: string
  readonly medium: Medium
  /** The answer to keep, of those that the page fetches for itself; absent = the page as it was drawn. */
  readonly response?: ((url: string) => boolean) | undefined
  /** A CSS selector of what stands there once the page is drawn. */
  readonly drawn?: string | undefined
}

export interface BrowserClientOptions {
  /** The value of STATUSWIRE_BROWSER; `off` = no browser at all. */
  readonly chosen?: string | undefined
  readonly searchPath?: string | undefined
  /** Of the HTTP client: the same addresses are open to both. */
  readonly guard: Guard
  readonly proxy?: ProxyOptions | undefined
  /** What the browser adds to its own name. */
  readonly product: string
  readonly classify?: Classify | undefined
  readonly onEvent?: ((event: BrowserEvent) => void) | undefined
  readonly limits?: Partial<BrowserLimits> | undefined
  /** Instead of looking on this machine, in tests. */
  readonly search?: (() => Promise<BrowserSearch>) | undefined
}

export interface BrowserLimits extends GarageLimits {
  /** Pages at the same time. */
  readonly pagesAtOnce: number
  /** For the page's own answer to begin. */
  readonly answerMilliseconds: number
  readonly settling: SettlingLimits
  /** What one page may come to, as it was drawn. */
  readonly maximumDecodedBytes: number
}

const usual: BrowserLimits = {
  pagesAtOnce: 2,
  visitMilliseconds: 45_000,
  answerMilliseconds: 20_000,
  contextMilliseconds: 10_000,
  settling: usualSettling,
  maximumWireBytes: 33_554_432,
  maximumDecodedBytes: 20_971_520,
  pagesPerBrowser: 100,
  ageMilliseconds: 3_600_000,
  recycleMegabytes: 600,
  mostMegabytes: 1_536,
  idleMilliseconds: 60_000,
  againMilliseconds: 60_000,
}

export interface BrowserClient {
  /** Visits one page. The world's failures, a missing or crashed browser among them, are values; a rejection is a bug of ours. */
  readonly fetch: (request: BrowserRequest) => Promise<FetchResult>
  readonly stats: () => BrowserStats
  /** Breaks off what is under way, refuses what waits, and ends the browser. */
  readonly close: () => Promise<void>
}

/** Makes the client. The browser is started when the first page needs it. */
export function createBrowserClient(options: BrowserClientOptions): BrowserClient {
  const limits: BrowserLimits = { ...usual, ...options.limits }
  const queue = new PQueue({ concurrency: limits.pagesAtOnce })
  const garage = createGarage({ ...options, search: options.search ?? (() => search(options)) }, limits)
  let isClosed = false

  async function attempt(request: BrowserRequest): Promise<Seen> {
    const { url, response, drawn } = request
    const visit = {
      url,
      response,
      drawn,
      maximumBytes: limits.maximumDecodedBytes,
      answerMilliseconds: limits.answerMilliseconds,
      settling: limits.settling,
    }
    // Whose page it was that a browser died of, nobody knows: each of them gets another one, once.
    for (let left = 2; !isClosed; left--) {
      const engine = await garage.take()
      if ('kind' in engine) return { fault: engine, finalUrl: url }
      const seen = await engine.visit(visit)
      garage.putBack(engine)
      if (typeof seen === 'object') return seen
      if (seen !== 'gone' || left === 1) return { fault: { kind: 'browser', detail: seen === 'gone' ? 'crashed' : seen }, finalUrl: url }
    }
    return { fault: closed, finalUrl: url }
  }

  async function inTurn(request: BrowserRequest): Promise<FetchResult> {
    const { url, medium } = request
    const seen = isClosed ? { fault: closed, finalUrl: url } : await attempt(request)
    if ('fault' in seen) return brokenOff(isClosed ? closed : seen.fault, url, seen.finalUrl)
    const result = conclude(seen.answer, {
      request: { url, medium },
      finalUrl: seen.finalUrl,
      wasConditional: false,
      permanentRedirectTo: undefined,
      maximumDecodedBytes: limits.maximumDecodedBytes,
      classify: options.classify,
      nowEpochMilliseconds: Date.now,
    })
    return seen.lack && result.outcome === 'ok' ? brokenOff(seen.lack, url, seen.finalUrl) : result
  }

  return {
    async fetch(request) {
      const target = parseTarget(request.url)
      if ('kind' in target) return brokenOff(target, request.url, request.url)
      if (options.guard.refuses(target.hostname)) return brokenOff(blocked, request.url, request.url)
      return queue.add(() => inTurn(request))
    },
    stats: garage.stats,
    async close() {
      isClosed = true
      await garage.close()
      await queue.onIdle()
    },
  }
}

const closed: Fault = { kind: 'connection', detail: 'client_closed' }
const blocked: Fault = { kind: 'forbidden_address', detail: 'blocked_address' }

/** Undefined where the operator wants none. */
async function search({ chosen, searchPath }: BrowserClientOptions): Promise<BrowserSearch | undefined> {
  return chosen === 'off' ? undefined : searchBrowser({ chosen, searchPath })
}
