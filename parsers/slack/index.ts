import { z } from 'zod'
import { definePlatform, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** Whatever name the page is watched under, one host answers. */
const host = 'https://slack-status.com'

export const sources = {
  current: { medium: 'json', via: 'http', when: 'poll', urls: () => [`${host}/api/v2.0.0/current`] } satisfies Source<'json'>,
  home: { medium: 'html', via: 'http', when: 'poll', urls: () => [`${host}/`] } satisfies Source<'html'>,
  history: { medium: 'json', via: 'http', when: 'moved', urls: () => [`${host}/api/v2.0.0/history`] } satisfies Source<'json'>,
}

export const slack = definePlatform({
  id: 'slack',
  title: 'Slack System Status',
  homepage: host,
  kind: 'bespoke',
  documentation: [{ url: 'https://docs.slack.dev/reference/slack-status-api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'recent', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
