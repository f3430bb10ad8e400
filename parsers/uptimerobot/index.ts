import type { z } from 'zod'
import { definePlatform } from '../platform.ts'
import type { PageRef, Source } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { nextMonitors, parse } from './parse.ts'
import { Settings } from './schema.ts'

export const uptimerobot = definePlatform({
  id: 'uptimerobot',
  title: 'UptimeRobot',
  homepage: 'https://uptimerobot.com/status-page/',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'no document of the maker describes what its status pages load; read from recorded answers',
  provides: { components: 'full', incidents: 'recent', updates: 'recent', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Settings,
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    // Thirty monitors a page.
    monitors: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (_page: PageRef, params: unknown) => addressOf(params, ({ host, key }) => `${host}/api/getMonitorList/${key}?page=1`),
      next: nextMonitors,
    } satisfies Source<'json'>,
    // What people wrote moves no monitor.
    events: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (_page: PageRef, params: unknown) => addressOf(params, ({ host, key }) => `${host}/api/getEventFeed/${key}`),
    } satisfies Source<'json'>,
    // The page of one monitor has nothing that the list has not, but may be all that a file holds.
    monitor: { medium: 'json', via: 'http', when: 'archive', urls: () => [] } satisfies Source<'json'>,
  },
  parse,
})

/** The rest of a vendor row's settings was checked before; a page without them has no address to ask. */
function addressOf(params: unknown, address: (settings: z.infer<typeof Settings>) => string): readonly string[] {
  const settings = Settings.safeParse(params)
  return settings.success ? [address(settings.data)] : []
}
