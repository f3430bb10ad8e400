import { z } from 'zod'
import { definePlatform, type PageRef } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'

export const openstatus = definePlatform({
  id: 'openstatus',
  title: 'OpenStatus',
  homepage: 'https://www.openstatus.dev',
  kind: 'hosted',
  documentation: [
    { url: 'https://github.com/openstatusHQ/openstatus/blob/main/apps/status-page/src/content/status-json.ts', read: '2026-11-20' },
  ],
  provides: { components: 'full', incidents: 'full', updates: 'full', maintenances: 'full', history: 'full', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({}),
  // The answers may be kept for 30 seconds, and carry an ETag.
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources: {
    summary: { medium: 'json', via: 'http', when: 'poll', urls: ({ url }: PageRef) => [`${url}/api/status/summary.json`] },
    feed: { medium: 'json', via: 'http', when: 'moved', urls: feedOf },
    // Installations from before 2026-06 have no summary.
    feedAlone: { medium: 'json', via: 'http', when: 'fallback', urls: feedOf },
  },
  parse,
})

function feedOf({ url }: PageRef): readonly string[] {
  return [`${url}/feed/json`]
}
