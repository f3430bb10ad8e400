import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const x = definePlatform({
  id: 'x',
  title: 'X Developer Platform Status',
  homepage: 'https://docs.x.com/status',
  kind: 'bespoke',
  documentation: [],
  documentationNote:
    'a page of the documentation, written as Markdown; no recorded page: written to what a program of 2026 reads out of it, which is the headline and the state of each component, and not the prose of past incidents',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
