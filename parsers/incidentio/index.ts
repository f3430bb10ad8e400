import { z } from 'zod'
import { definePlatform, type Medium, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** What the page's own program asks for is the richest; the imitation of Statuspage lacks groups, starts and components. */
export const sources = {
  native: source('json', 'poll', proxyOf),
  nativeIncidents: source('json', 'moved', (page) => `${proxyOf(page)}/incidents`),
  home: source('html', 'fallback', ({ url }) => url),
  summary: source('json', 'fallback', ({ url }) => `${url}/api/v2/summary.json`),
  status: source('json', 'archive', ({ url }) => `${url}/api/v2/status.json`),
  components: source('json', 'archive', ({ url }) => `${url}/api/v2/components.json`),
  incidents: source('json', 'archive', ({ url }) => `${url}/api/v2/incidents.json`),
  atom: source('xml', 'fallback', ({ url }) => `${url}/feed.atom`),
  rss: source('xml', 'fallback', ({ url }) => `${url}/feed.rss`),
} as const

function source<M extends Medium>(medium: M, when: When, address: (page: PageRef) => string): Source<M> {
  return { medium, via: 'http', when, urls: (page) => [address(page)] }
}

/** `/proxy/<host>` on the page's host; on the maker's own host a page is known by its path. */
function proxyOf({ url }: PageRef): string {
  const { origin, host, pathname } = new URL(url)
  const path = pathname.replace(/\/$/u, '')
  return host === 'statuspage.incident.io' ? `${origin}/proxy${path}` : `${origin}/proxy/${host}${path}`
}

export const incidentio = definePlatform({
  id: 'incidentio',
  title: 'incident.io',
  homepage: 'https://incident.io/status-pages',
  kind: 'hosted',
  documentation: [{ url: 'https://docs.incident.io/status-pages/api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'recent', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  // Names that no page has are answered 404.
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
