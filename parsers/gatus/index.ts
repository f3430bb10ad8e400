import { z } from 'zod'
import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The last two results of each endpoint say what all of them would; older versions answer under older paths. */
export const sources = {
  endpoints: source('poll', '/api/v1/endpoints/statuses?page=1&pageSize=2'),
  config: source('moved', '/api/v1/config'),
  services: source('fallback', '/api/v1/services/statuses?page=1&pageSize=2'),
  statuses: source('fallback', '/api/v1/statuses?page=1&pageSize=2'),
} as const

function source(when: When, path: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: (page: PageRef) => [page.url + path] }
}

export const gatus = definePlatform({
  id: 'gatus',
  title: 'Gatus',
  homepage: 'https://gatus.io',
  kind: 'selfhosted',
  documentation: [{ url: 'https://github.com/TwiN/gatus#api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'full', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // The server keeps its answers for ten seconds; few endpoints are looked at more often than once a minute.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
