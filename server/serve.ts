import { createServer, type Server as HttpServer } from 'node:http'
import { hostname } from 'node:os'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { type Database, openDatabase } from '../data/database/open.ts'
import { beat } from '../data/store/instances.ts'
import { createReader } from '../data/store/reader.ts'
import type { Instant } from '../parsers/model.ts'
import { createMetrics } from './api/metrics.ts'
import { createApp } from './app.tsx'
import { createBoard } from './board.ts'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import type { ServerContext } from './context.ts'
import { loadAssets } from './http/assets.ts'
import { type ProblemStatus, problemOf, rawProblem } from './http/problem.ts'
import { createLive, type LivePoller } from './live.ts'

/** A server that listens. */
export interface RunningServer {
  readonly url: string
  /** Ends streams, lets answers under way finish, closes the database. */
  close(): Promise<void>
}

/** As often as the newest change is looked up. */
const quarterSecondMs = 250
const beatMs = 10_000
/** Answers that are not done by then are cut off. */
const closingMs = 5_000
const sweepMs = 20

export async function serve(config: Config, onError: (error: unknown) => void): Promise<RunningServer> {
  const database = await openDatabase(config.databaseUrl)
  const { context, live } = createContext(database, config, { now: clock, boardKeepMs: quarterSecondMs, onError })
  const server = listener(context)
  let beating: NodeJS.Timeout | undefined
  try {
    beating = await startBeating(database, context.startedAt, onError)
    // Its first look says where the log ends: a stream that is open before it would lose what comes between.
    await live.look()
    await listen(server, config)
  } catch (error) {
    clearInterval(beating)
    await database.close()
    throw error
  }
  live.start()
  return {
    url: urlOf(server, config),
    async close() {
      clearInterval(beating)
      live.stop()
      await closed(server)
      await database.close()
    },
  }
}

interface ContextOptions {
  readonly now: () => Instant
  /** How long one look at the vendors serves every request; 0 = each looks for itself. */
  readonly boardKeepMs: number
  readonly onError: (error: unknown) => void
}

/** Everything that the routes need, over one database. */
export function createContext(database: Database, config: Config, options: ContextOptions): { context: ServerContext; live: LivePoller } {
  const { now, boardKeepMs, onError } = options
  const store = createReader(database, now)
  const board = createBoard(store, now, boardKeepMs)
  const live = createLive(store, board, onError)
  const assets = loadAssets()
  const context: ServerContext = {
    config,
    store,
    assets,
    live,
    metrics: createMetrics(),
    startedAt: now(),
    version: assets.digest,
    now,
    board,
    onError,
  }
  return { context, live }
}

const limits = {
  // A client that sends its head or body by drops holds a connection no longer than this.
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  connectionsCheckingInterval: 5_000,
}
const mostConnections = 10_000

function listener(context: ServerContext): HttpServer {
  const app = createApp(context)
  const answer = getRequestListener(app.fetch, { errorHandler: badRequest })
  const server = createServer(limits, (incoming, outgoing) => void answer(incoming, outgoing))
  server.maxConnections = mostConnections
  server.on('clientError', refuse)
  return server
}

/** A request whose address or host cannot be read. */
function badRequest(): Response {
  return Response.json(problemOf(400, 'The request cannot be read'), {
    status: 400,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  })
}

const clientProblems: Readonly<Record<string, readonly [ProblemStatus, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The head of the request is longer than 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive'],
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, detail] = clientProblems[error.code ?? ''] ?? [400, 'The request cannot be read']
  socket.end(rawProblem(status, detail))
}

function listen(server: HttpServer, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: HttpServer, { host }: Config): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** A connection whose answer ends after the server was closed idles on: those are looked for until none is left. */
function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), closingMs)
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
    server.close(() => {
      clearTimeout(deadline)
      clearInterval(sweep)
      resolve()
    })
  })
}

/** Writes down now and then that this process lives; the first time before anybody is served. */
async function startBeating(database: Database, startedAt: Instant, onError: (error: unknown) => void): Promise<NodeJS.Timeout> {
  const id = `server-${hostname()}-${process.pid}`
  async function beatOnce(): Promise<void> {
    await beat(database, { id, role: 'server', startedAt, seenAt: clock() })
  }
  await beatOnce()
  return setInterval(() => void beatOnce().catch(onError), beatMs)
}
