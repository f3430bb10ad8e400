import type { Insertable, Transaction } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { Writes } from '../changes/moment.ts'
import type { Database } from '../database/open.ts'
import { chunksOf, insertRows, padded } from '../database/rows.ts'
import type { ChangeTable, PageTable, PollTable, RawBodyTable, RawDocumentTable, Schema, SourceStateTable } from '../database/schema.ts'
import {
  changeShape,
  componentShape,
  doubtShape,
  pageShape,
  pollShape,
  rawBodyShape,
  rawDocumentShape,
  shapes,
  sourceStateShape,
} from '../database/shapes.ts'
import { writeReports } from './report-writing.ts'

export type NewPoll = Insertable<Omit<PollTable, 'id'>>

/** What the polls of a round write, gathered over all of them. */
export interface Gathered {
  readonly pages: PageTable[]
  readonly polls: NewPoll[]
  readonly writes: Writes[]
  readonly changes: Insertable<ChangeTable>[]
  readonly observed: { readonly pageId: string; readonly from: Instant; readonly until: Instant }[]
  readonly sources: SourceStateTable[]
  readonly archive: (RawDocumentTable & Pick<RawBodyTable, 'encoding' | 'body'>)[]
}

/** Writes a round down; called inside the transaction that has read what it rests on. */
export async function writeRound(database: Database, transaction: Transaction<Schema>, gathered: Gathered): Promise<void> {
  const { dialect } = database
  await insertRows(transaction, dialect, pageShape, gathered.pages)
  await insertRows(transaction, dialect, pollShape, gathered.polls)
  for (const kind of ['incident', 'maintenance'] as const) await writeEntries(database, transaction, kind, gathered.writes)
  await insertRows(
    transaction,
    dialect,
    componentShape,
    gathered.writes.flatMap((writes) => writes.components),
  )
  await writeReports(database, transaction, gathered.writes)
  await insertRows(
    transaction,
    dialect,
    doubtShape,
    gathered.writes.flatMap((writes) => writes.doubts),
  )
  for (const kind of ['contradiction', 'backdated'] as const) {
    const settled = gathered.writes.flatMap((writes) => writes.settledDoubts).filter((doubt) => doubt.kind === kind)
    if (settled.length === 0) continue
    const ids = settled.map((doubt) => doubt.subjectId)
    await transaction.deleteFrom('doubt').where('kind', '=', kind).where('subject_id', 'in', padded(ids)).execute()
  }
  await insertRows(transaction, dialect, changeShape, gathered.changes)
  await writeSources(database, transaction, gathered)
  await writeObservations(transaction, gathered.observed)
}

async function writeEntries(
  database: Database,
  transaction: Transaction<Schema>,
  kind: 'incident' | 'maintenance',
  all: readonly Writes[],
): Promise<void> {
  const { dialect } = database
  const shape = shapes[kind]
  const writes = all.map((write) => write[kind])
  await insertRows(
    transaction,
    dialect,
    shape.entry,
    writes.flatMap((write) => write.retired),
  )
  await insertRows(
    transaction,
    dialect,
    shape.entry,
    writes.flatMap((write) => write.entries),
  )
  await insertRows(
    transaction,
    dialect,
    shape.version,
    writes.flatMap((write) => write.versions),
  )
  const sets = writes.flatMap((write) => [...write.components])
  if (sets.length > 0) {
    await transaction
      .deleteFrom(`${kind}_component`)
      .where('entry_id', 'in', padded(sets.map(([id]) => id)))
      .execute()
    await insertRows(
      transaction,
      dialect,
      shape.component,
      sets.flatMap(([, rows]) => rows),
    )
  }
  await insertRows(
    transaction,
    dialect,
    shape.update,
    writes.flatMap((write) => write.updates),
  )
  for (const { update_id, digest } of writes.flatMap((write) => write.poorerVersions)) {
    await transaction.deleteFrom(`${kind}_update_version`).where('update_id', '=', update_id).where('digest', '=', digest).execute()
  }
  await insertRows(
    transaction,
    dialect,
    shape.updateVersion,
    writes.flatMap((write) => write.updateVersions),
  )
}

/** The validators of the newest answer of each URL, and the bodies for the archive. */
async function writeSources(database: Database, transaction: Transaction<Schema>, { sources, archive }: Gathered): Promise<void> {
  if (sources.length === 0) return
  const rows = await transaction
    .selectFrom('source_state')
    .select(['page_id', 'source', 'url', 'observed_at'])
    .where('page_id', 'in', padded([...new Set(sources.map((source) => source.page_id))]))
    .execute()
  const known = new Map(rows.map((row) => [`${row.page_id} ${row.source} ${row.url}`, row.observed_at]))
  const newest = sources.filter((state) => (known.get(`${state.page_id} ${state.source} ${state.url}`) ?? '') <= state.observed_at)
  await insertRows(transaction, database.dialect, sourceStateShape, newest)
  await insertRows(
    transaction,
    database.dialect,
    rawBodyShape,
    archive.map(({ hash, encoding, body }) => ({ hash, encoding, body })),
  )
  await insertRows(transaction, database.dialect, rawDocumentShape, archive)
}

async function writeObservations(transaction: Transaction<Schema>, observed: Gathered['observed']): Promise<void> {
  for (const chunk of chunksOf(observed)) {
    await transaction
      .insertInto('observation')
      .values(chunk.map(({ pageId, from, until }) => ({ page_id: pageId, from_at: from, until_at: until, polls: 1 })))
      .onConflict((conflict) =>
        conflict.columns(['page_id', 'from_at']).doUpdateSet((eb) => ({
          until_at: eb.ref('excluded.until_at'),
          polls: eb('observation.polls', '+', 1),
        })),
      )
      .execute()
  }
}
