import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const okta = definePlatform({
  id: 'okta',
  title: 'Okta Status',
  homepage: 'https://status.okta.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation, and no public API; read from a recorded page of 2026',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'embedded-state',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
