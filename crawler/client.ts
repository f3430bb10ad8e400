import type { Logger } from 'pino'
import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Config } from './config.ts'
import type { Detecting } from './detection.ts'
import type { Clients } from './fetch/ask.ts'
import { type BrowserClient, createBrowserClient } from './fetch/browser.ts'
import type { BrowserEvent } from './fetch/browser/garage.ts'
import { cnamesOf } from './fetch/cnames.ts'
import type { Classify } from './fetch/conclude.ts'
import { createHttpClient, type HttpClient } from './fetch/http.ts'

/** The client of every command: one name, one set of limits, and bot walls told apart from pages. */
export function openHttpClient({ userAgent, allowPrivate, proxy }: Pick<Config, 'userAgent' | 'allowPrivate' | 'proxy'>): HttpClient {
  return createHttpClient({
    userAgent,
    allowPrivate,
    proxy,
    classify: botWallOf,
  })
}

/** The browser beside it, under the same rules; nothing is started before a page needs it. */
export function openBrowserClient(
  { browser, searchPath, userAgent, proxy }: Pick<Config, 'browser' | 'searchPath' | 'userAgent' | 'proxy'>,
  { guard }: HttpClient,
  log?: Logger,
): BrowserClient {
  const onEvent = log && ((event: BrowserEvent) => logEvent(event, log))
  return createBrowserClient({ chosen: browser, searchPath, guard, proxy, product: userAgent, classify: botWallOf, onEvent })
}

const botWallOf: Classify = (answer) => {
  const refusal = classifyRefusal(answer)
  return refusal?.reason === 'challenge' ? refusal.what : undefined
}

function logEvent({ type, ...about }: BrowserEvent, log: Logger): void {
  if (type === 'unavailable') log.warn(about, 'browser: none')
  else log.info(about, type === 'started' ? 'browser: started' : 'browser: ended')
}

/** With what detection looks at pages. Behind a proxy the names are the proxy's business, and nobody here may know them. */
export function detectingBy({ http, browser }: Clients, { proxy }: Pick<Config, 'proxy'>): Detecting {
  return proxy === undefined ? { http, browser, cnamesOf } : { http, browser }
}

/** For one question that a command asks: detection with all its means, and their end. */
export async function detectOnce<T>(config: Config, work: (detecting: Detecting) => Promise<T>): Promise<T> {
  const http = openHttpClient(config)
  const browser = openBrowserClient(config, http)
  try {
    return await work(detectingBy({ http, browser }, config))
  } finally {
    await browser.close()
    await http.destroy()
  }
}
