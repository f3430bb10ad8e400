import SqliteDatabase from 'better-sqlite3'
import {
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDatabase as KyselySqliteDatabase,
  type SqliteStatement,
  type Transaction,
} from 'kysely'
import { createCheckpoints } from './checkpoints.ts'
import { migrateToNewest } from './migrations.ts'
import type { Schema } from './schema.ts'

export interface Database {
  readonly db: Kysely<Schema>
  readonly dialect: 'sqlite' | 'postgres'
  /** Names of the migrations that opening has applied. */
  readonly migrated: readonly string[]
  /** Runs `work` in one write transaction: all of it lands, or nothing. */
  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A locked file waits this long for the other process before it is an error. */
const busyTimeoutMilliseconds = 15_000
/** Kysely compiles the same few hundred texts over and over; multi-row statements vary by row count. */
const statementCacheSize = 100

/** Opens and migrates the database that `url` names (`sqlite:path`, `sqlite::memory:` or a plain path). */
export async function openDatabase(url: string): Promise<Database> {
  if (/^postgres(?:ql)?:/u.test(url)) throw new Error('database: Postgres is not supported by this version; use sqlite:<file>')
  const handle = new SqliteDatabase(url.replace(/^sqlite:(?:\/\/)?/u, ''), { timeout: busyTimeoutMilliseconds })
  handle.pragma('journal_mode = WAL')
  handle.pragma('synchronous = NORMAL')
  handle.pragma('foreign_keys = ON')
  // Where nobody else copies the log back, it is done here at 192 MB.
  handle.pragma('wal_autocheckpoint = 48000')
  handle.pragma('journal_size_limit = 67108864')
  handle.pragma('cache_size = -2000')
  handle.pragma('temp_store = MEMORY')
  const db = new Kysely<Schema>({ dialect: sqliteDialect(handle) })
  const migrated = await migrateToNewest(db, 'sqlite')
  const checkpoints = createCheckpoints(handle)
  return {
    db,
    dialect: 'sqlite',
    migrated,
    async write(work) {
      const result = await db.transaction().execute(work)
      checkpoints.afterWrite()
      return result
    },
    async close() {
      await checkpoints.close()
      await db.destroy()
    },
  }
}

/** SQLite rolls back DDL like any other statement; Kysely's adapter says it cannot, and then migrates unprotected. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function sqliteDialect(handle: SqliteDatabase.Database): Dialect {
  const base = new SqliteDialect({ database: cachingHandle(handle) })
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => base.createDriver(),
    createIntrospector: (db) => base.createIntrospector(db),
    createQueryCompiler: () => base.createQueryCompiler(),
  }
}

/**
 * Kysely prepares a statement on each call; this keeps them. Its plain `begin` becomes `begin immediate`: a
 * transaction that reads first and writes later fails at once, whatever the busy timeout, where another process
 * has written in between.
 */
function cachingHandle(handle: SqliteDatabase.Database): KyselySqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => {
      statements.clear()
      handle.close()
    },
    prepare(text: string): SqliteStatement {
      const known = statements.get(text)
      if (known) {
        // The last used is kept longest: what every transaction needs is never prepared twice.
        statements.delete(text)
        statements.set(text, known)
        return known
      }
      const prepared = handle.prepare(text === 'begin' ? 'begin immediate' : text)
      const statement: SqliteStatement = {
        reader: prepared.reader,
        all: (parameters) => prepared.all(...parameters),
        run: (parameters) => prepared.run(...parameters),
        iterate: (parameters) => prepared.iterate(...parameters),
      }
      if (statements.size >= statementCacheSize) statements.delete(statements.keys().next().value ?? '')
      statements.set(text, statement)
      return statement
    },
  }
}
