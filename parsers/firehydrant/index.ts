import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const firehydrant = definePlatform({
  id: 'firehydrant',
  title: 'FireHydrant',
  homepage: 'https://firehydrant.com',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'the document behind the pages is not described; read as two programs read it on live pages in 2026',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'recent', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // One document holds the whole history: hundreds of entries where the page is old.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
