import { ParseError } from '../parsers/errors.ts'
import { epochMs, instantFromEpochMs } from '../parsers/lib/time.ts'
import type { Instant, Snapshot } from '../parsers/model.ts'
import type { Document, Known, Platform, Source } from '../parsers/platform.ts'
import { noneListed, type OpenListed } from '../data/changes/moment.ts'
import type { KnownEntryRow, PageToPoll } from '../data/store/due.ts'
import type { Poll } from '../data/store/poll.ts'
import { type Failure, failureOf, mayFallBack } from './failure.ts'
import type { HttpClient } from './fetch/http.ts'
import { type Asking, emptyGathering, type Gathering, gatherSource, sourcesFor } from './gather.ts'
import { archiveRows, hasOpenEntries, knownEntries, openListedBy, snapshotDigest, sourceRows } from './reading.ts'
import { listsAreDue, type Schedule, schedule } from './schedule.ts'

export interface PollContext {
  readonly http: HttpClient
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly keepBodies: boolean
  /** The operator's own hosts, and all hosts behind the operator's proxy: no floor holds for them. */
  readonly isUnpaced: (url: string) => boolean
  /** The open entries of a page and those seen since an instant. */
  readonly loadKnown: (pageId: string, since: Instant) => Promise<readonly KnownEntryRow[]>
  /** The platform of the page, named or detected; a Failure where it is none that we know. */
  readonly platformOf: (toPoll: PageToPoll) => Promise<Platform | Failure>
}

/** One page once: its sources are fetched and parsed. The answer is ready to be recorded; nothing is written here. */
export async function pollPage(toPoll: PageToPoll, context: PollContext): Promise<Poll> {
  const started = context.now()
  const platform = await context.platformOf(toPoll)
  const gathering = emptyGathering()
  const attempt = 'kind' in platform && 'understood' in platform ? platform : await readPage(toPoll, platform, gathering, started, context)
  const base = baseOf(toPoll, gathering, started, context)
  const floorSeconds = 'politeness' in platform && !context.isUnpaced(toPoll.page.url) ? platform.politeness.minimumIntervalSeconds : 0
  if ('understood' in attempt) return failed(toPoll, attempt, base, floorSeconds, gathering, started)
  const schedules = { floorSeconds, failures: 0, hasOpen: attempt.hasOpen }
  const planned = plan(toPoll, schedules, gathering, started)
  const sources = sourceRows([...gathering.fetched, ...gathering.renewed])
  if (attempt.snapshot === undefined) {
    const outcome = gathering.notModified > 0 && gathering.renewed.length === 0 ? 'not_modified' : 'unchanged'
    return { type: 'unchanged', outcome, ...base, ...planned, sources, listsRead: attempt.listsRead }
  }
  return {
    ...{ type: 'read', ...base, ...planned, sources, listsRead: attempt.listsRead, openListed: attempt.openListed, backfill: false },
    platform: attempt.platform,
    snapshot: attempt.snapshot,
    archive: context.keepBodies ? archiveRows(gathering.fetched) : [],
    contentDigest: attempt.contentDigest,
  }
}

interface Attempt {
  readonly platform: string
  /** Absent where everything answered as before. */
  readonly snapshot?: Snapshot
  readonly contentDigest: string
  readonly hasOpen: boolean
  readonly listsRead: boolean
  readonly openListed: OpenListed
}

type Base = Pick<Poll, 'pageId' | 'observedAt' | 'recordedAt' | 'bytes' | 'durationMilliseconds'>

function instantOf(ms: number): Instant {
  const instant = instantFromEpochMs(ms)
  if (!instant) throw new Error('crawler: the clock is out of range')
  return instant
}

/** `observedAt` is the moment before the first request: whatever the page says later, it said it then at the earliest. */
function baseOf(toPoll: PageToPoll, gathering: Gathering, started: number, context: PollContext): Base {
  const at = instantOf(started)
  return {
    pageId: toPoll.page.id,
    observedAt: at,
    recordedAt: at,
    bytes: gathering.bytes,
    durationMilliseconds: Math.max(0, context.now() - started),
  }
}

