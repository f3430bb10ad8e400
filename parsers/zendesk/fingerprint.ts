import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Zendesk's status page", '2026-09', (page) => onHost(page, 'status.zendesk.com')),
    evidence('probeShape', 'proof', 'incidents of JSON:API with services of theirs', '2026-09', ({ home }) =>
      found(home.body.text, /^\s{0,20}\{(?=[^]{0,100000}"type":\s{0,20}"incident_?[sS]ervices?")(?=[^]{0,4000}"degradation":)/u),
    ),
  ],
}
