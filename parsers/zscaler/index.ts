import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const zscaler = definePlatform({
  id: 'zscaler',
  title: 'Zscaler Trust',
  homepage: 'https://trust.zscaler.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from recorded answers of three clouds of 2026',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
