import { describeBrowser, type BrowserSearch } from '../browser-path.ts'
import type { ProxyOptions } from '../dispatcher.ts'
import type { Fault } from '../errors.ts'
import type { Guard } from '../guard.ts'
import { type Engine, startEngine } from './engine.ts'

/** Where the one browser stands: started when it is needed, replaced when it is worn or gone, closed when it is idle. */
export interface Garage {
  /** The browser to use now; the fault where there is none. Each one taken is put back. */
  readonly take: () => Promise<Engine | Fault>
  readonly putBack: (engine: Engine) => void
  readonly stats: () => BrowserStats
  /** Ends the browser, whatever it does; later there is none. */
  readonly close: () => Promise<void>
}

export interface BrowserStats {
  /** Name, version and where it was found; undefined as long as none was started. */
  readonly browser: string | undefined
  readonly pages: number
  /** Ends that nobody has asked for. */
  readonly crashes: number
}

/** For the log. */
export type BrowserEvent =
  | { readonly type: 'started'; readonly browser: string; readonly path: string; readonly sandboxed: boolean }
  | { readonly type: 'ended'; readonly reason: string; readonly pages: number; readonly seconds: number; readonly megabytes?: number }
  | { readonly type: 'unavailable'; readonly reason: string; readonly err?: unknown }

export interface GarageOptions {
  /** Undefined where the operator wants none. */
  readonly search: () => Promise<BrowserSearch | undefined>
  readonly searchPath?: string | undefined
  readonly guard: Guard
  readonly proxy?: ProxyOptions | undefined
  readonly product: string
  readonly onEvent?: ((event: BrowserEvent) => void) | undefined
}

export interface GarageLimits {
  /** For one page as a whole. */
  readonly visitMilliseconds: number
  /** For a fresh context. */
  readonly contextMilliseconds: number
  /** What one page may take in over the wire. */
  readonly maximumWireBytes: number
  /** A browser is replaced after so many pages, after so long, or when it has come to hold so much. */
  readonly pagesPerBrowser: number
  readonly ageMilliseconds: number
  readonly recycleMegabytes: number
  /** A browser that takes so much is ended in the middle of its work. */
  readonly mostMegabytes: number
  /** It is closed when nobody has needed it for so long. */
  readonly idleMilliseconds: number
  /** Where there was none, or none that starts, it is looked for again after so long. */
  readonly againMilliseconds: number
}

const closed: Fault = { kind: 'connection', detail: 'client_closed' }

/** Makes the garage; nothing is started yet. */
export function createGarage(options: GarageOptions, limits: GarageLimits): Garage {
  /** Every browser that runs, with how many use it; all but the present one end with their last use. */
  const users = new Map<Engine, number>()
  const endings = new Set<Promise<void>>()
  let present: Engine | undefined
  let starting: Promise<Engine | Fault> | undefined
  let absence: { readonly fault: Fault; readonly until: number } | undefined
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let browser: string | undefined
  let pages = 0
  let crashes = 0

  async function start(): Promise<Engine | Fault> {
    const search = await options.search()
    if (!search?.found)
      return absent({ kind: 'browser', detail: search ? 'not_installed' : 'switched_off' }, search && describeBrowser(search))
    const { path, source } = search.found
    try {
      const egress = { guard: options.guard, proxy: options.proxy, maximumBytes: limits.maximumWireBytes }
      const engine = await startEngine({ path, egress, product: options.product, searchPath: options.searchPath, ...limits })
      absence = undefined
      browser = `Chromium ${engine.version} (${source})`
      options.onEvent?.({ type: 'started', browser, path, sandboxed: engine.isSandboxed })
      users.set(engine, 0)
      present = engine
      return engine
    } catch (cause) {
      return absent({ kind: 'browser', detail: 'not_started', cause }, `${path} does not start`)
    }
  }

  /** Told once: every page that wants a browser would say it again. */
  function absent(fault: Fault, reason: string | undefined): Fault {
    const isNews = absence?.fault.detail !== fault.detail
    absence = { fault, until: performance.now() + limits.againMilliseconds }
    if (isNews && reason !== undefined) {
      options.onEvent?.({ type: 'unavailable', reason, ...(fault.cause === undefined ? {} : { err: fault.cause }) })
    }
    return fault
  }

  /** No further page gets it; it ends when the last one is done. */
  function retire(engine: Engine, reason: string): void {
    if (present === engine) present = undefined
    if (users.get(engine) !== 0) return
    users.delete(engine)
    const ending = end(engine, reason).finally(() => endings.delete(ending))
    endings.add(ending)
  }

  async function end(engine: Engine, wanted: string): Promise<void> {
    const megabytes = await engine.megabytes()
    await engine.close()
    const came = engine.end()
    const reason = came === undefined || came === 'closed' ? wanted : came
    if (reason !== wanted) crashes++
    const seconds = Math.round(engine.ageMilliseconds / 1000)
    const measured = megabytes === undefined ? {} : { megabytes: Math.round(megabytes) }
    options.onEvent?.({ type: 'ended', reason, pages: engine.pages, seconds, ...measured })
  }

  async function retireWorn(engine: Engine): Promise<void> {
    // What is no longer the present one was retired while this page was still being read.
    const isOver = engine !== present || engine.end() !== undefined
    const isOld = engine.pages >= limits.pagesPerBrowser || engine.ageMilliseconds >= limits.ageMilliseconds
    if (isOver || isOld || ((await engine.megabytes()) ?? 0) >= limits.recycleMegabytes) retire(engine, 'worn')
  }

  return {
    async take() {
      clearTimeout(idle)
      if (isClosed) return closed
      if (present?.end() !== undefined) retire(present, 'crashed')
      if (absence && performance.now() < absence.until) return absence.fault
      const engine = present ?? (await (starting ??= start().finally(() => (starting = undefined))))
      if (isClosed) return closed
      if (!('kind' in engine)) users.set(engine, (users.get(engine) ?? 0) + 1)
      return engine
    },
    putBack(engine) {
      pages++
      const used = users.get(engine)
      if (used === undefined) return
      users.set(engine, used - 1)
      void retireWorn(engine)
      clearTimeout(idle)
      idle = setTimeout(() => present && retire(present, 'idle'), limits.idleMilliseconds).unref()
    },
    stats: () => ({ browser, pages, crashes }),
    async close() {
      isClosed = true
      clearTimeout(idle)
      await starting
      // In the middle of their work: each of them is told by the end of its browser.
      for (const engine of users.keys()) {
        users.set(engine, 0)
        retire(engine, 'closed')
      }
      await Promise.all(endings)
    },
  }
}
