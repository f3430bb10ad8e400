import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Nintendo's network information", '2026-09', ({ home }) =>
      onHost({ home }, 'www.nintendo.co.jp') === undefined ? undefined : found(home.finalUrl, /\/netinfo(?:\/|$)/u),
    ),
    evidence('probeShape', 'proof', 'lists of operational statuses and temporary maintenances', '2021-02', ({ home }) =>
      found(home.body.text, /^\s{0,20}(?:getJSON\()?\{\s{0,20}"lang":(?=[^]{0,20000}"operational_statuses":)/u),
    ),
  ],
}
