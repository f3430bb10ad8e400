import { definePlatform } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Params, sources } from './sources.ts'

export const site24x7 = definePlatform({
  id: 'site24x7',
  title: 'Site24x7 StatusIQ',
  homepage: 'https://www.site24x7.com/statusiq/',
  kind: 'hosted',
  documentation: [
    { url: 'https://github.com/site24x7/StatusIQ-Android-SDK', read: '2026-11-20' },
    { url: 'https://github.com/site24x7/StatusIQ-iOS-SDK', read: '2026-11-20' },
  ],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
