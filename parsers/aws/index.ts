import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const aws = definePlatform({
  id: 'aws',
  title: 'AWS Health Dashboard',
  homepage: 'https://health.aws.amazon.com/health/status',
  kind: 'bespoke',
  documentation: [{ url: 'https://docs.aws.amazon.com/health/latest/ug/aws-health-dashboard-status.html', read: '2026-11-20' }],
  documentationNote: 'the page is documented, the documents behind it are not: they were read from recorded pages',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'none', history: 'none', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
