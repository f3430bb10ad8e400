import { z } from 'zod'
import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'

export const sources = {
  status: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: ({ url }: PageRef) => [`https://www.nintendo.co.jp/netinfo/${localeIn(url)}/status.json`],
  } satisfies Source<'json'>,
} as const

/** The page's address names its language: /netinfo/en_US/index.html. */
function localeIn(url: string): string {
  return /\/netinfo\/([a-z]{2}_[A-Z]{2})(?:\/|$)/u.exec(url)?.[1] ?? 'en_US'
}

export const nintendo = definePlatform({
  id: 'nintendo',
  title: 'Nintendo',
  homepage: 'https://www.nintendo.co.jp/netinfo/en_US/index.html',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'no public documentation; read from a recorded answer of the endpoint that the page asks',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'open', history: 'none', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
