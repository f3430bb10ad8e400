import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { cnameUnder, evidence, found } from '../lib/evidence.ts'

const hosts = ['stats.pingdom.com', 'secure-stats.pingdom.com']

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('generator', 'proof', 'the title of every report', '2026-10', ({ home }) =>
      found(
        home.body.text,
        /<title>\s{0,100}Pingdom Public Reports Overview\s{0,100}<\/title>|<meta[^>]{1,100}"Pingdom Public Reports Overview"/u,
      ),
    ),
    evidence('hostSuffix', 'hint', 'the host of the reports', '2026-10', ({ home }) =>
      hosts.find((host) => URL.parse(home.finalUrl)?.hostname === host),
    ),
    evidence('cnameSuffix', 'hint', 'a name that leads to the host of the reports', '2026-10', (page) => cnameUnder(page, ...hosts)),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: 'a report that its owner has not activated',
    match: ({ body }) => /Public Report Not Activated|This public report page has not been activated/u.test(body.text.slice(0, 100_000)),
  },
]
