import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Config } from './config.ts'
import type { Detecting } from './detection.ts'
import { cnamesOf } from './fetch/cnames.ts'
import { createHttpClient, type HttpClient } from './fetch/http.ts'

/** The client of every command: one name, one set of limits, and bot walls told apart from pages. */
export function openHttpClient({ userAgent, allowPrivate, proxy }: Pick<Config, 'userAgent' | 'allowPrivate' | 'proxy'>): HttpClient {
  return createHttpClient({
    userAgent,
    allowPrivate,
    proxy,
    classify: (answer) => {
      const refusal = classifyRefusal(answer)
      return refusal?.reason === 'challenge' ? refusal.what : undefined
    },
  })
}

/** With what detection looks at pages. Behind a proxy the names are the proxy's business, and nobody here may know them. */
export function detectingBy(http: HttpClient, { proxy }: Pick<Config, 'proxy'>): Detecting {
  return proxy === undefined ? { http, cnamesOf } : { http }
}
