import { z } from 'zod'
import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The index tells health and names the open issues, the list tells every issue, and each issue's own file its text. */
export const sources = {
  index: { medium: 'json', via: 'http', when: 'poll', urls: (page: PageRef) => [`${page.url}/index.json`] },
  issues: { medium: 'json', via: 'http', when: 'moved', urls: (page: PageRef) => [`${page.url}/issues/index.json`] },
  issue: {
    medium: 'json',
    via: 'http',
    when: 'detail',
    urls: (page, _params, known) =>
      known.entries.filter((entry) => entry.changed && !entry.listed).map(({ nativeId }) => `${page.url}/issues/${nativeId}/index.json`),
  } satisfies Source<'json'>,
  home: { medium: 'html', via: 'http', when: 'fallback', urls: (page: PageRef) => [page.url] },
  // These tell less than the files above, and of what is over not whether it was planned: read out of archives alone.
  affected: { medium: 'json', via: 'http', when: 'archive', urls: () => [] },
  list: { medium: 'html', via: 'http', when: 'archive', urls: () => [] },
  issuePage: { medium: 'html', via: 'http', when: 'archive', urls: () => [] },
  feed: { medium: 'xml', via: 'http', when: 'archive', urls: () => [] },
} as const

export const cstate = definePlatform({
  id: 'cstate',
  title: 'cState',
  homepage: 'https://cstate.netlify.app',
  kind: 'selfhosted',
  documentation: [{ url: 'https://github.com/cstate/cstate/wiki/API', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'full', updates: 'full', maintenances: 'full', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  // Files of a static site: cheap to serve, and changed only when somebody publishes.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
