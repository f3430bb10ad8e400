import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const statusPath = '/api/v4/current-status'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('hostSuffix', 'proof', 'the one host of this page', '2026-09', (page) => onHost(page, 'status.heroku.com')),
    evidence('probeShape', 'proof', 'systems with a colour each', '2026-09', (page) =>
      found(probed(page, statusPath), /^\s{0,100}\{\s{0,100}"status"\s{0,10}:\s{0,10}\[\s{0,100}\{\s{0,100}"system"\s{0,10}:/u),
    ),
  ],
}
