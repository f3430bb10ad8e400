import { definePlatform } from '../platform.ts'
import type { Document, PageRef, Source, When } from '../platform.ts'
import { fingerprints, paths, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'
import { nextPageOf } from './rows.ts'
import { Settings } from './schema.ts'

export const cachet = definePlatform({
  id: 'cachet',
  title: 'Cachet',
  homepage: 'https://cachethq.io',
  kind: 'selfhosted',
  documentation: [],
  documentationNote: 'read from the code of both generations, https://github.com/cachethq/cachet and https://github.com/cachethq/core',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Settings,
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources: {
    status: source('poll', '/api/v1/status', '/api/status'),
    components: source('poll', paths.components2, paths.components3),
    groups: source('poll', '/api/v1/components/groups?per_page=500'),
    // Without an order 2.x begins with the oldest.
    incidents: source('moved', '/api/v1/incidents?sort=id&order=desc&per_page=50', '/api/incidents?include=components,updates&per_page=50'),
    schedules: source(
      'moved',
      '/api/v1/schedules?sort=id&order=desc&per_page=50',
      '/api/schedules?include=components,updates&sort=-id&per_page=50',
    ),
    feed: {
      medium: 'xml',
      via: 'http',
      when: 'moved',
      urls: (page, params) => addresses(page, params, '/atom', '/rss'),
    } satisfies Source<'xml'>,
    incident: {
      medium: 'json',
      via: 'http',
      when: 'detail',
      urls: (page, params, known) =>
        known.entries
          .filter(
            ({ kind, nativeId, changed, listed }) =>
              kind === 'incident' && changed && !listed && /^\d+$/u.test(nativeId) && asks(params, 2),
          )
          .map(({ nativeId }) => `${page.url}/api/v1/incidents/${nativeId}`),
    } satisfies Source<'json'>,
    history: {
      ...source('history', '/api/v1/incidents?sort=id&order=desc&per_page=100', '/api/incidents?include=components,updates&per_page=100'),
      next: nextPage,
    },
  },
  parse,
})

function source(when: When, path2: string, path3?: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: (page: PageRef, params: unknown) => addresses(page, params, path2, path3) }
}

/** What each generation is asked; where nobody knows which one answers, both are. */
function addresses({ url }: PageRef, params: unknown, path2: string, path3?: string): readonly string[] {
  return [...(asks(params, 2) ? [url + path2] : []), ...(path3 !== undefined && asks(params, 3) ? [url + path3] : [])]
}

function asks(params: unknown, generation: 2 | 3): boolean {
  const settings = Settings.safeParse(params)
  return !settings.success || (settings.data.generation ?? generation) === generation
}

/** The links of a list lead to wherever the installation believes itself to be: only the number of the page counts. */
function nextPage(document: Document<'json'>): string | undefined {
  const [number, url] = [nextPageOf(document), URL.parse(document.url)]
  if (number === undefined || !url) return undefined
  url.searchParams.set('page', String(number))
  return url.href
}
