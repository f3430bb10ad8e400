import { definePlatform } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { parse, sources } from './parse.ts'
import { Params } from './schema.ts'

export const syndication = definePlatform({
  id: 'syndication',
  title: 'A feed of incidents',
  homepage: 'https://www.rssboard.org/rss-specification',
  kind: 'selfhosted',
  documentation: [],
  documentationNote:
    'RSS, Atom and JSON Feed say how a feed is written, and nobody how incidents are told in one; read from recorded feeds',
  provides: { components: 'none', incidents: 'recent', updates: 'recent', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'feed',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
