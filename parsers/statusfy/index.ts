import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'
import { Params, settingsOf } from './schema.ts'

export const statusfy = definePlatform({
  id: 'statusfy',
  title: 'Statusfy',
  homepage: 'https://github.com/juliomrqz/statusfy',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: "the documents behind the pages are described nowhere; read from the software's own source",
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 3 },
  sources,
  parse,
})
