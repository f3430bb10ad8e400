import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const alibaba = definePlatform({
  id: 'alibaba',
  title: 'Alibaba Cloud Status',
  homepage: 'https://status.alibabacloud.com/',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from a recorded answer of 2026',
  provides: { components: 'none', incidents: 'recent', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
