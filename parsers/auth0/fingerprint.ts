import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'status.auth0.com')),
    evidence('embeddedState', 'proof', 'incidents by region and environment', '2026-08', ({ home }) =>
      found(home.body.text, /"activeIncidents":\[\{(?=[^]{0,300}"response":\{)(?=[^]{0,300}"(?:region|environment)":)/u),
    ),
  ],
}
