import { definePlatform } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Params, sources } from './sources.ts'

export const statuspal = definePlatform({
  id: 'statuspal',
  title: 'Statuspal',
  homepage: 'https://www.statuspal.io',
  kind: 'hosted',
  documentation: [],
  documentationNote: "the maker's reference shows examples alone; read from recorded answers",
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'open', history: 'full', regions: 'none' },
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
