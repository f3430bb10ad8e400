import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const xai = definePlatform({
  id: 'xai',
  title: 'xAI Status',
  homepage: 'https://status.x.ai/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from recorded feeds of 2026',
  provides: { components: 'none', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'feed',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
