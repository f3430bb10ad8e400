import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder, onHost } from '../lib/evidence.ts'

/** The games by their name in the page's address, and by that of the host which serves their status. */
const products: ReadonlyMap<string, string> = new Map([
  ['lol', 'lol'],
  ['valorant', 'valorant'],
  ['lor', 'bacon'],
])

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence(
      'hostSuffix',
      'proof',
      "Riot's status page, or a host of its documents",
      '2026-09',
      (page) => onHost(page, 'status.riotgames.com') ?? hostUnder(page, 'secure.dyn.riotcdn.net'),
    ),
    evidence('probeShape', 'proof', 'lists of maintenances and incidents in several languages', '2026-09', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,20}\{\s{0,20}"id":\s{0,20}"[A-Za-z\d]{1,20}",\s{0,20}"name":\s{0,20}"[^"]{1,100}",\s{0,20}"locales":\s{0,20}\[[^\]]{0,2000}\],\s{0,20}"(?:maintenances|incidents)":/u,
      ),
    ),
  ],
}

/** https://status.riotgames.com/valorant?region=eu names both. */
export function settingsOf({ home }: FetchedPage): { product: string; region: string } | undefined {
  for (const address of [home.url, home.finalUrl]) {
    const url = URL.parse(address)
    const product = products.get(url?.pathname.split('/')[1] ?? '')
    const region = url?.searchParams.get('region')?.toLowerCase()
    if (product !== undefined && region !== undefined && /^[a-z\d]{2,10}$/u.test(region)) return { product, region }
  }
  return undefined
}
