import { z } from 'zod'
import { definePlatform, type Known, type Medium, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const pagerduty = definePlatform({
  id: 'pagerduty',
  title: 'PagerDuty status pages',
  homepage: 'https://www.pagerduty.com/platform/incident-management/status-pages/',
  kind: 'hosted',
  documentation: [],
  documentationNote: "no document describes what a page's own host answers; read from a recorded page of 2023 and public clients of 2026",
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    // Each names things by ids that stand in another: none says much alone.
    posts: source('json', 'poll', '/api/posts?is_featured=true&limit=500'),
    impacted: source('json', 'poll', '/api/impacted_services'),
    services: source('json', 'poll', '/api/services'),
    enums: source('json', 'poll', '/api/post_enums'),
    post: {
      medium: 'json',
      via: 'http',
      when: 'detail',
      urls: (page: PageRef, _params: unknown, known: Known) =>
        known.entries
          .filter((entry) => entry.changed && !entry.listed)
          .flatMap(({ nativeId }) => URL.parse(`${page.url}/api/posts/${nativeId}`)?.href ?? []),
    } satisfies Source<'json'>,
    home: source('html', 'fallback', '/'),
  },
  parse,
})

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page: PageRef) => [page.url + path] }
}
