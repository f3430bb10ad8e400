import { z } from 'zod'
import { definePlatform, type Medium, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The components say how things are; the feed of the newest incidents and maintenances says what happened. */
export const sources = {
  components: source('json', 'poll', '/api/v1/components'),
  atom: source('xml', 'poll', '/feed/atom'),
  rss: source('xml', 'archive', '/feed/rss'),
} as const

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: () => [`https://www.paypal-status.com${path}`] }
}

export const paypal = definePlatform({
  id: 'paypal',
  title: 'PayPal',
  homepage: 'https://www.paypal-status.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; written after public readers of the endpoint that the page asks',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
