import { z } from 'zod'
import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'

const Params = z.strictObject({
  /** The name of the page that its own API wants, which is not its host's where it has one of its own. */
  slug: z.string().min(1).max(200).optional(),
})
type Params = z.infer<typeof Params>

export const checkly = definePlatform({
  id: 'checkly',
  title: 'Checkly status pages',
  homepage: 'https://www.checklyhq.com/docs/communicate/status-pages/overview',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'no document of the maker describes the state of the page or its API; read from a recorded answer and public clients',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'embedded-state',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources: {
    // Services have no state of their own but that of the incidents that are open: only the page tells both at once.
    home: { medium: 'html', via: 'http', when: 'poll', urls: (page: PageRef) => [`${page.url}/`] } satisfies Source<'html', Params>,
    unresolved: api('fallback', 'unresolved-incidents'),
    windows: api('fallback', 'maintenance-windows'),
    uptime: api('fallback', 'uptime'),
  },
  parse,
})

function api(when: When, name: string): Source<'json', Params> {
  return {
    medium: 'json',
    via: 'http',
    when,
    urls: (page, { slug }) => (slug === undefined ? [] : [`${page.url}/api/status-page/${encodeURIComponent(slug)}/${name}`]),
  }
}
