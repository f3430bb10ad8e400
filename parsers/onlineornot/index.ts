import { z } from 'zod'
import { nextHistoryPage } from './history.ts'
import { definePlatform, type Known, type PageRef, type Source, type When } from '../platform.ts'
import { entryUrl } from './entries.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const onlineornot = definePlatform({
  id: 'onlineornot',
  title: 'OnlineOrNot',
  homepage: 'https://onlineornot.com/status-pages',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'the public summary is described by no document that could be read; shapes as public clients of 2026 read them',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'open', history: 'full', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources: {
    // The maker's API takes a host of one's own as well as the name under its own.
    summary: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (page: PageRef) => [`https://api.onlineornot.com/v1/status_pages/${nameOf(page.url)}/summary`],
    } satisfies Source<'json'>,
    home: html('moved', ''),
    incident: {
      medium: 'html',
      via: 'http',
      when: 'detail',
      urls: (page: PageRef, _params: unknown, known: Known) =>
        known.entries.filter((entry) => entry.changed && !entry.listed).flatMap(({ nativeId }) => entryUrl(page.url, nativeId) ?? []),
    } satisfies Source<'html'>,
    history: { ...html('history', '/incidents'), next: nextHistoryPage },
    page: html('fallback', ''),
  },
  parse,
})

function html(when: When, path: string): Source<'html'> {
  return { medium: 'html', via: 'http', when, urls: (page: PageRef) => [`${page.url}${path || '/'}`] }
}

function nameOf(url: string): string {
  const host = URL.parse(url)?.hostname ?? ''
  return host.endsWith('.onlineornot.com') && host !== 'status.onlineornot.com' ? host.slice(0, -'.onlineornot.com'.length) : host
}
