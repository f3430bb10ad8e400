import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const hund = definePlatform({
  id: 'hund',
  title: 'Hund',
  homepage: 'https://hund.io',
  kind: 'hosted',
  documentation: [{ url: 'https://github.com/hundio/api-specification', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
