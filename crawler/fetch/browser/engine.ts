import { homedir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, BrowserType, CDPSession } from 'playwright'
import { openEgress, type Egress, type EgressOptions, type Pass } from './egress.ts'
import { type BrowserProcesses, killProcesses, memoryMegabytes, processesOf } from './processes.ts'
import { type Seen, visitPage, type VisitRequest } from './visit.ts'

/** One running browser, with the way out that is its own. */
export interface Engine {
  /** As the browser says it: "153.0.8010.0". */
  readonly version: string
  readonly isSandboxed: boolean
  readonly pages: number
  readonly ageMilliseconds: number
  /** Of all its processes; undefined where that cannot be known. */
  readonly megabytes: () => Promise<number | undefined>
  /** Visits one page. Resolves with a word where the browser has ended or no longer obeys. */
  readonly visit: (request: VisitRequest) => Promise<Seen | 'gone' | 'hung' | 'too_much_memory'>
  /** Why it has ended; undefined while it runs. */
  readonly end: () => EngineEnd | undefined
  /** Ends it, and with it whatever visits are under way. */
  readonly close: () => Promise<void>
}

export type EngineEnd = 'closed' | 'crashed' | 'hung' | 'too_much_memory'

export interface EngineOptions {
  readonly path: string
  readonly egress: EgressOptions
  /** What the browser says of itself besides: who runs it, and for what. */
  readonly product: string
  /** PATH, for a browser that is a script. */
  readonly searchPath: string | undefined
  /** Milliseconds. For one visit as a whole. */
  readonly visitMilliseconds: number
  /** For a fresh context: a browser that takes longer hangs. */
  readonly contextMilliseconds: number
  /** A browser that takes more is ended in the middle of its work. */
  readonly mostMegabytes: number
}

const launchMilliseconds = 20_000
/** What an orderly end may take. */
const closeMilliseconds = 3_000
const memoryMilliseconds = 1_000
/** Between the failure of what is under way and the word that the browser has ended. */
const goneMilliseconds = 500

const flags = [
  // Nothing that no page has asked for.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  // Nothing past the proxy: no name is looked up, no datagram sent.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--dns-prefetch-disable',
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  // Small.
  '--blink-settings=imagesEnabled=false',
  '--disable-gpu',
  '--js-flags=--max-old-space-size=512',
]

/** Loopback is no exception: nothing is. */
const bypass = '<-loopback>'

