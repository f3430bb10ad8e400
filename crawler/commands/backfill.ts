import { setTimeout as sleep } from 'node:timers/promises'
import { ParseError } from '../../parsers/errors.ts'
import type { Snapshot } from '../../parsers/model.ts'
import type { Document, KnownEntry, Platform, Source } from '../../parsers/platform.ts'
import { noneListed } from '../../data/changes/moment.ts'
import { loadPages, type PageToPoll } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { compressed } from '../compression.ts'
import { isFailure } from '../failure.ts'
import { askSource } from '../fetch/ask.ts'
import type { FetchResult } from '../fetch/conclude.ts'
import { toDocument } from '../fetch/document.ts'
import { type Fetched, sourcesFor } from '../gather.ts'
import { CommandError, printJson, printTable } from '../output.ts'
import { platformOfPage } from '../platforms.ts'
import { archiveRows, readWith, snapshotDigest, sourceRows } from '../reading.ts'
import { openSession, type Session } from '../session.ts'
import { paramsOf } from '../settings.ts'
import { createTally, type Tally } from '../tally.ts'

/** A history is read at leisure: the page has visitors of its own. */
const pauseMilliseconds = 250
/** A page that keeps offering a next one has to end somewhere. */
const mostHistoryPages = 400
/** A host that is to be left alone for longer than this ends the walk. */
const longestPauseSeconds = 120
const mostPauses = 3

interface Walk {
  readonly toPoll: PageToPoll
  readonly platform: Platform
  readonly session: Session
  readonly tally: Tally
  /** The host has had enough of us: nothing more is asked of it. */
  isTurnedAway: boolean
}

/** `backfill`: walks the whole history that a vendor's pages give, and reads each incident in it. */
export async function backfill(vendor: string, options: { readonly json?: boolean }): Promise<void> {
  const session = await openSession({ quiet: options.json === true })
  const tally = createTally(() => performance.now())
  try {
    const ids = (await pagesOfVendor(session.database, vendor)).map((row) => row.page)
    if (ids.length === 0) throw new CommandError(`not watched: ${vendor}`, 2)
    for (const id of ids) await walkPage(id, session, tally)
  } finally {
    await session.close()
  }
  if (options.json === true) printJson(tally.summary())
  else printTable(tally.table('readings'))
}

async function walkPage(id: string, session: Session, tally: Tally): Promise<void> {
  const toPoll = await loadRead(id, session, tally)
  if (!toPoll) return
  const found = await platformOfPage(toPoll.page, session.runner.detecting)
  if (isFailure(found)) {
    tally.add({ outcome: found.outcome, changes: [], kind: found.kind })
    return
  }
  const { platform, settings } = found
  const walk: Walk = { toPoll: { ...toPoll, page: { ...toPoll.page, settings } }, platform, session, tally, isTurnedAway: false }
  for (const [name, source] of sourcesFor(platform, 'history')) {
    if ((await walkSource(name, source, walk)) || walk.isTurnedAway) return
  }
}

/** The present comes before the past: what a page's first reading tells is news to nobody, and later readings build on it. */
async function loadRead(id: string, { database, runner }: Session, tally: Tally): Promise<PageToPoll | undefined> {
  const [toPoll] = await loadPages(database, [id])
  if (!toPoll || toPoll.page.first_read_at !== null) return toPoll
  const came = await runner.run(toPoll)
  if (came.type === 'polled') tally.add(came.outcome)
  const [read] = await loadPages(database, [id])
  return read?.page.first_read_at === null ? undefined : read
}

/** Follows one paged source to its end; false where it could not be read at all, so that another may be tried. */
async function walkSource(name: string, source: Source, walk: Walk): Promise<boolean> {
  const { toPoll, platform, tally } = walk
  let url = source.urls({ url: toPoll.page.url }, paramsOf(platform, toPoll.page), { entries: [] })[0]
  for (let walked = 1; url !== undefined && walked <= mostHistoryPages; walked++) {
    const result = await ask(url, source, walk)
    if (result.outcome !== 'ok') {
      tally.add({ outcome: 'refused', changes: [], kind: result.outcome === 'failed' ? result.error.kind : 'status' })
      return walked > 1
    }
    const isRead = await readHistory({ source: name, document: result }, walk)
    if (!isRead && walked === 1) return false
    if (walk.isTurnedAway) return true
    url = nextUrl(source, toDocument(result, source.medium), walked)
  }
  return true
}

