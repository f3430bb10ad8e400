import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const hyperping = definePlatform({
  id: 'hyperping',
  title: 'Hyperping',
  homepage: 'https://hyperping.com',
  kind: 'hosted',
  documentation: [{ url: 'https://hyperping.com/docs/status-page/status-page-json', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    status: { medium: 'json', via: 'http', when: 'poll', urls: ({ url }) => [`${url}/status.json`] },
  },
  parse,
})
