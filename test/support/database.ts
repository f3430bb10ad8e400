import type { Insertable } from 'kysely'
import { type Database, openDatabase } from '../../data/database/open.ts'
import { reportParts } from '../../data/database/report-tables.ts'
import type { Schema } from '../../data/database/schema.ts'

/** Databases in memory, filled with the rows of rows.ts. */

export async function openTestDatabase(): Promise<Database> {
  return openDatabase('sqlite::memory:')
}

/** What a scene may hold, by table. */
type Rows = { readonly [Table in keyof Schema]?: readonly Insertable<Schema[Table]>[] }

const order: readonly (keyof Schema)[] = [
  'vendor',
  'page',
  'poll',
  'component',
  'incident',
  'incident_version',
  'incident_component',
  'incident_update',
  'incident_update_version',
  'maintenance',
  'maintenance_version',
  'maintenance_component',
  'maintenance_update',
  'maintenance_update_version',
  'report',
  ...reportParts,
  'doubt',
  'change',
  'instance',
]

/** Inserts the rows, owners before what belongs to them. */
export async function insert({ db }: Pick<Database, 'db'>, rows: Rows): Promise<void> {
  for (const table of order) {
    for (const row of rows[table] ?? []) await db.insertInto(table).values(row).execute()
  }
}
