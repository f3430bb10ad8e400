import { z } from 'zod'
import { definePlatform, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { nextPage, parse } from './parse.ts'

/** Newest first; the API answers those alone that bring a key, or come through a proxy that adds one. */
function urls(): readonly string[] {
  return ['https://api.infomaniak.com/2/events?locale=en']
}

export const sources = {
  events: { medium: 'json', via: 'http', when: 'poll', urls },
  history: { medium: 'json', via: 'http', when: 'history', urls, next: nextPage } satisfies Source<'json'>,
} as const

export const infomaniak = definePlatform({
  id: 'infomaniak',
  title: 'Infomaniak',
  homepage: 'https://infomaniakstatus.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote:
    'the maker documents the endpoint at https://developer.infomaniak.com/docs/api/get/2/events; read from recorded answers',
  provides: { components: 'none', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
