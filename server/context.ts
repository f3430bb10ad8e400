import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Instant } from '../parsers/model.ts'
import type { VendorReading } from '../data/store/readings.ts'
import type { Reader } from '../data/store/reader.ts'
import type { Config } from './config.ts'
import type { Metrics } from './api/metrics.ts'
import type { Live } from './live.ts'
import type { Assets } from './http/assets.ts'

/** Every watched vendor as of one look at the store, at most a quarter of a second old. */
export interface Board {
  /** Id of the newest change; 0 where there is none. */
  readonly newest: number
  /** In the order of the watch list. */
  readonly vendors: readonly VendorReading[]
  readonly byId: ReadonlyMap<string, VendorReading>
  /** Identity of everything shown of the vendors but times: moves with any change of health, trust or doubt. */
  readonly digest: string
  /** When the first of the fresh readings goes stale unless it is read again; null where none is fresh. */
  readonly freshUntil: Instant | null
}

/** What a response shows, as far as caching is concerned: see `conditional` in http/caching.ts. */
export interface Shown {
  readonly tag: string
  /** When the first of the readings shown goes stale; null where none is fresh. */
  readonly freshUntil: Instant | null
}

/** What every route has at hand. */
export interface ServerContext {
  readonly config: Config
  /** Reads of the store; trust is judged as of the moment of the call. */
  readonly store: Reader
  readonly assets: Assets
  readonly live: Live
  readonly startedAt: Instant
  /** Of the program and its assets: part of every ETag. */
  readonly version: string
  readonly metrics: Metrics
  now(): Instant
  board(): Promise<Board>
  /** Our own faults, for the log. */
  onError(error: unknown): void
}

export interface ServerEnv {
  /** Absent where the app is asked without a socket. */
  Bindings: { outgoing?: Pick<ServerResponse, 'destroy'> }
  Variables: {
    server: ServerContext
    /** The pattern of the table that matched: a label with few values. */
    route: string
  }
}

export type ServerRequest = Context<ServerEnv>
