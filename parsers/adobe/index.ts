import { z } from 'zod'
import { definePlatform, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The events say what happens, the registry which products there are. */
export const sources = {
  events: source('poll', 'StatusEvents'),
  registry: source('poll', 'SnowServiceRegistry'),
} as const

function source(when: When, name: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: () => [`https://data.status.adobe.com/adobestatus/${name}`] }
}

export const adobe = definePlatform({
  id: 'adobe',
  title: 'Adobe',
  homepage: 'https://status.adobe.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; written after public readers of the documents that the page asks for',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
