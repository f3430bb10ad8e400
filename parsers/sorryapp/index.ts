import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'
import { probed } from '../lib/evidence.ts'
import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints, statusPath } from './fingerprint.ts'
import { nextPage, parse } from './parse.ts'

interface Params {
  readonly componentPages?: number | undefined
}

const longestPage = 25
const mostPages = 20

export const sorryapp = definePlatform({
  id: 'sorryapp',
  title: 'Sorry',
  homepage: 'https://www.sorryapp.com',
  kind: 'hosted',
  documentation: [
    { url: 'https://status.sorryapp.com/api', read: '2026-11-20' },
    { url: 'https://docs.sorryapp.com/v1/notices', read: '2026-11-20' },
  ],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  // How many answers the list of components takes; absent = one.
  params: z.strictObject({ componentPages: z.int().min(1).max(mostPages).optional() }),
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    status: source('poll', statusPath),
    components: {
      ...source('poll', '/api/v1/components'),
      urls: ({ url }: PageRef, { componentPages = 1 }: Params) =>
        Array.from({ length: componentPages }, (_, index) => `${url}/api/v1/components${index === 0 ? '' : `?page=${index + 1}`}`),
    } satisfies Source<'json', Params>,
    // None of the three says that another has moved, and each is small.
    notices: source('poll', '/api/v1/notices'),
    notice: {
      ...source('detail', ''),
      urls: ({ url }, _params, known) =>
        known.entries.filter((entry) => entry.changed && !entry.listed).map(({ nativeId }) => `${url}/api/v1/notices/${nativeId}`),
    } satisfies Source<'json', Params>,
    history: { ...source('history', '/api/v1/notices'), next: nextPage },
  },
  parse,
})

/** The status says how many components there are. */
function settingsOf(page: FetchedPage): Params {
  const count = /"components":\s*\{[^{}]{0,200}"count":\s*(\d{1,4})/u.exec(probed(page, statusPath).slice(0, 10_000))?.[1]
  const pages = Math.ceil(Number(count ?? 0) / longestPage)
  return pages > 1 ? { componentPages: Math.min(pages, mostPages) } : {}
}

function source(when: Source['when'], path: string): Source<'json', Params> {
  return { medium: 'json', via: 'http', when, urls: ({ url }) => [url + path] }
}
