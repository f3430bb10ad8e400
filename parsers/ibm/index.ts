import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const ibm = definePlatform({
  id: 'ibm',
  title: 'IBM Cloud Status',
  homepage: 'https://cloud.ibm.com/status',
  kind: 'bespoke',
  documentation: [],
  documentationNote: "no public documentation of the page's own data; read from a recorded answer of 2026",
  provides: { components: 'open', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'open' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // One answer of 2.5 MB, most of it news.
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
