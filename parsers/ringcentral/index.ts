import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const sources = {
  status: { medium: 'json', via: 'http', when: 'poll', urls: () => ['https://status.ringcentral.com/status.json'] },
} as const

export const ringcentral = definePlatform({
  id: 'ringcentral',
  title: 'RingCentral',
  homepage: 'https://status.ringcentral.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; written after public readers of the endpoint that the page asks',
  provides: { components: 'full', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'full' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
