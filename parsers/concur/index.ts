import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'
import { Params } from './schema.ts'

export const concur = definePlatform({
  id: 'concur',
  title: 'SAP Concur Open',
  homepage: 'https://open.concur.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from recorded answers of 2025 and 2026',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'full', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  // Some 35 to 300 KB for each of four data centres.
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
