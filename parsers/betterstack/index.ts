import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import type { PageRef, Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const betterstack = definePlatform({
  id: 'betterstack',
  title: 'Better Stack',
  homepage: 'https://betterstack.com/status-page',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'no document of the maker describes index.json; read from recorded pages',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources: {
    index: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (page: PageRef) => [`${page.url}/index.json`],
    } satisfies Source<'json'>,
    // The incidents that the monitors themselves open stand nowhere else. They move a component, and so the index.
    feed: { medium: 'xml', via: 'http', when: 'moved', urls: (page: PageRef) => [`${page.url}/feed.rss`] } satisfies Source<'xml'>,
  },
  parse,
})
