import { getDomain } from 'tldts'
import { ParseError } from '../parsers/errors.ts'
import { epochMs } from '../parsers/lib/time.ts'
import { type Instant, isClosed, type Snapshot } from '../parsers/model.ts'
import type { Document, KnownEntry, Platform } from '../parsers/platform.ts'
import { toldDigest } from '../data/changes/entries.ts'
import { componentsDigest } from '../data/changes/component-marks.ts'
import type { OpenListed } from '../data/changes/moment.ts'
import type { PageTable } from '../data/database/schema.ts'
import { contentDigest } from '../data/identity.ts'
import type { KnownEntryRow } from '../data/store/due.ts'
import type { ReadPoll } from '../data/store/poll.ts'
import { toDocument } from './fetch/document.ts'
import type { FetchedDocument } from './fetch/conclude.ts'
import type { Fetched, Trouble } from './gather.ts'
import { detailIsDue } from './schedule.ts'
import { settingsIn } from './settings.ts'

/** Whose documents are read, and when they were got. */
export interface Reader {
  readonly platform: Platform
  readonly page: Pick<PageTable, 'url' | 'params' | 'settings' | 'time_zone' | 'native_id' | 'first_read_at'>
  readonly observedAt: Instant
}

export interface SourcedDocument {
  readonly source: string
  readonly document: Document
}

/** Documents -> what this very page says; throws ParseError, of kind `foreign` where another page answers at its address. */
export function readDocuments({ platform, page, observedAt }: Reader, sourced: readonly SourcedDocument[]): Snapshot {
  const documents: Record<string, Document[]> = {}
  for (const { source, document } of sourced) documents[source] = [...(documents[source] ?? []), document]
  const zone = page.time_zone === null ? {} : { timeZone: page.time_zone }
  const snapshot = platform.parse(documents, { page: { url: page.url }, params: settingsIn(platform, page) ?? {}, observedAt, ...zone })
  const { nativeId } = snapshot.page
  if (nativeId !== undefined && page.native_id !== null && nativeId !== page.native_id) {
    throw new ParseError('foreign', 'another page answers at this address', { url: page.url, excerpt: nativeId })
  }
  // Where a page that was read before leads elsewhere, only its own id shows that it is still the same one.
  const isKnown = page.first_read_at === null || (nativeId !== undefined && nativeId === page.native_id)
  // Some platforms serve every page from a host of their own; what counts is where an address leads.
  const stray = isKnown
    ? undefined
    : sourced.find(({ document: { url, finalUrl } }) => siteOf(finalUrl) !== siteOf(url) && siteOf(finalUrl) !== siteOf(page.url))
  if (stray) throw new ParseError('foreign', 'redirects to another site', { url: page.url, excerpt: stray.document.finalUrl })
  return snapshot
}

/** The registrable domain of an address; of one without, its host. */
function siteOf(url: string): string | undefined {
  return getDomain(url, { allowPrivateDomains: true }) ?? URL.parse(url)?.hostname
}

function readFetched(reader: Reader, fetched: readonly Fetched[]): Snapshot {
  return readDocuments(
    reader,
    fetched.map(({ source, document }) => ({ source, document: documentOf(document) })),
  )
}

const documents = new WeakMap<FetchedDocument, Document>()

/** One and the same for one answer, however often it is read beside others: parsers may remember what they found in it. */
function documentOf(fetched: FetchedDocument): Document {
  const known = documents.get(fetched)
  if (known) return known
  const document = toDocument(fetched, fetched.medium)
  documents.set(fetched, document)
  return document
}

export interface ReadWith {
  readonly snapshot: Snapshot | undefined
  readonly read: readonly Fetched[]
  /** What could not be understood, and is left out. */
  readonly troubles: readonly Trouble[]
}

/**
 * Reads `more` together with what was read before it, which told `before`. A document that cannot be understood is left
 * out: it costs the reading what it would have told, and no more.
 */
export function readWith(reader: Reader, read: readonly Fetched[], more: readonly Fetched[], before: Snapshot | undefined): ReadWith {
  if (more.length === 0) return { snapshot: before, read, troubles: [] }
  try {
    return { snapshot: readFetched(reader, [...read, ...more]), read: [...read, ...more], troubles: [] }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const [only, ...others] = more
    if (only && others.length === 0) return { snapshot: before, read, troubles: [{ source: only.source, error }] }
  }
  let best: ReadWith = { snapshot: before, read, troubles: [] }
  for (const one of more) {
    const next = readWith(reader, best.read, [one], best.snapshot)
    best = { ...next, troubles: [...best.troubles, ...next.troubles] }
  }
  return best
}

