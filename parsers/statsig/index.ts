import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'
import { Params, settingsOf } from './schema.ts'

export const statsig = definePlatform({
  id: 'statsig',
  title: "Statsig's open-source status page",
  homepage: 'https://github.com/statsig-io/statuspage',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'no documentation of the files; read from recorded ones and from the scripts that write and draw them',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  // A scheduled job appends one line an hour; the pages are files on a shared host.
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
