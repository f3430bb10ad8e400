import type { Source } from '../../parsers/platform.ts'
import type { BrowserClient } from './browser.ts'
import { brokenOff, type FetchRequest, type FetchResult } from './conclude.ts'
import type { HttpClient } from './http.ts'

/** What documents are got with. */
export interface Clients {
  readonly http: HttpClient
  /** Absent = pages that need one are not read. */
  readonly browser?: Pick<BrowserClient, 'fetch'> | undefined
}

/** Gets one document of a source in the way that the source asks for. */
export function askSource(
  source: Source,
  url: string,
  { http, browser }: Clients,
  validators: Pick<FetchRequest, 'etag' | 'lastModified'> = {},
): Promise<FetchResult> {
  const { medium, via, post, drawn } = source
  if (via === 'http') return http.fetch(post === undefined ? { url, medium, ...validators } : { url, medium, post, ...validators })
  if (!browser) return Promise.resolve(brokenOff({ kind: 'browser', detail: 'switched_off' }, url, url))
  const response = source.response && ((address: string) => source.response?.(address) === true)
  return browser.fetch({ url, medium, response, drawn })
}
