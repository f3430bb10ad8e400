import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const announcements = definePlatform({
  id: 'announcements',
  title: 'A page of news with incident reports',
  homepage: 'https://schema.org/NewsArticle',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'pages of news have no common format but dated addresses; read from the address and the text of one recorded report',
  provides: { components: 'none', incidents: 'recent', updates: 'open', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
