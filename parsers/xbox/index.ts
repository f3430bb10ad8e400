import { z } from 'zod'
import { definePlatform, type Medium, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The market whose status is read ("GB") and the language of its texts ("en-GB"); absent = the United States in English. */
const Params = z.strictObject({
  market: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .exactOptional(),
  locale: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/u)
    .exactOptional(),
})
type Params = z.infer<typeof Params>

export const sources = {
  status: source('json', 'poll'),
  xml: source('xml', 'fallback'),
} as const

function source<M extends Medium>(medium: M, when: When): Source<M, Params> {
  return {
    medium,
    via: 'http',
    when,
    urls: (_page: PageRef, { market = 'US', locale = 'en-US' }) => [`https://xnotify.xboxlive.com/servicestatusv6/${market}/${locale}`],
  }
}

export const xbox = definePlatform({
  id: 'xbox',
  title: 'Xbox',
  homepage: 'https://support.xbox.com/xbox-live-status',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from recorded answers of the endpoint that the page asks',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
