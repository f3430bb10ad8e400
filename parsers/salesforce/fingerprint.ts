import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  // The documents lie on another host than the page.
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the page, or of its API', '2026-09', (page) =>
      onHost(page, 'status.salesforce.com', 'trust.salesforce.com', 'api.status.salesforce.com'),
    ),
    evidence('assetUrl', 'hint', 'the API that the page asks', '2026-09', ({ home }) =>
      found(home.body.text, /https:\/\/api\.status\.salesforce\.com\/v1\b/u),
    ),
  ],
}
