import type { Transaction } from 'kysely'
import { isReportInAllButName } from '../changes/closing-text.ts'
import { emptyWrites } from '../changes/moment.ts'
import { closingRow } from '../changes/reports.ts'
import type { Database } from '../database/open.ts'
import { padded } from '../database/rows.ts'
import type { ReportTable, Schema, UpdateVersionTable } from '../database/schema.ts'
import { keyOf } from './report-facts.ts'
import { writeReadings, writeReports } from './report-writing.ts'

/** All reports anew: after the reader of reports, or the rule of which updates are reports, has changed. */

export interface Reparsed {
  /** Versions of texts that were read. */
  readonly read: number
  /** Updates that are reports by the rule of today and were none before; that are none any more. */
  readonly added: number
  readonly dropped: number
}

/** In so many small transactions that a crawler beside it never waits for long. */
const perTransaction = 100

export async function reparseReports(database: Database): Promise<Reparsed> {
  const { added, dropped } = await sortUpdates(database)
  let read = 0
  for (let after: Place = start; ;) {
    const rows = await database.write((transaction) => readSome(database, transaction, after))
    read += rows.length
    const last = rows.at(-1)
    if (!last) return { read, added, dropped }
    after = { id: last.incident_id, digest: last.digest }
  }
}

/** Where a walk over rows has come to, by their keys. */
interface Place {
  readonly id: string
  readonly digest: string
}

const start: Place = { id: '', digest: '' }

async function readSome(database: Database, transaction: Transaction<Schema>, { id, digest }: Place): Promise<readonly ReportTable[]> {
  const rows = await transaction
    .selectFrom('report')
    .selectAll()
    .where((eb) => eb.or([eb('incident_id', '>', id), eb.and([eb('incident_id', '=', id), eb('digest', '>', digest)])]))
    .orderBy('incident_id')
    .orderBy('digest')
    .limit(perTransaction)
    .execute()
  await writeReadings(
    database,
    transaction,
    rows.map((row) => ({ row, again: true })),
  )
  return rows
}

async function sortUpdates(database: Database): Promise<Pick<Reparsed, 'added' | 'dropped'>> {
  let [added, dropped] = [0, 0]
  for (let after: Place = start; ;) {
    const sorted = await database.write((transaction) => sortSome(database, transaction, after))
    added += sorted.added
    dropped += sorted.dropped
    if (!sorted.last) return { added, dropped }
    after = { id: sorted.last.update_id, digest: sorted.last.digest }
  }
}

interface Sorted extends Pick<Reparsed, 'added' | 'dropped'> {
  readonly last: UpdateVersionTable | undefined
}

async function sortSome(database: Database, transaction: Transaction<Schema>, { id, digest }: Place): Promise<Sorted> {
  const versions = await transaction
    .selectFrom('incident_update_version')
    .selectAll()
    .where((eb) => eb.or([eb('update_id', '>', id), eb.and([eb('update_id', '=', id), eb('digest', '>', digest)])]))
    .orderBy('update_id')
    .orderBy('digest')
    .limit(perTransaction)
    .execute()
  const last = versions.at(-1)
  if (!last) return { added: 0, dropped: 0, last }
  const owners = await loadOwners(transaction, versions)
  const writes = emptyWrites()
  for (const version of versions) {
    const owner = owners.get(version.update_id)
    if (!owner) continue
    const row = closingRow(version, owner.around)
    const isKnown = owner.known.has(keyOf(row))
    // What is told as a report beside it is none in all but name.
    const isReport = isReportInAllButName(version) && !owner.bodies.has(version.body)
    if (isKnown && !isReport) writes.removedReports.push(row)
    if (isKnown || !isReport) continue
    writes.reports.push(row)
    writes.unreadReports.push({ row, again: false })
  }
  await writeReports(database, transaction, [writes])
  return { added: writes.reports.length, dropped: writes.removedReports.length, last }
}

interface Owner {
  readonly around: Parameters<typeof closingRow>[1]
  /** The reports of its incident, by `keyOf`; the texts of those published as such. */
  readonly known: ReadonlySet<string>
  readonly bodies: ReadonlySet<string>
}

/** The incidents of these updates, by update id. */
async function loadOwners(transaction: Transaction<Schema>, versions: readonly UpdateVersionTable[]): Promise<ReadonlyMap<string, Owner>> {
  const rows = await transaction
    .selectFrom('incident_update')
    .innerJoin('incident', 'incident.id', 'incident_update.entry_id')
    .select(['incident_update.id', 'incident_update.first_seen_at', 'incident.id as incident_id', 'incident.vendor_id', 'incident.url'])
    .select(['incident.resolved_at', 'incident.updated_at', 'incident.started_at'])
    .where('incident_update.id', 'in', padded([...new Set(versions.map((version) => version.update_id))]))
    .execute()
  const ids = padded([...new Set(rows.map((row) => row.incident_id))].concat(''))
  const posts = await transaction
    .selectFrom('incident_update')
    .select(['entry_id', 'posted_at'])
    .distinct()
    .where('entry_id', 'in', ids)
    .where('removed_at', 'is', null)
    .orderBy('posted_at')
    .execute()
  const reports = await transaction
    .selectFrom('report')
    .select(['incident_id', 'digest', 'kind', 'body'])
    .where('incident_id', 'in', ids)
    .execute()
  const postsOf = Map.groupBy(posts, (row) => row.entry_id)
  const reportsOf = Map.groupBy(reports, (row) => row.incident_id)
  return new Map(
    rows.map((row) => {
      const stamps = (postsOf.get(row.incident_id) ?? []).flatMap((post) => post.posted_at ?? [])
      const known = reportsOf.get(row.incident_id) ?? []
      const around = {
        incident_id: row.incident_id,
        vendor_id: row.vendor_id,
        url: row.url,
        posts: JSON.stringify(stamps),
        dated_at: row.resolved_at ?? row.updated_at ?? stamps.at(-1) ?? row.started_at ?? row.first_seen_at,
      }
      const published = known.filter(({ kind }) => kind === 'report')
      return [row.id, { around, known: new Set(known.map(keyOf)), bodies: new Set(published.map(({ body }) => body)) }]
    }),
  )
}
