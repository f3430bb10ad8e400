import type { Hono } from 'hono'
import type { Database } from '../../data/database/open.ts'
import type { Instant } from '../../parsers/model.ts'
import { createApp } from '../../server/app.tsx'
import type { ServerContext, ServerEnv } from '../../server/context.ts'
import type { Config } from '../../server/config.ts'
import type { LivePoller } from '../../server/live.ts'
import { createContext } from '../../server/serve.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import { now } from '../support/rows.ts'

/** The app over a database in memory and a clock that the test moves. */
export interface TestServer {
  readonly database: Database
  readonly app: Hono<ServerEnv>
  readonly context: ServerContext
  readonly live: LivePoller
  readonly faults: readonly unknown[]
  setNow(at: Instant): void
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** The body as JSON; `null` members and all. */
  json(path: string): Promise<unknown>
}

export const testConfig: Config = { host: '127.0.0.1', port: 0, databaseUrl: 'sqlite::memory:', publicUrl: null, maximumStreams: 3 }

export async function createTestServer(rows: Parameters<typeof insert>[1] = {}, config: Partial<Config> = {}): Promise<TestServer> {
  const database = await openTestDatabase()
  await insert(database, rows)
  let present = now
  const faults: unknown[] = []
  const { context, live } = createContext(
    database,
    { ...testConfig, ...config },
    { now: () => present, boardKeepMs: 0, onError: (error) => faults.push(error) },
  )
  const app = createApp(context)
  async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return app.request(`http://status.test${path}`, { headers }, {})
  }
  return {
    database,
    app,
    context,
    live,
    faults,
    setNow: (at) => (present = at),
    get,
    json: async (path) => (await get(path)).json(),
  }
}
