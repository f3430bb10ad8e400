import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const auth0 = definePlatform({
  id: 'auth0',
  title: 'Auth0 Status',
  homepage: 'https://status.auth0.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation, and no recorded page; written to what programs of 2026 read out of it',
  provides: { components: 'full', incidents: 'open', updates: 'none', maintenances: 'open', history: 'none', regions: 'full' },
  evidence: 'synthetic',
  authority: 'embedded-state',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
