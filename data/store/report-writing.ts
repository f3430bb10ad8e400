import type { Transaction } from 'kysely'
import type { Writes } from '../changes/moment.ts'
import type { Database } from '../database/open.ts'
import {
  reportMentionShape,
  reportPostShape,
  reportReadingShape,
  reportSectionShape,
  reportShape,
  reportTimelineEntryShape,
  reportWindowEvidenceShape,
  reportWindowShape,
} from '../database/report-shapes.ts'
import { reportParts } from '../database/report-tables.ts'
import { insertRows, padded } from '../database/rows.ts'
import type { ReportTable, Schema } from '../database/schema.ts'
import { plainTextOf, type ReportPage, type ReportRows, reportRows } from '../report-rows.ts'

/** Reports as a round of polls leaves them: their texts, and what the texts that are new state. */

/** Called once the round's pages, entries and components are written: what is known of the page helps to read its texts. */
export async function writeReports(database: Database, transaction: Transaction<Schema>, writes: readonly Writes[]): Promise<void> {
  const removed = writes.flatMap((write) => write.removedReports)
  const reports = writes.flatMap((write) => write.reports)
  const unread = writes.flatMap((write) => write.unreadReports)
  for (const key of removed) {
    await takeOut(transaction, key)
    await transaction.deleteFrom('report').where('incident_id', '=', key.incident_id).where('digest', '=', key.digest).execute()
  }
  if (reports.length === 0) return
  const isNew = new Set(unread.map(({ row }) => row))
  await insertRows(
    transaction,
    database.dialect,
    reportShape,
    reports.map((row) => (isNew.has(row) ? { ...row, plain: plainTextOf(row) } : row)),
  )
  await writeReadings(database, transaction, unread)
}

/** Reads the texts and writes down what they state; `again`: in place of what was read before. */
export async function writeReadings(
  database: Database,
  transaction: Transaction<Schema>,
  unread: readonly { readonly row: ReportTable; readonly again: boolean }[],
): Promise<void> {
  // A page may tell the same text twice.
  const each = new Map(unread.map((one) => [`${one.row.incident_id} ${one.row.digest}`, one]))
  if (each.size === 0) return
  for (const { row, again } of each.values()) if (again) await takeOut(transaction, row)
  const pages = await loadReportPages(
    transaction,
    [...each.values()].map(({ row }) => row.incident_id),
  )
  const read = [...each.values()].map(({ row }) => reportRows(row, pages.get(row.incident_id) ?? noPage))
  await insertReadings(database, transaction, read)
}

const noPage: ReportPage = { timeZone: null, components: [] }

async function takeOut(
  transaction: Transaction<Schema>,
  { incident_id, digest }: Pick<ReportTable, 'incident_id' | 'digest'>,
): Promise<void> {
  for (const table of reportParts) {
    await transaction.deleteFrom(table).where('incident_id', '=', incident_id).where('digest', '=', digest).execute()
  }
}

async function insertReadings(database: Database, transaction: Transaction<Schema>, read: readonly ReportRows[]): Promise<void> {
  const { dialect } = database
  await insertRows(
    transaction,
    dialect,
    reportReadingShape,
    read.map(({ reading }) => reading),
  )
  await insertRows(
    transaction,
    dialect,
    reportSectionShape,
    read.flatMap(({ sections }) => sections),
  )
  await insertRows(
    transaction,
    dialect,
    reportWindowShape,
    read.flatMap(({ windows }) => windows),
  )
  await insertRows(
    transaction,
    dialect,
    reportWindowEvidenceShape,
    read.flatMap(({ windowEvidence }) => windowEvidence),
  )
  await insertRows(
    transaction,
    dialect,
    reportTimelineEntryShape,
    read.flatMap(({ timeline }) => timeline),
  )
  await insertRows(
    transaction,
    dialect,
    reportMentionShape,
    read.flatMap(({ mentions }) => mentions),
  )
  await insertRows(
    transaction,
    dialect,
    reportPostShape,
    read.flatMap(({ posts }) => posts),
  )
}

/** The zone and the component names of the pages that these incidents stand on, by incident id. */
async function loadReportPages(transaction: Transaction<Schema>, incidentIds: readonly string[]): Promise<ReadonlyMap<string, ReportPage>> {
  const incidents = await transaction
    .selectFrom('incident')
    .innerJoin('page', 'page.id', 'incident.page_id')
    .select(['incident.id', 'page.id as page_id', 'page.time_zone'])
    .where('incident.id', 'in', padded(incidentIds))
    .execute()
  const components = await transaction
    .selectFrom('component')
    .select(['page_id', 'name'])
    .distinct()
    .where('page_id', 'in', padded([...new Set(incidents.map((row) => row.page_id))].concat('')))
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute()
  const namesOf = Map.groupBy(components, (row) => row.page_id)
  return new Map(
    incidents.map(({ id, page_id: pageId, time_zone: timeZone }) => [
      id,
      { timeZone, components: (namesOf.get(pageId) ?? []).map(({ name }) => name) },
    ]),
  )
}
