import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const meta = definePlatform({
  id: 'meta',
  title: 'Meta Status',
  homepage: 'https://metastatus.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote:
    'no public documentation of its data; the services are read from a recorded answer of 2026, the outages from programs that read them',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // While an outage goes on there are seventeen more requests.
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
