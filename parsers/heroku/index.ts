import { z } from 'zod'
import { definePlatform, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const sources = {
  currentStatus: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (page) => [`${page.url}/api/v4/current-status`],
  } satisfies Source<'json'>,
  incidents: {
    medium: 'json',
    via: 'http',
    when: 'moved',
    urls: (page) => [`${page.url}/api/v4/incidents?limit=50`],
  } satisfies Source<'json'>,
}

export const heroku = definePlatform({
  id: 'heroku',
  title: 'Heroku Status',
  homepage: 'https://status.heroku.com',
  kind: 'bespoke',
  documentation: [{ url: 'https://devcenter.heroku.com/articles/heroku-status', read: '2026-11-20' }],
  documentationNote:
    'the makers document the site, not its API: that was read from recorded answers and from the source of their command line',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'recent', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
