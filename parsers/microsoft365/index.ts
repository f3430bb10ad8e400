import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const microsoft365 = definePlatform({
  id: 'microsoft365',
  title: 'Microsoft 365 status',
  homepage: 'https://status.cloud.microsoft',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'only the API for tenants is documented, whose states this one has: it was read from recorded pages',
  provides: { components: 'full', incidents: 'open', updates: 'recent', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // Fast polling is answered with 429.
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
