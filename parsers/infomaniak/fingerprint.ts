import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Infomaniak's status page", '2026-08', (page) =>
      onHost(page, 'infomaniakstatus.com', 'www.infomaniakstatus.com', 'status.infomaniak.com'),
    ),
    evidence('probeShape', 'proof', 'a list of events with addresses on the status page', '2024-03', ({ home }) =>
      found(home.body.text, /^\s{0,20}\{\s{0,20}"result":\s{0,20}"success"(?=[^]{0,400}"url":\s{0,20}"https:\/\/infomaniakstatus\.com\/)/u),
    ),
  ],
}
