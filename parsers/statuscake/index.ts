import { definePlatform } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse, sources } from './parse.ts'
import { Params, settingsOf } from './schema.ts'

export const statuscake = definePlatform({
  id: 'statuscake',
  title: 'StatusCake public reports',
  homepage: 'https://www.statuscake.com',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'the handler behind the reports is not documented; read from the scripts of the reports that ask it',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals,
  params: Params,
  settingsOf,
  // Every report is answered by one host.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
