import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "RingCentral's status page", '2026-08', (page) => onHost(page, 'status.ringcentral.com')),
    evidence('probeShape', 'proof', 'rows of services, regions and levels', '2026-08', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,20}\[\s{0,20}\{(?=[^{}]{0,2000}"service":)(?=[^{}]{0,2000}"region":)(?=[^{}]{0,2000}"level":)[^{}]{0,2000}"alerts":/u,
      ),
    ),
  ],
}
