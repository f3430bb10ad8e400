import { epochMs, instantFromEpochMs } from '../parsers/lib/time.ts'
import type { Instant, Snapshot } from '../parsers/model.ts'
import type { Known, Platform, Source, When } from '../parsers/platform.ts'
import { noneListed, type OpenListed } from '../data/changes/moment.ts'
import { type KnownEntryRow, type PageToPoll, sourceKey } from '../data/store/due.ts'
import { type Failure, failureOf, mayFallBack } from './failure.ts'
import type { Clients } from './fetch/ask.ts'
import {
  type Asking,
  fallbackDigest,
  type Gathering,
  gatherSource,
  gatherUnchanged,
  noteTrouble,
  sourcesFor,
  type Trouble,
} from './gather.ts'
import { hasOpenEntries, knownEntries, type Listed, openListedBy, type Reader, readWith, snapshotDigest } from './reading.ts'
import { listsAreDue } from './schedule.ts'
import { paramsOf } from './settings.ts'

/** What a poll came to, where the page could be read. */
export interface Attempt {
  readonly platform: string
  /** Absent where everything answered as before. */
  readonly snapshot?: Snapshot
  readonly contentDigest: string
  readonly hasOpen: boolean
  readonly listsRead: boolean
  readonly openListed: OpenListed
}

export interface AttemptContext extends Clients {
  /** The open entries of a page and those seen since an instant. */
  readonly loadKnown: (pageId: string, since: Instant) => Promise<readonly KnownEntryRow[]>
}

interface Work extends Reader {
  readonly toPoll: PageToPoll
  readonly asking: Asking
  readonly gathering: Gathering
  readonly loadKnown: AttemptContext['loadKnown']
}

/** Reads as much of the page as this poll needs: the cheap sources, the lists where something moved, what changed in them. */
export async function attemptPage(
  toPoll: PageToPoll,
  platform: Platform,
  observedAt: Instant,
  gathering: Gathering,
  { http, browser, loadKnown }: AttemptContext,
): Promise<Attempt | Failure> {
  const { page } = toPoll
  const asking: Asking = { toPoll, http, browser, known: { entries: [] }, params: paramsOf(platform, page), isAnew: false }
  const work: Work = { platform, page, observedAt, toPoll, asking, gathering, loadKnown }
  await gatherAll('poll', work)
  if (gathering.fetched.length === 0 && gathering.unchanged.length === 0 && gathering.troubles.length === 0) {
    throw new Error(`crawler: nothing to ask of ${page.url}`)
  }
  await gatherUnchanged(asking, gathering)
  const cheap = parseMore(undefined, 0, work)
  const trouble = obstacleTo(cheap, work)
  if (trouble) return fallBack(failureOf(trouble.error, platform.refusals), work)
  return readMore(cheap, work)
}

/** What makes the poll a failed one, whatever else came. */
function obstacleTo(cheap: Snapshot | undefined, { toPoll, gathering: { troubles, unchanged } }: Work): Trouble | undefined {
  const foreign = troubles.find(({ error }) => error.kind === 'foreign')
  if (foreign || cheap) return foreign
  if (unchanged.length === 0) return troubles[0]
  // A source that is missing beside one that says the same as before leaves the page unproved; one that was missing then as
  // well takes nothing away from it.
  return troubles.find(({ source, error: { url } }) => url !== undefined && toPoll.sources.has(sourceKey(source, url)))
}

async function gatherAll(when: When, { platform, asking, gathering }: Work): Promise<void> {
  for (const [name, source] of sourcesFor(platform, when)) await gatherSource(name, source, asking, gathering)
}

/** What the cheap sources do not tell: the lists where something moved, and the pages of what changed. */
async function readMore(cheap: Snapshot | undefined, work: Work): Promise<Attempt> {
  const { toPoll, platform, gathering } = work
  const { page } = toPoll
  const contentDigest = cheap ? snapshotDigest(cheap) : (page.content_digest ?? '')
  const hasOpen = cheap ? hasOpenEntries(cheap, toPoll.hasOpen) : toPoll.hasOpen
  const isTail = areListsDue(cheap, work)
  const moved = page.first_read_at === null || contentDigest !== page.content_digest || hasOpen || toPoll.hasOpen || isTail
  const openListed = cheap ? openListedBy(cheap) : noneListed
  const done = { platform: platform.id, contentDigest, hasOpen, listsRead: false, openListed }
  if (!moved) return cheap ? told(done, await readDetails(cheap, work, false)) : done

  const [fetchedBefore, troublesBefore] = [gathering.fetched.length, gathering.troubles.length]
  // What the summary has let go of while it was open may still stand in a list that says what it said before.
  const isAnew = toPoll.hasOpen && contentDigest !== page.content_digest
  await gatherAll('moved', { ...work, asking: { ...work.asking, isAnew } })
  const listed = parseMore(cheap, fetchedBefore, work)
  const listsRead = gathering.troubles.length === troublesBefore && !gathering.isRateLimited
  const snapshot = await readDetails(listed, work, isTail)
  return told({ ...done, listsRead, hasOpen: snapshot ? hasOpenEntries(snapshot, hasOpen) : hasOpen }, snapshot)
}

