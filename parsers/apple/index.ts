import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const apple = definePlatform({
  id: 'apple',
  title: 'Apple System Status',
  homepage: 'https://www.apple.com/support/systemstatus/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from recorded answers of the consumer page (2026) and the developer page (2020)',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
