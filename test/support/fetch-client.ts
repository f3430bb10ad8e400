import type { FetchedDocument, FetchResult } from '../../crawler/fetch/conclude.ts'
import type { FetchError } from '../../crawler/fetch/errors.ts'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../crawler/fetch/http.ts'
import { testAuthority } from './tls.ts'

/** A client that may reach loopback and trusts the certificates of `tls.ts`. */
export function createTestClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({
    userAgent: 'Statuswire/test (+https://statuswire.test/contact)',
    allowPrivate: ['127.0.0.0/8', '::1/128'],
    certificateAuthorities: [testAuthority],
    ...options,
  })
}

export function documentOf(result: FetchResult): FetchedDocument {
  if (result.outcome === 'failed') throw result.error
  if (result.outcome !== 'ok') throw new Error(`the outcome is ${result.outcome}`)
  return result
}

export function errorOf(result: FetchResult): FetchError {
  if (result.outcome !== 'failed') throw new Error(`the outcome is ${result.outcome}, not failed`)
  return result.error
}
