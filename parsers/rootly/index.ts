import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { longestPage, parse } from './parse.ts'

export const rootly = definePlatform({
  id: 'rootly',
  title: 'Rootly',
  homepage: 'https://rootly.com',
  kind: 'hosted',
  documentation: [{ url: 'https://docs.rootly.com/configuration/status-page-public-api', read: '2026-11-20' }],
  provides: { components: 'none', incidents: 'open', updates: 'full', maintenances: 'open', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    status: { medium: 'json', via: 'http', when: 'poll', urls: ({ url }) => [`${url}/api/v1/status.json`] },
    incidents: { medium: 'json', via: 'http', when: 'moved', urls: ({ url }) => [`${url}/api/v1/incidents.json?per_page=${longestPage}`] },
  },
  parse,
})