/** Starts a browser; rejects where it does not start. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  // A quarter of a second, spent only where a page needs it.
  const { chromium } = await import('playwright')
  const egress = await openEgress(options.egress)
  try {
    const { browser, isSandboxed } = await launch(chromium, egress, options)
    const session = await browser.newBrowserCDPSession()
    const { userAgent } = await session.send('Browser.getVersion')
    return createEngine({ browser, session, egress, isSandboxed, processes: await processesOf(session), userAgent }, options)
  } catch (error) {
    await egress.close()
    throw error
  }
}

async function launch(
  chromium: BrowserType,
  egress: Egress,
  { path, searchPath }: EngineOptions,
): Promise<{ browser: Browser; isSandboxed: boolean }> {
  async function attempt(isSandboxed: boolean): Promise<{ browser: Browser; isSandboxed: boolean }> {
    const browser = await chromium.launch({
      executablePath: path,
      chromiumSandbox: isSandboxed,
      args: flags,
      // What belongs to no visit gets no further than the proxy's question for a name.
      proxy: { server: egress.url, bypass },
      // None of our own settings, which hold secrets; Windows starts no program without its own.
      ...(process.platform === 'win32' ? {} : { env: environmentOf(searchPath) }),
      timeout: launchMilliseconds,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    return { browser, isSandboxed }
  }
  // Chromium does not run sandboxed as root, and in many containers not at all.
  if (process.getuid?.() === 0) return attempt(false)
  try {
    return await attempt(true)
  } catch {
    return attempt(false)
  }
}

function environmentOf(searchPath: string | undefined): Record<string, string> {
  return { TZ: 'UTC', LANG: 'C.UTF-8', HOME: homedir(), ...(searchPath === undefined ? {} : { PATH: searchPath }) }
}

interface Running {
  readonly browser: Browser
  readonly session: CDPSession
  readonly egress: Egress
  readonly isSandboxed: boolean
  readonly processes: BrowserProcesses
  readonly userAgent: string
}

function createEngine({ browser, session, egress, isSandboxed, processes, userAgent }: Running, options: EngineOptions): Engine {
  const startedAt = performance.now()
  const ended = Promise.withResolvers<EngineEnd>()
  let end: EngineEnd | undefined
  let pages = 0
  let underWay = 0
  let closing: Promise<void> | undefined

  browser.on('disconnected', () => finish('crashed'))

  function finish(reason: EngineEnd): void {
    end ??= reason
    ended.resolve(end)
    closing ??= clear()
  }

  async function clear(): Promise<void> {
    const isOrderly = end === 'closed' && (await within(browser.close(), closeMilliseconds).catch(ignore)) !== 'late'
    if (!isOrderly) killProcesses({ main: processes.main, all: await presentProcesses() })
    // Also removes its folder.
    await within(browser.close(), closeMilliseconds).catch(ignore)
    await egress.close()
  }

  /** Empty where the browser no longer says; its children end with it, then, or with their group. */
  async function presentProcesses(): Promise<readonly number[]> {
    const isAnswering = browser.isConnected() && end !== 'hung'
    const present = isAnswering ? await within(processesOf(session), closeMilliseconds).catch(ignore) : undefined
    return typeof present === 'object' ? present.all : []
  }

  async function megabytes(): Promise<number | undefined> {
    return end ? undefined : memoryMegabytes(await presentProcesses())
  }

  async function watchMemory(): Promise<void> {
    while (underWay > 0 && !end) {
      if (((await megabytes()) ?? 0) > options.mostMegabytes) finish('too_much_memory')
      await sleep(memoryMilliseconds, undefined, { ref: false })
    }
  }

  /** In a context of its own: no cookie, no cache, nothing stays. */
  function openContext({ username, password }: Pass): Promise<BrowserContext> {
    return browser.newContext({
      proxy: { server: egress.url, bypass, username, password },
      userAgent: `${userAgent} ${options.product}`,
      locale: 'en-US',
      timezoneId: 'UTC',
      serviceWorkers: 'block',
      acceptDownloads: false,
      viewport: { width: 1280, height: 2000 },
      reducedMotion: 'reduce',
    })
  }

  async function visit(request: VisitRequest): Promise<Seen | 'hung'> {
    const pass = egress.admit()
    const context = await within(openContext(pass), options.contextMilliseconds)
    if (context === 'late') {
      pass.revoke()
      finish('hung')
      return 'hung'
    }
    try {
      const seen = await within(visitPage(context, pass, request), options.visitMilliseconds)
      return seen === 'late' ? 'hung' : seen
    } finally {
      void leave(context, pass)
    }
  }

  /** Nobody waits for it. A browser that cannot even close a page is of no further use. */
  async function leave(context: BrowserContext, pass: Pass): Promise<void> {
    pass.revoke()
    if ((await within(context.close(), closeMilliseconds).catch(ignore)) === 'late') finish('hung')
  }

  return {
    version: browser.version(),
    isSandboxed,
    get pages() {
      return pages
    },
    get ageMilliseconds() {
      return performance.now() - startedAt
    },
    megabytes,
    end: () => end,
    async visit(request) {
      if (end) return 'gone'
      pages++
      underWay++
      if (underWay === 1) void watchMemory()
      try {
        const came = await Promise.race([visit(request), ended.promise])
        if (typeof came === 'object' || (came === 'hung' && !end)) return came
        return came === 'too_much_memory' ? came : 'gone'
      } catch (error) {
        if (end === 'too_much_memory') return end
        // What fails because the browser goes is told before its end is.
        if (end || (await within(ended.promise, goneMilliseconds)) !== 'late') return 'gone'
        throw error
      } finally {
        underWay--
      }
    },
    async close() {
      finish('closed')
      await closing
    },
  }
}

/** What the work comes to, or that it is late. Where it is, what it comes to later is of no interest. */
async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | 'late'> {
  const timer = new AbortController()
  try {
    return await Promise.race([work, sleep(milliseconds, 'late' as const, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}

function ignore(): undefined {
  return undefined
}
