import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'
import { sources } from './sources.ts'

export const statuscast = definePlatform({
  id: 'statuscast',
  title: 'StatusCast',
  homepage: 'https://statuscast.com',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'no public documentation of what its pages answer; read from recorded pages and answers of 2023 and 2026',
  provides: { components: 'full', incidents: 'recent', updates: 'recent', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
