import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('embeddedState', 'hint', 'the account in the state of the page', '2026-07', ({ home }) =>
      found(home.body.text, /"accountDetails":\s*\{/u),
    ),
    evidence('assetUrl', 'hint', 'an address of freshstatus.io', '2026-07', ({ home }) =>
      found(home.body.text, /https?:\/\/[a-z0-9.-]{0,60}\.freshstatus\.io\b/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under freshstatus.io', '2026-07', (page) => hostUnder(page, 'freshstatus.io')),
    evidence('cnameSuffix', 'hint', 'a name that leads to freshstatus.io', '2026-07', (page) => cnameUnder(page, 'freshstatus.io')),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: 'an address that no account has any more',
    match: ({ body }) => body.text.includes('"Account with the subdomain does not exist"'),
  },
]
