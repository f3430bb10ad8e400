import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "PlayStation Network's status page", '2026-09', (page) => onHost(page, 'status.playstation.com')),
    evidence('probeShape', 'proof', 'countries with services and lists of entries', '2026-09', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,20}\{(?=[^]{0,4000}"countries":\s{0,20}\[)(?=[^]{0,8000}"countryCode":\s{0,20}")(?=[^]{0,8000}"serviceName":\s{0,20}")/u,
      ),
    ),
  ],
}
