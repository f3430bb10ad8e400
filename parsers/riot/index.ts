import { z } from 'zod'
import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { parse } from './parse.ts'

/** The game by the name of the host that serves it (`lol`, `valorant`, `bacon`), and one of its regions (`euw`, `ap`, `americas`). */
const Params = z.strictObject({
  product: z.string().regex(/^[a-z]{2,20}$/u),
  region: z.string().regex(/^[a-z\d]{2,10}$/u),
})
type Params = z.infer<typeof Params>

export const sources = {
  status: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page: PageRef, { product, region }: Params) => [
      `https://${product}.secure.dyn.riotcdn.net/channels/public/x/status/${region}.json`,
    ],
  } satisfies Source<'json', Params>,
} as const

export const riot = definePlatform({
  id: 'riot',
  title: 'Riot Games',
  homepage: 'https://status.riotgames.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'the maker documents the same shape as lol-status-v4 at https://developer.riotgames.com/apis',
  provides: { components: 'full', incidents: 'open', updates: 'full', maintenances: 'open', history: 'none', regions: 'full' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
