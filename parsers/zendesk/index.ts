import { z } from 'zod'
import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** An account, so that only what concerns its part of Zendesk is told; absent = all of it. */
const Params = z.strictObject({
  subdomain: z
    .string()
    .regex(/^[a-z\d-]{1,63}$/u)
    .exactOptional(),
})
type Params = z.infer<typeof Params>

const base = 'https://status.zendesk.com'

/** The lists of the page are read, as they hold what is over as well; the documented list of active incidents stands in for them. */
export const sources = {
  incidents: source('poll', '/api/ssp/incidents.json'),
  services: source('poll', '/api/ssp/services.json'),
  maintenances: source('poll', '/api/incidents/maintenance'),
  incident: {
    medium: 'json',
    via: 'http',
    when: 'detail',
    urls: (_page, _params, known) =>
      known.entries
        .filter(({ kind, changed, listed }) => kind === 'incident' && changed && !listed)
        .map(({ nativeId }) => `${base}/api/incidents/${encodeURIComponent(nativeId)}`),
  } satisfies Source<'json', Params>,
  active: source('fallback', '/api/incidents/active'),
} as const

function source(when: When, path: string): Source<'json', Params> {
  return {
    medium: 'json',
    via: 'http',
    when,
    urls: (_page: PageRef, { subdomain }) => [`${base}${path}${subdomain === undefined ? '' : `?subdomain=${subdomain}`}`],
  }
}

export const zendesk = definePlatform({
  id: 'zendesk',
  title: 'Zendesk',
  homepage: base,
  kind: 'bespoke',
  documentation: [{ url: 'https://developer.zendesk.com/api-reference/status_api/status_api/', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  // Ten requests a minute are allowed, and a poll makes three.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
