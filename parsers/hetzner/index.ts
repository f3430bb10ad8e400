import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: () => ['https://status.hetzner.com/en'] },
} as const

export const hetzner = definePlatform({
  id: 'hetzner',
  title: 'Hetzner',
  homepage: 'https://status.hetzner.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; written after public readers of the state in the page',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'full' },
  evidence: 'synthetic',
  authority: 'embedded-state',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
