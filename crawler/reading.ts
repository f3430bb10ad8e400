import { constants, zstdCompressSync } from 'node:zlib'
import { isClosed, type Snapshot } from '../parsers/model.ts'
import { toldDigest } from '../data/changes/entries.ts'
import type { OpenListed } from '../data/changes/moment.ts'
import { contentDigest } from '../data/identity.ts'
import type { KnownEntryRow } from '../data/store/due.ts'
import type { ReadPoll } from '../data/store/poll.ts'
import type { KnownEntry } from '../parsers/platform.ts'
import type { FetchedDocument } from './fetch/conclude.ts'

/** What a snapshot says, without when it was said: equal digests say the same. */
export function snapshotDigest(snapshot: Snapshot): string {
  const { health, native, components, incidents, maintenances } = snapshot
  return contentDigest([health, native, components, incidents, maintenances])
}

export function hasOpenEntries(snapshot: Snapshot): boolean {
  const incidents = snapshot.incidents?.some((incident) => !isClosed(incident.phase)) ?? false
  return incidents || (snapshot.maintenances?.some(({ phase }) => phase === 'in_progress' || phase === 'verifying') ?? false)
}

/** The kinds of which a cheap source tells every open one. */
export function openListedBy({ coverage }: Snapshot): OpenListed {
  const incident = coverage.incidents === 'open' || coverage.incidents === 'full'
  return { incident, maintenance: coverage.maintenances === 'open' || coverage.maintenances === 'full' }
}

/**
 * What the store knows beside what was just told: which entries are new or changed and want a closer look. At a page's
 * first reading only the open ones do; its past is for `backfill`.
 */
export function knownEntries(rows: readonly KnownEntryRow[], snapshot: Snapshot, first: boolean): readonly KnownEntry[] {
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
      ...{ kind, nativeId: entry.nativeId, open, changed, hasReport, listed: entry.updates !== undefined },
      ...(entry.url === undefined ? {} : { url: entry.url }),
      ...(entry.phase === undefined ? {} : { phase: entry.phase }),
    }
  })
  for (const { kind, nativeId, url, phase, open, hasReport } of byKey.values()) {
    const gone = open && (kind === 'incident' ? snapshot.incidents : snapshot.maintenances) !== undefined
    known.push({
      ...{ kind, nativeId, open, changed: gone, hasReport, listed: false },
      ...(url === null ? {} : { url }),
      ...(phase === null ? {} : { phase }),
    })
  }
  return known
}

interface Fetched {
  readonly source: string
  readonly document: FetchedDocument
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
const compressionLevel = 1

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
    body: zstdCompressSync(document.bytes, { params: { [constants.ZSTD_c_compressionLevel]: compressionLevel } }),
  }))
}
