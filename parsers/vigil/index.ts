import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const vigil = definePlatform({
  id: 'vigil',
  title: 'Vigil',
  homepage: 'https://github.com/valeriansaliou/vigil',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: "the makers document the reporting API alone; read from the software's own template and answers",
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
