import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Config } from './config.ts'
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
