import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { firstSchema } from './migrations/0001-first-schema.ts'
import type { Schema } from './schema.ts'

function migrationsFor(dialect: 'sqlite' | 'postgres'): Record<string, Migration> {
  return { '0001-first-schema': firstSchema(dialect) }
}

/**
 * Brings the database to the newest version and returns the names of what was applied. All in one write transaction:
 * where crawler and server start at the same moment, the second waits for the first and finds nothing left to do.
 */
export async function migrateToNewest(db: Kysely<Schema>, dialect: 'sqlite' | 'postgres'): Promise<readonly string[]> {
  return db.transaction().execute(async (transaction) => {
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrationsFor(dialect) } })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined) throw new Error('database: migration failed', { cause: error })
    return (results ?? []).map((result) => result.migrationName)
  })
}
