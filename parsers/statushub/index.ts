import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const statushub = definePlatform({
  id: 'statushub',
  title: 'StatusHub',
  homepage: 'https://statushub.com',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'The maker documents the keyed API alone; the public counts are known from the code of a program that reads them.',
  provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    statuses: { medium: 'json', via: 'http', when: 'poll', urls: ({ url }) => [`${url}/api/statuses`] },
  },
  parse,
})
