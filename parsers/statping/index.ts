import { z } from 'zod'
import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'

/** Services carry health and their incidents, but not the names of their groups. */
export const sources = {
  services: source('poll', '/api/services'),
  groups: source('poll', '/api/groups'),
  core: source('moved', '/api'),
  messages: source('moved', '/api/messages'),
  // Of one service, by its number: the services tell the same.
  incidents: { medium: 'json', via: 'http', when: 'archive', urls: () => [] },
  // The same, for what it is.
  service: { medium: 'json', via: 'http', when: 'archive', urls: () => [] },
} as const

function source(when: When, path: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: (page: PageRef) => [page.url + path] }
}

export const statping = definePlatform({
  id: 'statping',
  title: 'Statping',
  homepage: 'https://github.com/statping-ng/statping-ng',
  kind: 'selfhosted',
  documentation: [{ url: 'https://docs.statping.com/', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'full', updates: 'full', maintenances: 'full', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  // A service is looked at every 30 seconds unless its operator wants it otherwise.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
