import type { Logger } from 'pino'
import { type Database, openDatabase } from '../data/database/open.ts'
import { syncWatchList } from '../data/store/watch.ts'
import { type Config, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { createRunner, type Runner } from './runner.ts'

/** What a command that polls needs, opened in the right order and closed in the other. */
export interface Session {
  readonly config: Config
  readonly log: Logger
  readonly database: Database
  readonly runner: Runner
  readonly close: () => Promise<void>
}

/** Opens the store, migrates it and writes the watch list into it. */
export async function openSession(options: { readonly quiet?: boolean } = {}): Promise<Session> {
  const config = readConfig()
  const log = createLog(options.quiet === true ? 'error' : config.logLevel)
  const database = await openWatchList(config)
  const runner = createRunner(config, database, log)
  return {
    config,
    log,
    database,
    runner,
    async close() {
      await runner.close()
      await database.close()
      log.flush()
    },
  }
}

/** The store, with what the configuration wants to be watched written into it. */
export async function openWatchList(config: Pick<Config, 'databaseUrl' | 'vendors'>): Promise<Database> {
  const database = await openDatabase(config.databaseUrl)
  try {
    await syncWatchList(database, config.vendors)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