function told(done: Attempt, snapshot: Snapshot | undefined): Attempt {
  return snapshot ? { ...done, snapshot } : done
}

/** Reads what was fetched since `from` together with what was read before, as far as it can be understood. */
function parseMore(before: Snapshot | undefined, from: number, work: Work): Snapshot | undefined {
  const { gathering } = work
  const { snapshot, read, troubles } = readWith(work, gathering.fetched.slice(0, from), gathering.fetched.slice(from), before)
  // What is left out keeps no validators, so that it is asked for again.
  gathering.fetched.splice(0, Infinity, ...read)
  for (const trouble of troubles) noteTrouble(gathering, trouble)
  return snapshot
}

/** The sources of last resort, in the order written, until one can be read; else the failure that led here. */
async function fallBack(failure: Failure, work: Work): Promise<Attempt | Failure> {
  const { toPoll, platform, asking, gathering } = work
  let last = failure
  for (const [name, source] of sourcesFor(platform, 'fallback')) {
    if (!mayStillAnswer(source, last, asking)) continue
    gathering.renewed.length = 0
    gathering.fetched.length = 0
    const troublesBefore = gathering.troubles.length
    await gatherSource(name, source, asking, gathering)
    const snapshot = parseMore(undefined, 0, work)
    if (snapshot) {
      const hasOpen = hasOpenEntries(snapshot, toPoll.hasOpen)
      return { platform: platform.id, snapshot, contentDigest: fallbackDigest, hasOpen, listsRead: false, openListed: noneListed }
    }
    const trouble = gathering.troubles[troublesBefore]
    if (!trouble) continue
    const next = failureOf(trouble.error, platform.refusals)
    // A bot wall or a login form in place of the page says more than the missing document did.
    if (next.kind === 'foreign' || next.kind === 'challenge') return next
    last = next
  }
  return failure
}

/** A host that cannot be reached is left alone; a source that lies on another one may be had. */
function mayStillAnswer(source: Source, last: Failure, { toPoll, params, known }: Asking): boolean {
  if (mayFallBack(last) || last.outcome !== 'unreachable') return mayFallBack(last)
  const away = URL.parse(last.cause?.url ?? '')?.host
  return source.urls({ url: toPoll.page.url }, params, known).every((url) => URL.parse(url)?.host !== away)
}

/** As far as the page's clock and the caches before it may be behind ours. */
const clockDoubtSeconds = 120

function areListsDue(cheap: Snapshot | undefined, { toPoll: { page, lastClosedAt }, observedAt }: Work): boolean {
  const listsReadSeconds = secondsOf(page.lists_read_at)
  const movedSeconds = secondsOf(cheap?.sourceUpdatedAt ?? page.source_updated_at)
  const isBehind = movedSeconds !== undefined && listsReadSeconds !== undefined && movedSeconds > listsReadSeconds - clockDoubtSeconds
  return listsAreDue({
    nowSeconds: epochMs(observedAt) / 1000,
    listsReadSeconds,
    lastClosedSeconds: secondsOf(lastClosedAt),
    changedSeconds: secondsOf(page.changed_at),
    // The page's word that something moved stands until the lists were read, whatever polls came in between.
    unexplained: isBehind || (cheap?.sourceUpdatedAt !== undefined && cheap.sourceUpdatedAt !== page.source_updated_at),
  })
}

function secondsOf(at: Instant | null): number | undefined {
  return at === null ? undefined : epochMs(at) / 1000
}

/** At most so many pages of single entries in one poll; what is left out waits for its next change or for a backfill. */
const mostDetails = 10
/** Closed entries are looked at again for so long. */
const tailMilliseconds = 45 * 86_400_000

/**
 * Reads the own pages of the entries that are new, changed or gone, and on the slow tail those of closed ones that the
 * lists no longer hold. At a page's first reading: of the open ones alone.
 */
async function readDetails(listed: Snapshot | undefined, work: Work, isTail: boolean): Promise<Snapshot | undefined> {
  const { toPoll, platform, asking, gathering, observedAt, loadKnown } = work
  const { page } = toPoll
  if (!isTail && listed?.incidents === undefined && listed?.maintenances === undefined) return listed
  const lists: Listed = listed ?? { observedAt }
  const first = page.first_read_at === null
  // Where nothing is known to be open and no entry, however new, would be looked at, the store need not be asked.
  if (!isTail && !toPoll.hasOpen && !wantsAny({ entries: knownEntries([], lists, first) }, work)) return listed
  const since = instantFromEpochMs(epochMs(observedAt) - tailMilliseconds) ?? observedAt
  const known: Known = { entries: knownEntries(first ? [] : await loadKnown(page.id, since), lists, first) }
  const before = gathering.fetched.length
  let left = mostDetails
  for (const [name, source] of sourcesFor(platform, 'detail')) {
    left -= await gatherSource(name, source, { ...asking, known }, gathering, left)
  }
  return parseMore(listed, before, work) ?? listed
}

function wantsAny(known: Known, { platform, asking }: Work): boolean {
  const page = { url: asking.toPoll.page.url }
  return sourcesFor(platform, 'detail').some(([, source]) => source.urls(page, asking.params, known).length > 0)
}
