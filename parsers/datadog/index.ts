import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

/** Known and recognised, and not readable: see `parse`. */
export const datadog = definePlatform({
  id: 'datadog',
  title: 'Datadog Status Pages',
  homepage: 'https://docs.datadoghq.com/service_management/status_pages/',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'the makers describe the keyed API alone; every public path answers with the shell of a script',
  provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // A browser page that is known to tell nothing is not worth more than one an hour.
  politeness: { minimumIntervalSeconds: 3600, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