/** A page of the history that cannot be read ends the walk: where the next one is stands on it. */
function nextUrl(source: Source, document: Document, walked: number): string | undefined {
  try {
    return source.next?.(document, walked)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

/** One document, at leisure; a host that asks for a pause gets it. */
async function ask(url: string, source: Source, walk: Walk): Promise<FetchResult> {
  const { runner } = walk.session
  if (!runner.http.guard.isAllowedPrivateUrl(url)) await sleep(pauseMilliseconds)
  for (let pauses = 0; ; pauses++) {
    const result = await askSource(source, url, runner)
    if (result.outcome !== 'failed' || result.error.httpStatus !== 429) return result
    const { retryAfterSeconds } = result.error
    if (retryAfterSeconds === undefined || retryAfterSeconds > longestPauseSeconds || pauses >= mostPauses) {
      walk.isTurnedAway = true
      return result
    }
    await sleep(retryAfterSeconds * 1000)
  }
}

/** Reads one page of the history together with the own pages of its entries, and records all of it as one reading. */
async function readHistory(page: Fetched, walk: Walk): Promise<boolean> {
  const { toPoll, platform, tally, session } = walk
  const reader = { platform, page: toPoll.page, observedAt: session.runner.now() }
  const stub = readWith(reader, [], [page], undefined)
  for (const { error } of stub.troubles) tally.add({ outcome: 'unparseable', changes: [], kind: error.kind })
  if (!stub.snapshot) return false
  const { read, snapshot = stub.snapshot, troubles } = readWith(reader, [page], await fetchDetails(stub.snapshot, walk), stub.snapshot)
  for (const { source, error } of troubles) session.log.info({ source, kind: error.kind, detail: error.detail }, 'backfill: not understood')
  await record(read, snapshot, walk)
  return true
}

async function fetchDetails(stub: Snapshot, walk: Walk): Promise<readonly Fetched[]> {
  const { toPoll, platform } = walk
  const known = { entries: knownEntries(stub) }
  const fetched: Fetched[] = []
  for (const [name, source] of sourcesFor(platform, 'detail')) {
    for (const url of source.urls({ url: toPoll.page.url }, paramsOf(platform, toPoll.page), known)) {
      const result = await ask(url, source, walk)
      if (result.outcome === 'ok') fetched.push({ source: name, document: result })
      if (walk.isTurnedAway) return fetched
    }
  }
  return fetched
}

function knownEntries({ incidents = [], maintenances = [] }: Snapshot): readonly KnownEntry[] {
  const told = [
    ...incidents.map((entry) => ({ kind: 'incident' as const, entry })),
    ...maintenances.map((entry) => ({ kind: 'maintenance' as const, entry })),
  ]
  return told.map(({ kind, entry: { nativeId, url, phase } }) => ({
    kind,
    nativeId,
    ...(url === undefined ? {} : { url }),
    ...(phase === undefined ? {} : { phase }),
    open: false,
    changed: true,
    listed: false,
    hasReport: false,
  }))
}

async function record(fetched: readonly Fetched[], snapshot: Snapshot, { toPoll, platform, session, tally }: Walk): Promise<void> {
  const [recorded] = await recordPolls(session.database, [
    {
      type: 'read',
      pageId: toPoll.page.id,
      observedAt: snapshot.observedAt,
      recordedAt: session.runner.now(),
      durationMilliseconds: 0,
      bytes: fetched.reduce((sum, { document }) => sum + document.wireBytes, 0),
      platform: platform.id,
      snapshot,
      sources: sourceRows(fetched),
      archive: session.config.archiveDays > 0 ? compressed(archiveRows(fetched)) : [],
      contentDigest: toPoll.page.content_digest ?? snapshotDigest(snapshot),
      listsRead: false,
      openListed: noneListed,
      backfill: true,
    },
  ])
  if (recorded) tally.add(recorded)
}