/** What a snapshot says, without when it was said: equal digests say the same. */
export function snapshotDigest(snapshot: Snapshot): string {
  const { health, native, incidents, maintenances } = snapshot
  // The digests of the parts are wanted again when they are compared with the store, and are made once.
  const entries = [incidents?.map(toldDigest), maintenances?.map(toldDigest)]
  return contentDigest([health, native, componentsDigest(snapshot), ...entries])
}

/** Whether an incident is open or a maintenance under way; of a kind that was not told, what was known `before` holds. */
export function hasOpenEntries({ incidents, maintenances, coverage }: Snapshot, before: boolean): boolean {
  if (incidents?.some((incident) => !isClosed(incident.phase)) === true) return true
  if (maintenances?.some(({ phase }) => phase === 'in_progress' || phase === 'verifying') === true) return true
  return before && (coverage.incidents === 'none' || coverage.maintenances === 'none')
}

/** The kinds of which a cheap source tells every open one. */
export function openListedBy({ coverage }: Snapshot): OpenListed {
  const incident = coverage.incidents === 'open' || coverage.incidents === 'full'
  return { incident, maintenance: coverage.maintenances === 'open' || coverage.maintenances === 'full' }
}

/** What the lists of a reading told; a kind that none of them told is absent. */
export type Listed = Pick<Snapshot, 'observedAt' | 'incidents' | 'maintenances'>

/**
 * What the store knows beside what was just told: which entries are new or changed and want a closer look. At a page's
 * first reading only the open ones do; its past is for `backfill`.
 */
export function knownEntries(rows: readonly KnownEntryRow[], snapshot: Listed, first: boolean): readonly KnownEntry[] {
  const at = epochMs(snapshot.observedAt)
  const byKey = new Map(rows.map((row) => [`${row.kind} ${row.nativeId}`, row]))
  const told = [
    ...(snapshot.incidents ?? []).map((entry) => ({ kind: 'incident' as const, entry })),
    ...(snapshot.maintenances ?? []).map((entry) => ({ kind: 'maintenance' as const, entry })),
  ]
  const known: KnownEntry[] = told.map(({ kind, entry }) => {
    const row = byKey.get(`${kind} ${entry.nativeId}`)
    byKey.delete(`${kind} ${entry.nativeId}`)
    const open = !isClosed(entry.phase)
    const changed = first ? open : row?.digest !== toldDigest(entry)
    const hasReport = row?.hasReport === true || (entry.reports?.length ?? 0) > 0
    return {
      kind,
      nativeId: entry.nativeId,
      open,
      changed,
      hasReport,
      listed: entry.updates !== undefined,
      ...(entry.url === undefined ? {} : { url: entry.url }),
      ...(entry.phase === undefined ? {} : { phase: entry.phase }),
    }
  })
  for (const row of byKey.values()) {
    const { kind, nativeId, url, phase, open, hasReport } = row
    const gone = open && (kind === 'incident' ? snapshot.incidents : snapshot.maintenances) !== undefined
    known.push({
      kind,
      nativeId,
      open,
      changed: gone || isTailDue(row, at),
      hasReport,
      listed: false,
      ...(url === null ? {} : { url }),
      ...(phase === null ? {} : { phase }),
    })
  }
  return known
}

/** A closed incident that the lists no longer hold: weeks later its root cause may be published on its own page. */
function isTailDue({ open, unlistedSince, closedAt }: KnownEntryRow, atMilliseconds: number): boolean {
  if (open || unlistedSince === null || closedAt === null) return false
  const [sinceClosedSeconds, sinceReadSeconds] = [
    (atMilliseconds - epochMs(closedAt)) / 1000,
    (atMilliseconds - epochMs(unlistedSince)) / 1000,
  ]
  return detailIsDue({ sinceClosedSeconds, sinceReadSeconds })
}

export function sourceRows(fetched: readonly Fetched[]): ReadPoll['sources'] {
  return fetched.map(({ source, document }) => ({
    source,
    url: document.url,
    etag: document.etag ?? null,
    last_modified: document.lastModified ?? null,
    body_hash: document.bodyHash,
  }))
}

/** Headers worth keeping beside a body: enough to parse it again as it was answered. */
const archivedHeaders = ['content-type', 'date', 'last-modified', 'etag', 'server'] as const

/** The bodies as they came; how they are kept is for `compression.ts`. */
export function archiveRows(fetched: readonly Fetched[]): ReadPoll['archive'] {
  return fetched.map(({ source, document }) => ({
    source,
    url: document.url,
    final_url: document.finalUrl,
    status: document.status,
    headers: JSON.stringify(
      Object.fromEntries(archivedHeaders.flatMap((name) => (name in document.headers ? [[name, document.headers[name]]] : []))),
    ),
    medium: document.medium,
    hash: document.bodyHash,
    encoding: 'identity',
    body: document.bytes,
  }))
}
