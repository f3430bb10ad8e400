import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'
import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints, noPage, refusals } from './fingerprint.ts'
import { parse } from './parse.ts'

interface Params {
  readonly statusPage?: string | undefined
}

export const oneuptime = definePlatform({
  id: 'oneuptime',
  title: 'OneUptime',
  homepage: 'https://oneuptime.com',
  kind: 'selfhosted',
  documentation: [{ url: 'https://oneuptime.com/docs/status-pages/public-api', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals,
  // The id of the page, or a domain of its own; absent = as the page's address says.
  params: z.strictObject({ statusPage: z.string().min(1).max(253).optional() }),
  settingsOf,
  // The answers may be 15 seconds old.
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 2 },
  sources: {
    overview: source('poll', 'overview'),
    incidents: source('moved', 'incidents'),
    maintenances: source('moved', 'scheduled-maintenance-events'),
  },
  parse,
})

/** The page's icon has the page's id, or the domain that leads to it, in its address. */
function settingsOf({ home }: FetchedPage): Params | undefined {
  const statusPage = /href="\/status-page-api\/favicon\/([\w.-]{1,253})"/u.exec(home.body.text.slice(0, 100_000))?.[1]
  return statusPage === undefined || statusPage === noPage ? undefined : { statusPage }
}

function source(when: When, list: string): Source<'json', Params> {
  // Installations from before 2026 answer nothing but POST.
  return { medium: 'json', via: 'http', when, post: '{}', urls: (page, params) => [addressOf(page, params, list)] }
}

function addressOf({ url }: PageRef, { statusPage }: Params, list: string): string {
  const { origin, hostname } = new URL(url)
  const id = statusPage ?? /\/status-page\/([\da-f-]{36})(?:\/|$)/u.exec(url)?.[1] ?? hostname
  return `${origin}/status-page-api/${list}/${id}`
}
