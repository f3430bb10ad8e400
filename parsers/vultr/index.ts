import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const vultr = definePlatform({
  id: 'vultr',
  title: 'Vultr Server Status',
  homepage: 'https://status.vultr.com/',
  kind: 'bespoke',
  documentation: [{ url: 'https://www.vultr.com/docs/vultr-server-status-json-endpoints/', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'full' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
