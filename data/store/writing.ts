import type { Insertable, Transaction } from 'kysely'
import type { Writes } from '../changes/moment.ts'
import type { Database } from '../database/open.ts'
import { insertRows, padded } from '../database/rows.ts'
import type {
  ChangeTable,
  ObservationTable,
  PageTable,
  PollTable,
  RawBodyTable,
  RawDocumentTable,
  Schema,
  SourceStateTable,
} from '../database/schema.ts'
import {
  changeShape,
  componentShape,
  doubtShape,
  observationShape,
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
  readonly observed: ObservationTable[]
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
  await insertRows(transaction, dialect, sourceStateShape, gathered.sources)
  await insertRows(transaction, dialect, rawBodyShape, gathered.archive)
  await insertRows(transaction, dialect, rawDocumentShape, gathered.archive)
  await insertRows(transaction, dialect, observationShape, gathered.observed)
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
