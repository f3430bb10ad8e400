import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'
import { sources } from './sources.ts'

export const statuspage = definePlatform({
  id: 'statuspage',
  title: 'Atlassian Statuspage',
  homepage: 'https://www.atlassian.com/software/statuspage',
  kind: 'hosted',
  documentation: [{ url: 'https://confluence.status.atlassian.com/api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  // The answers come from a CDN that keeps them for seconds; many pages share it, and bursts over them are answered 429.
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
