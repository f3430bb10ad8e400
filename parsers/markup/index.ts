import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const markup = definePlatform({
  id: 'markup',
  title: 'A page with rows and words',
  homepage: 'https://html.spec.whatwg.org',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'pages of no known maker have nothing in common but what a reader sees; held to every recorded page of a known one',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