function failed(toPoll: PageToPoll, failure: Failure, base: Base, floorSeconds: number, gathering: Gathering, started: number): Poll {
  const { outcome, kind, detail, understood, digest } = failure
  const planned = plan(
    toPoll,
    { floorSeconds, failures: toPoll.page.failures + 1, hasOpen: toPoll.hasOpen, failure: { kind, detail } },
    gathering,
    started,
  )
  return { type: 'failed', ...base, ...planned, outcome, kind, detail, understood, digest }
}

type Planning = Pick<Parameters<typeof schedule>[0], 'floorSeconds' | 'failures' | 'hasOpen' | 'failure'>

function plan(toPoll: PageToPoll, planning: Planning, gathering: Gathering, started: number): { schedule: NonNullable<Poll['schedule']> } {
  const { id, own_interval_seconds } = toPoll.page
  const { maxAgeSeconds, retryAfterSeconds } = gathering
  const decided: Schedule = schedule({
    ...planning,
    pageId: id,
    ownIntervalSeconds: own_interval_seconds,
    maxAgeSeconds,
    retryAfterSeconds,
  })
  return {
    schedule: {
      intervalSeconds: Math.ceil(decided.intervalSeconds),
      nextDueAt: instantOf(Math.round(started + decided.waitSeconds * 1000)),
    },
  }
}

/** Reads as much as this poll needs: the cheap sources, the lists where something moved, details of what changed. */
async function readPage(
  toPoll: PageToPoll,
  platform: Platform,
  gathering: Gathering,
  started: number,
  context: PollContext,
): Promise<Attempt | Failure> {
  const { page } = toPoll
  const params = platform.params.parse(JSON.parse(page.params))
  const asking: Asking = { toPoll, http: context.http, known: { entries: [] }, params }
  const first = page.first_read_at === null
  try {
    for (const [name, source] of sourcesFor(platform, 'poll')) await gatherSource(name, source, asking, gathering)
    const reader = { toPoll, platform, params, started }
    const [failure] = gathering.failures
    if (failure && gathering.documents.size === 0 && gathering.unchanged.size === 0) {
      if (!mayFallBack(failure.error)) return failureOf(failure.error, platform.refusals)
      return await readFallbacks(reader, asking, gathering, failureOf(failure.error, platform.refusals))
    }
    const cheap = gathering.documents.size > 0 ? parse(reader, gathering) : undefined
    const contentDigest = cheap ? snapshotDigest(cheap) : (page.content_digest ?? '')
    const hasOpen = cheap?.incidents || cheap?.maintenances ? hasOpenEntries(cheap) : toPoll.hasOpen
    const moved = first || contentDigest !== page.content_digest || hasOpen || toPoll.hasOpen || listsDue(toPoll, cheap, started)
    const before = gathering.documents.size
    if (moved) for (const [name, source] of sourcesFor(platform, 'moved')) await gatherSource(name, source, asking, gathering)
    const listsRead = moved && gathering.failures.length === 0
    const openListed = cheap ? openListedBy(cheap) : noneListed
    const done = { platform: platform.id, contentDigest, hasOpen, listsRead, openListed }
    if (gathering.documents.size === 0) return done
    const listed = gathering.documents.size === before && cheap ? cheap : parse(reader, gathering)
    return { ...done, snapshot: await readDetails(reader, listed, asking, gathering, first, context) }
  } catch (error) {
    if (error instanceof ParseError) return await readAfter(error, toPoll, platform, params, started, asking, gathering)
    throw error
  }
}

interface Reader {
  readonly toPoll: PageToPoll
  readonly platform: Platform
  readonly params: unknown
  readonly started: number
}

