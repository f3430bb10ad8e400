import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const statusPath = '/status.json'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('probeShape', 'proof', 'an indicator of the page beside its uptime or its services', '2026-11', (page) => {
      const text = probed(page, statusPath)
      if (!/^\s*\{/u.test(text) || !/"(?:uptime|services)":/u.test(text)) return undefined
      return found(text, /"indicator":\s*"(?:up|down|incident|outage|partialoutage|maintenance)"/u)
    }),
    evidence('hostSuffix', 'hint', 'a host under hyperping.app', '2026-11', (page) => hostUnder(page, 'hyperping.app')),
    evidence('cnameSuffix', 'hint', "a name that leads to the maker's hosts", '2026-11', (page) =>
      cnameUnder(page, 'hyperping.app', 'hyperping.io', 'hyperping.com'),
    ),
    evidence('generator', 'hint', 'the footer "Powered by Hyperping"', '2026-11', ({ home }) =>
      found(home.body.text, /Powered by (?:<[^<>]{1,300}>\s{0,20}){0,3}Hyperping/iu),
    ),
  ],
}
