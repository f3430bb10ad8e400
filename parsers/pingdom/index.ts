import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

/** Known and recognised, and not readable: see `parse`. */
export const pingdom = definePlatform({
  id: 'pingdom',
  title: 'Pingdom public reports',
  homepage: 'https://www.pingdom.com',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'the reports have no JSON and no feed, and nothing describes their markup',
  provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
