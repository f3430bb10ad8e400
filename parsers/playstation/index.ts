import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Params, usualRegions } from './schema.ts'

export const sources = {
  status: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page: PageRef, { regions = usualRegions }: Params) =>
      regions.map((region) => `https://status.playstation.com/data/statuses/region/${region}.json`),
  } satisfies Source<'json', Params>,
} as const

export const playstation = definePlatform({
  id: 'playstation',
  title: 'PlayStation Network',
  homepage: 'https://status.playstation.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; written after public readers of the endpoint that the page asks',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'open', history: 'none', regions: 'full' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
