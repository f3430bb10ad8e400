import { z } from 'zod'
import { definePlatform, type Medium, type Source, type When } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The summary has the headline and what is open, without posts: those are in the home page, which is some 250 KB. */
export const sources = {
  summary: source('json', 'poll', '/summary.json'),
  components: source('json', 'poll', '/v3/components.json'),
  notices: source('html', 'moved', ''),
  atom: source('xml', 'history', '/history.atom'),
  home: source('html', 'fallback', ''),
  summaryV3: source('json', 'fallback', '/v3/summary.json'),
  componentsV2: source('json', 'fallback', '/v2/components.json'),
  rss: source('xml', 'fallback', '/history.rss'),
} as const

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page) => [page.url + path] }
}

export const instatus = definePlatform({
  id: 'instatus',
  title: 'Instatus',
  homepage: 'https://instatus.com',
  kind: 'hosted',
  documentation: [{ url: 'https://instatus.com/help/api/public-data', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'recent', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
