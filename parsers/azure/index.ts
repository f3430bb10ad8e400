import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const azure = definePlatform({
  id: 'azure',
  title: 'Azure status',
  homepage: 'https://azure.status.microsoft/en-us/status',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'the feed, the post and the markup of the page are described nowhere: they were read from recorded pages',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'none', history: 'none', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
