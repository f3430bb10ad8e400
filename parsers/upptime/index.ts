import { z } from 'zod'
import { readJson, readWire } from '../lib/json.ts'
import { definePlatform, type Document, type PageRef, type Source } from '../platform.ts'
import { fingerprints, repositoryOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Search } from './schema.ts'

/** The repository, and where its files and GitHub's API are where the page's operator has put a server before them. */
const Params = z.strictObject({
  owner: z.string().regex(/^[A-Za-z\d-]{1,39}$/u),
  repo: z.string().regex(/^[\w.-]{1,100}$/u),
  contentUrl: z.url({ protocol: /^https?$/u }).exactOptional(),
  apiUrl: z.url({ protocol: /^https?$/u }).exactOptional(),
})
type Params = z.infer<typeof Params>

const pageSize = 50

/**
 * The summary says how each site is. Issues are asked for only when that has changed or one of them is open: without a key
 * GitHub answers 10 searches a minute and 60 other questions an hour, for all pages that one machine watches.
 */
export const sources = {
  summary: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page: PageRef, { owner, repo, contentUrl = 'https://raw.githubusercontent.com' }: Params) => [
      `${contentUrl}/${owner}/${repo}/HEAD/history/summary.json`,
    ],
  },
  issues: { medium: 'json', via: 'http', when: 'moved', urls: issueUrls },
  comments: {
    medium: 'json',
    via: 'http',
    when: 'detail',
    urls: (_page, params, known) =>
      known.entries
        .filter((entry) => entry.changed && !entry.listed)
        .map(({ nativeId }) => `${apiOf(params)}/repos/${params.owner}/${params.repo}/issues/${nativeId}/comments?per_page=100`),
  } satisfies Source<'json', Params>,
  history: { medium: 'json', via: 'http', when: 'history', urls: issueUrls, next: nextPage },
} as const

function apiOf({ apiUrl = 'https://api.github.com' }: Params): string {
  return apiUrl
}

/** Incidents carry one label, planned work another; a comma between labels means either. */
function issueUrls(_page: PageRef, params: Params): readonly string[] {
  const query = encodeURIComponent(`repo:${params.owner}/${params.repo} is:issue label:status,maintenance`)
  return [`${apiOf(params)}/search/issues?q=${query}&sort=created&order=desc&per_page=${pageSize}`]
}

function nextPage(document: Document<'json'>, walked: number): string | undefined {
  const { items, total_count: total } = readWire(Search, readJson(document), document.url)
  const url = URL.parse(document.url)
  if (!url || items.length === 0 || walked * pageSize >= total) return undefined
  url.searchParams.set('page', String(walked + 1))
  return url.href
}

export const upptime = definePlatform({
  id: 'upptime',
  title: 'Upptime',
  homepage: 'https://upptime.js.org',
  kind: 'selfhosted',
  documentation: [
    { url: 'https://upptime.js.org/docs/', read: '2026-11-20' },
    { url: 'https://upptime.js.org/docs/scheduled-maintenance', read: '2026-11-20' },
  ],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf: repositoryOf,
  // The monitor itself looks every five minutes at most.
  politeness: { minimumIntervalSeconds: 300, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
