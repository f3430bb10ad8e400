import { type Health, type Instant, type Trust, worstOf } from '../parsers/model.ts'
import { epochMs, instantFromEpochMs } from '../parsers/lib/time.ts'
import type { PageTable } from './database/schema.ts'
import { failureWords } from './failure-words.ts'

/** Pure: how far a reading can be trusted at a moment, and what may be said of health then. */

/** What trust is judged from: the columns of a page. */
export type PageFacts = Pick<
  PageTable,
  'health' | 'health_at' | 'read_at' | 'interval_seconds' | 'failures' | 'failure_kind' | 'failure_detail' | 'understood'
>

export interface Judgement {
  readonly trust: Trust
  /** In plain words without a time; null while nothing is wrong. */
  readonly trustReason: string | null
  /** Never `operational` unless fresh. */
  readonly health: Health
  readonly lastHealth: Health | null
  readonly lastHealthAt: Instant | null
  /** The last moment at which this judgement still holds unless the page is read again; null where it is not fresh. */
  readonly freshUntil: Instant | null
}

const leastFreshSeconds = 60

/** A reading is fresh for twice the page's present interval, and for a minute at least. */
function freshMs(page: PageFacts): number {
  return Math.max(leastFreshSeconds, 2 * page.interval_seconds) * 1000
}

/** A stamp that is further ahead of our clock than it may lie behind proves nothing: one of the two clocks is wrong. */
function isRecent(at: Instant | null, page: PageFacts, now: Instant): at is Instant {
  return at !== null && Math.abs(epochMs(now) - epochMs(at)) <= freshMs(page)
}

export function judgePage(page: PageFacts, now: Instant): Judgement {
  const trust = trustOf(page, now)
  const isFresh = trust === 'fresh'
  return {
    trust,
    trustReason: reasonOf(page, trust),
    health: guardedHealth(page.health, isFresh && isRecent(page.health_at, page, now)),
    lastHealth: page.health,
    lastHealthAt: page.health_at,
    freshUntil: isFresh ? expiryOf(page, now) : null,
  }
}

/** `operational` needs proof of this moment; what is worse stays until it is known to have ended. */
export function guardedHealth(health: Health | null, isProved: boolean): Health {
  return health === null || (health === 'operational' && !isProved) ? 'unknown' : health
}

function trustOf(page: PageFacts, now: Instant): Trust {
  if (page.read_at === null || page.understood === 0) return 'unknown'
  return isRecent(page.read_at, page, now) ? 'fresh' : 'stale'
}

function reasonOf(page: PageFacts, trust: Trust): string | null {
  const failure = page.failures > 0 || page.understood === 0 ? failureWords(page.failure_kind, page.failure_detail) : null
  if (page.read_at === null) return failure === null ? 'never read' : `never read: ${failure}`
  if (page.understood === 0) return failure ?? 'its last answer could not be understood'
  return failure ?? (trust === 'stale' ? 'not read lately' : null)
}

/** A reading that told no health beside an older one that did holds only as long as the older one. */
function expiryOf(page: PageFacts, now: Instant): Instant | null {
  const stamps = [page.read_at, page.health_at].filter((at) => isRecent(at, page, now)).map(epochMs)
  return stamps.length === 0 ? null : (instantFromEpochMs(Math.min(...stamps) + freshMs(page)) ?? null)
}

const trustRank: Readonly<Record<Trust, number>> = { unknown: 0, stale: 1, fresh: 2 }

/** A vendor's reading over its pages: the worst health, the weakest trust with its reason, the last word of all. */
export function judgeVendor(pages: readonly Judgement[]): Judgement {
  const weakest = pages.toSorted(
    (a, b) => trustRank[a.trust] - trustRank[b.trust] || Number(b.trustReason !== null) - Number(a.trustReason !== null),
  )[0]
  if (!weakest)
    return { trust: 'unknown', trustReason: 'has no page', health: 'unknown', lastHealth: null, lastHealthAt: null, freshUntil: null }
  const spoken = pages.filter((page) => page.lastHealth !== null)
  return {
    trust: weakest.trust,
    trustReason: weakest.trustReason,
    health: worstOf(pages.map((page) => page.health)),
    lastHealth: spoken.length === 0 ? null : worstOf(pages.map((page) => page.lastHealth ?? 'unknown')),
    lastHealthAt: earliest(spoken.map((page) => page.lastHealthAt)),
    freshUntil: weakest.trust === 'fresh' ? earliest(pages.map((page) => page.freshUntil)) : null,
  }
}

export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)
}

export function latest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((last, at) => (last === null || (at !== null && at > last) ? at : last), null)
}
