import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const signal = definePlatform({
  id: 'signal',
  title: 'Signal Status',
  homepage: 'https://status.signal.org/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no documentation: the page is one sentence and its symbol; read from a recorded page of 2026',
  provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
