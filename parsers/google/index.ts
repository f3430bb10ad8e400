import { z } from 'zod'
import { definePlatform, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const sources = {
  incidents: { medium: 'json', via: 'http', when: 'poll', urls: (page) => [`${page.url}/incidents.json`] } satisfies Source<'json'>,
  products: { medium: 'json', via: 'http', when: 'poll', urls: (page) => [`${page.url}/products.json`] } satisfies Source<'json'>,
  feed: {
    medium: 'xml',
    via: 'http',
    when: 'fallback',
    // The dashboard of Firebase speaks one language only.
    urls: (page) => [`${page.url}${page.url.includes('//status.firebase.google.com') ? '' : '/en'}/feed.atom`],
  } satisfies Source<'xml'>,
}

export const google = definePlatform({
  id: 'google',
  title: 'Google status dashboards',
  homepage: 'https://status.cloud.google.com',
  kind: 'bespoke',
  documentation: [
    { url: 'https://developers.google.com/pay/api/status', read: '2026-11-20' },
    { url: 'https://developers.google.com/public-key-infrastructure/faq/status-info', read: '2026-11-20' },
    { url: 'https://docs.cloud.google.com/service-health/docs/service-health-fallback', read: '2026-11-20' },
  ],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'none', history: 'recent', regions: 'open' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
