import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AffectedComponent, type Instant } from '../../parsers/model.ts'
import type { EntryKind, Schema } from '../database/schema.ts'
import { compare } from './entries.ts'
import type { RevisionReading } from './readings.ts'

const Components = z.array(AffectedComponent).readonly()

/** Every version of an entry and of its updates, in the order in which they were first seen. */
export async function loadRevisions(db: Kysely<Schema>, kind: EntryKind, id: string): Promise<readonly RevisionReading[]> {
  const all = [...(await loadEntryVersions(db, kind, id)), ...(await loadUpdateVersions(db, kind, id))]
  return all.toSorted(
    (a, b) => compare(a.seenFrom, b.seenFrom) || compare(a.subject, b.subject) || compare(a.updateId ?? '', b.updateId ?? ''),
  )
}

async function loadEntryVersions(db: Kysely<Schema>, kind: EntryKind, id: string): Promise<readonly RevisionReading[]> {
  const rows = await db.selectFrom(`${kind}_version as version`).selectAll('version').where('version.entry_id', '=', id).execute()
  return rows.map((row) => ({
    subject: kind,
    updateId: null,
    seenFrom: row.seen_from,
    seenUntil: row.seen_until,
    title: row.title,
    impact: row.impact,
    phase: row.phase,
    native: row.native_phase,
    startedAt: row.started_at,
    resolvedAt: row.resolved_at,
    scheduledFor: row.scheduled_for,
    scheduledUntil: row.scheduled_until,
    components: row.components === null ? null : Components.parse(JSON.parse(row.components)),
    body: null,
    format: null,
    postedAt: null,
  }))
}

async function loadUpdateVersions(db: Kysely<Schema>, kind: EntryKind, id: string): Promise<readonly RevisionReading[]> {
  const rows = await db
    .selectFrom(`${kind}_update_version as version`)
    .innerJoin(`${kind}_update as said`, 'said.id', 'version.update_id')
    .where('said.entry_id', '=', id)
    .selectAll('version')
    .select('said.removed_at')
    .execute()
  return rows.map((row) => ({
    subject: 'update',
    updateId: row.update_id,
    seenFrom: row.seen_from,
    seenUntil: row.seen_until ?? endOfRemoved(row.seen_from, row.removed_at),
    title: null,
    impact: null,
    phase: row.phase,
    native: row.native,
    startedAt: null,
    resolvedAt: null,
    scheduledFor: null,
    scheduledUntil: null,
    components: null,
    body: row.body,
    format: row.format,
    postedAt: row.posted_at,
  }))
}

/** The last text of an update that the page took down was seen until it was gone. */
function endOfRemoved(seenFrom: Instant, removedAt: Instant | null): Instant | null {
  return removedAt !== null && removedAt < seenFrom ? seenFrom : removedAt
}

/** When our clock saw an entry first and last change, and how many versions of it there are: what feeds and calendars date by. */
export interface EntryStamps {
  readonly firstObservedAt: Instant
  readonly lastObservedAt: Instant
  readonly versions: number
}

export async function loadStamps(db: Kysely<Schema>, kind: EntryKind, ids: readonly string[]): Promise<ReadonlyMap<string, EntryStamps>> {
  if (ids.length === 0) return new Map()
  const versions = await db
    .selectFrom(`${kind}_version as version`)
    .where('version.entry_id', 'in', ids)
    .groupBy('version.entry_id')
    .select((eb) => [
      'version.entry_id',
      eb.fn.countAll().as('versions'),
      eb.fn.min('version.seen_from').as('first'),
      eb.fn.max('version.seen_from').as('last'),
    ])
    .execute()
  const changes = await db
    .selectFrom('change')
    .where('subject_id', 'in', ids)
    .groupBy('subject_id')
    .select((eb) => ['subject_id', eb.fn.max('observed_at').as('last')])
    .execute()
  const lastChange = new Map(changes.map((row) => [row.subject_id, row.last]))
  return new Map(
    versions.map((row) => {
      const changed = lastChange.get(row.entry_id)
      const last = changed !== undefined && changed > row.last ? changed : row.last
      return [row.entry_id, { firstObservedAt: row.first, lastObservedAt: last, versions: Number(row.versions) }]
    }),
  )
}