function parse({ toPoll, platform, params, started }: Reader, gathering: Gathering): Snapshot {
  const { page } = toPoll
  const documents: Record<string, Document[]> = Object.fromEntries(gathering.documents)
  const zone = page.time_zone === null ? {} : { timeZone: page.time_zone }
  const snapshot = platform.parse(documents, { page: { url: page.url }, params, observedAt: instantOf(started), ...zone })
  const told = snapshot.page.nativeId
  if (told !== undefined && page.native_id !== null && told !== page.native_id) {
    throw new ParseError('foreign', 'another page answers at this address', { url: page.url, excerpt: told })
  }
  return snapshot
}

/** A document that is not what it should be: another source of the page may still be. */
async function readAfter(
  error: ParseError,
  toPoll: PageToPoll,
  platform: Platform,
  params: unknown,
  started: number,
  asking: Asking,
  gathering: Gathering,
): Promise<Attempt | Failure> {
  const failure = failureOf(error, platform.refusals)
  if (error.kind === 'foreign') return failure
  return readFallbacks({ toPoll, platform, params, started }, asking, gathering, failure)
}

/** The sources of last resort, in the order written, until one can be read; `failure` is the answer if none can. */
async function readFallbacks(reader: Reader, asking: Asking, gathering: Gathering, failure: Failure): Promise<Attempt | Failure> {
  for (const [name, source] of sourcesFor(reader.platform, 'fallback')) {
    gathering.documents.clear()
    gathering.fetched.length = 0
    gathering.unchanged.clear()
    await gatherSource(name, source, asking, gathering)
    const done = { platform: reader.platform.id, contentDigest: '', hasOpen: reader.toPoll.hasOpen, listsRead: false, openListed: noneListed }
    if (gathering.unchanged.has(name)) return done
    if (!gathering.documents.has(name)) continue
    try {
      const snapshot = parse(reader, gathering)
      return { ...done, snapshot, hasOpen: snapshot.incidents ? hasOpenEntries(snapshot) : done.hasOpen }
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
    }
  }
  return failure
}

function listsDue({ page, lastClosedAt }: PageToPoll, cheap: Snapshot | undefined, started: number): boolean {
  const seconds = (at: Instant | null): number | undefined => (at === null ? undefined : epochMs(at) / 1000)
  return listsAreDue({
    nowSeconds: started / 1000,
    listsReadSeconds: seconds(page.lists_read_at),
    lastClosedSeconds: seconds(lastClosedAt),
    unexplained: cheap?.sourceUpdatedAt !== undefined && cheap.sourceUpdatedAt !== page.source_updated_at,
  })
}

/** At most so many pages of single incidents in one poll: the rest has its turn in the next ones. */
const mostDetails = 10
/** Closed incidents are looked at again for so long. */
const tailMilliseconds = 45 * 86_400_000

async function readDetails(
  reader: Reader,
  listed: Snapshot,
  asking: Asking,
  gathering: Gathering,
  first: boolean,
  context: PollContext,
): Promise<Snapshot> {
  const sources = sourcesFor(reader.platform, 'detail')
  if (sources.length === 0 || (listed.incidents === undefined && listed.maintenances === undefined)) return listed
  // Where nothing is known to be open and no entry, however new, would be looked at, the store need not be asked.
  if (!reader.toPoll.hasOpen && !wantsAny(sources, asking, { entries: knownEntries([], listed, first) })) return listed
  const rows = first ? [] : await context.loadKnown(reader.toPoll.page.id, instantOf(reader.started - tailMilliseconds))
  const known: Known = { entries: knownEntries(rows, listed, first) }
  if (!known.entries.some((entry) => entry.changed)) return listed
  const before = gathering.documents.size
  let left = mostDetails
  for (const [name, source] of sources) left -= await gatherSource(name, source, { ...asking, known }, gathering, left)
  return gathering.documents.size === before ? listed : parse(reader, gathering)
}

function wantsAny(sources: readonly (readonly [string, Source])[], asking: Asking, known: Known): boolean {
  const page = { url: asking.toPoll.page.url }
  return sources.some(([, source]) => source.urls(page, asking.params, known).length > 0)
}
