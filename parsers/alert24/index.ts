import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const alert24 = definePlatform({
  id: 'alert24',
  title: 'Alert24 directory',
  homepage: 'https://alert24.net',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no documentation of the directory; read from the text of one recorded page',
  provides: { components: 'full', incidents: 'recent', updates: 'recent', maintenances: 'none', history: 'none', regions: 'none' },
  // A third party that watches vendors: what it shows is its own reading of their pages.
  evidence: 'synthetic',
  authority: 'aggregator',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
