import { definePlatform } from '../platform.ts'
import { fingerprints, refusals, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Params, sources } from './sources.ts'

export const statusio = definePlatform({
  id: 'statusio',
  title: 'Status.io',
  homepage: 'https://status.io',
  kind: 'hosted',
  documentation: [{ url: 'https://kb.status.io/developers/public-status-api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals,
  params: Params,
  settingsOf,
  // One host answers for every page.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
