import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const tinystatus = definePlatform({
  id: 'tinystatus',
  title: 'tinystatus',
  homepage: 'https://github.com/bderenzo/tinystatus',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'no documentation of the page; read from a generated page and from the script that writes it (0.1 and 0.2)',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // The script runs from cron: nothing on the page changes more often than once a minute.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
