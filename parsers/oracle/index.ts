import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const oracle = definePlatform({
  id: 'oracle',
  title: 'Oracle Cloud Infrastructure Status',
  homepage: 'https://ocistatus.oraclecloud.com/',
  kind: 'bespoke',
  documentation: [{ url: 'https://docs.oracle.com/en-us/iaas/Content/General/Concepts/status-service.htm', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'none', regions: 'full' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // Some 8,700 pairs of region and service, 1.6 MB of them; the maker's own page asks every five minutes.
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
