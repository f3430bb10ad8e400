import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const azureDevops = definePlatform({
  id: 'azure-devops',
  title: 'Azure DevOps status',
  homepage: 'https://status.dev.azure.com',
  kind: 'bespoke',
  documentation: [{ url: 'https://learn.microsoft.com/en-us/rest/api/azure/devops/status/', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // The makers ask for at most one request a minute: their answers are that old anyway.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
