import { z } from 'zod'
import { readJson, readWire } from '../lib/json.ts'
import { definePlatform, type Document, type Medium, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints, refusals, slugOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { History } from './schema.ts'

/** The page's short name where its address does not carry it (`/status/acme` does, a domain of its own does not). */
const Params = z.strictObject({ slug: z.string().min(1).max(200).exactOptional() })
type Params = z.infer<typeof Params>

/** What the page holds and what each monitor's last beats were are two documents; neither says much alone. */
export const sources = {
  page: source('json', 'poll', (slug) => `/api/status-page/${slug}`),
  heartbeat: source('json', 'poll', (slug) => `/api/status-page/heartbeat/${slug}`),
  incidents: source('json', 'moved', (slug) => `/api/status-page/${slug}/incident-history`),
  history: { ...source('json', 'history', (slug) => `/api/status-page/${slug}/incident-history`), next: nextPage },
  home: source('html', 'fallback', (slug) => `/status/${slug}`),
  rss: source('xml', 'fallback', (slug) => `/status/${slug}/rss`),
} as const

function source<M extends Medium>(medium: M, when: When, path: (slug: string) => string): Source<M, Params> {
  return { medium, via: 'http', when, urls: (page, params) => [addressOf(page, params, path)] }
}

function addressOf(page: PageRef, { slug }: Params, path: (slug: string) => string): string {
  const [address, own] = /\/status(?:-page)?(?:\/([^/?#]{1,200}))?$/u.exec(page.url) ?? ['']
  const base = page.url.slice(0, page.url.length - address.length)
  return base + path(own ?? slug ?? 'default')
}

function nextPage(document: Document<'json'>): string | undefined {
  const { hasMore, nextCursor } = readWire(History, readJson(document), document.url)
  const url = URL.parse(document.url)
  if (!hasMore || nextCursor === undefined || nextCursor === null || !url) return undefined
  url.searchParams.set('cursor', String(nextCursor))
  return url.href
}

export const uptimekuma = definePlatform({
  id: 'uptimekuma',
  title: 'Uptime Kuma',
  homepage: 'https://uptime.kuma.pet',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'The public API of status pages is not documented; read from the source and from a running 2.5.3.',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals,
  params: Params,
  settingsOf: (page) => {
    const slug = slugOf(page)
    return slug === undefined ? undefined : { slug }
  },
  // The server keeps its answers for a minute (beats) and for five (the page).
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
