import { setTimeout as sleep } from 'node:timers/promises'
import { ParseError } from '../../parsers/errors.ts'
import type { Snapshot } from '../../parsers/model.ts'
import type { Document, Known, KnownEntry, Platform, Source } from '../../parsers/platform.ts'
import { noneListed } from '../../data/changes/moment.ts'
import type { Database } from '../../data/database/open.ts'
import { loadPages, type PageToPoll } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import { recordPolls } from '../../data/store/polls.ts'
import type { FetchedDocument } from '../fetch/conclude.ts'
import { toDocument } from '../fetch/document.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { platformOfPage } from '../platforms.ts'
import { archiveRows, snapshotDigest, sourceRows } from '../reading.ts'
import type { Runner } from '../runner.ts'
import { openSession, type Session } from '../session.ts'
import { createTally, type Tally } from '../tally.ts'

/** A history is read at leisure: the page has visitors of its own. */
const pauseMilliseconds = 250
/** A page that keeps offering a next one has to end somewhere. */
const mostHistoryPages = 400

interface Walk {
  readonly toPoll: PageToPoll
  readonly platform: Platform
  readonly params: unknown
  readonly session: Session
  readonly tally: Tally
}

interface Fetched {
  readonly source: string
  readonly document: FetchedDocument
}

/** `backfill`: walks the whole history that a vendor's pages give, and reads each incident in it. */
export async function backfill(vendor: string, options: { readonly json?: boolean }): Promise<void> {
  const session = await openSession({ quiet: options.json === true })
  const tally = createTally(() => performance.now())
  try {
    const ids = (await pagesOfVendor(session.database, vendor)).map((row) => row.page)
    if (ids.length === 0) throw new CommandError(`not watched: ${vendor}`, 2)
    for (const toPoll of await loadPages(session.database, ids)) await walkPage(toPoll, session, tally)
  } finally {
    await session.close()
  }
  const summary = tally.summary()
  if (options.json === true) printJson(summary)
  else
    printLine(
      `${summary.polls} readings in ${summary.seconds.toFixed(1)} s; failed ${JSON.stringify(summary.failed)}; changes ${JSON.stringify(summary.changes)}`,
    )
}

async function walkPage(toPoll: PageToPoll, session: Session, tally: Tally): Promise<void> {
  const platform = await platformOfPage(toPoll.page, session.runner.http)
  if ('understood' in platform) {
    tally.add({ outcome: platform.outcome, changes: [], kind: platform.kind })
    return
  }
  const params = platform.params.parse(JSON.parse(toPoll.page.params))
  const walk: Walk = { toPoll, platform, params, session, tally }
  for (const [name, source] of Object.entries(platform.sources)) {
    if (source.when === 'history' && (await walkSource(name, source, walk))) return
  }
}

/** Follows one paged source to its end; false where it could not be read at all, so that another may be tried. */
async function walkSource(name: string, source: Source, walk: Walk): Promise<boolean> {
  const { toPoll, params, session, tally } = walk
  let url = source.urls({ url: toPoll.page.url }, params, { entries: [] })[0]
  for (let walked = 1; url !== undefined && walked <= mostHistoryPages; walked++) {
    const result = await session.runner.http.fetch({ url, medium: source.medium })
    if (result.outcome !== 'ok') {
      tally.add({ outcome: 'refused', changes: [], kind: result.outcome === 'failed' ? result.error.kind : 'status' })
      return walked > 1
    }
    const document = toDocument(result, source.medium)
    if (!(await readHistory([{ source: name, document: result }], walk)) && walked === 1) return false
    url = nextUrl(source, document, walked)
    await pause(session.runner, toPoll)
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

async function pause(runner: Runner, { page }: PageToPoll): Promise<void> {
  if (!runner.http.guard.isAllowedPrivateUrl(page.url)) await sleep(pauseMilliseconds)
}

/** Reads one page of the history together with the own pages of its entries, and records all of it as one reading. */
async function readHistory(pages: readonly Fetched[], walk: Walk): Promise<boolean> {
  const { toPoll, tally, session } = walk
  try {
    const stub = parse(pages, walk)
    const details = await fetchDetails(stub, walk)
    const fetched = [...pages, ...details]
    const snapshot = details.length > 0 ? parse(fetched, walk) : stub
    await record(session.database, fetched, snapshot, walk)
    return true
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    session.log.warn({ url: toPoll.page.url, kind: error.kind, detail: error.detail }, 'backfill: a page of the history was not understood')
    tally.add({ outcome: 'unparseable', changes: [], kind: error.kind })
    return false
  }
}

function parse(fetched: readonly Fetched[], { toPoll, platform, params, session }: Walk): Snapshot {
  const { page } = toPoll
  const documents: Record<string, Document[]> = {}
  for (const { source, document } of fetched) documents[source] = [...(documents[source] ?? []), toDocument(document, document.medium)]
  const zone = page.time_zone === null ? {} : { timeZone: page.time_zone }
  return platform.parse(documents, { page: { url: page.url }, params, observedAt: session.runner.now(), ...zone })
}

async function fetchDetails(stub: Snapshot, { toPoll, platform, params, session }: Walk): Promise<Fetched[]> {
  const entries: KnownEntry[] = [
    ...(stub.incidents ?? []).map((entry) => ({ ...entry, kind: 'incident' as const })),
    ...(stub.maintenances ?? []).map((entry) => ({ ...entry, kind: 'maintenance' as const })),
  ].map(({ kind, nativeId, url, phase }) => ({
    ...{ kind, nativeId, open: false, changed: true, listed: false, hasReport: false },
    ...(url === undefined ? {} : { url }),
    ...(phase === undefined ? {} : { phase }),
  }))
  const known: Known = { entries }
  const fetched: Fetched[] = []
  for (const [source, detail] of Object.entries(platform.sources)) {
    if (detail.when !== 'detail') continue
    for (const url of detail.urls({ url: toPoll.page.url }, params, known)) {
      const result = await session.runner.http.fetch({ url, medium: detail.medium })
      if (result.outcome === 'ok') fetched.push({ source, document: result })
      await pause(session.runner, toPoll)
    }
  }
  return fetched
}

async function record(
  database: Database,
  fetched: readonly Fetched[],
  snapshot: Snapshot,
  { toPoll, platform, session, tally }: Walk,
): Promise<void> {
  const { now } = session.runner
  const [recorded] = await recordPolls(database, [
    {
      ...{ type: 'read', pageId: toPoll.page.id, observedAt: snapshot.observedAt, recordedAt: now(), durationMilliseconds: 0 },
      ...{ platform: platform.id, snapshot, listsRead: false, openListed: noneListed, backfill: true },
      bytes: fetched.reduce((sum, { document }) => sum + document.wireBytes, 0),
      sources: sourceRows(fetched),
      archive: session.config.archiveDays > 0 ? archiveRows(fetched) : [],
      contentDigest: toPoll.page.content_digest ?? snapshotDigest(snapshot),
    },
  ])
  if (recorded) tally.add(recorded)
}
