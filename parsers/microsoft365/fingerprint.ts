import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the status page', '2026-08', (page) =>
      onHost(page, 'status.cloud.microsoft', 'status.office.com', 'status.office365.com'),
    ),
    evidence('probeShape', 'proof', 'a post about an admin centre, or posts about services', '2026-08', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,9}(?:\[\s{0,9})?\{(?=[^{}]{0,2000}"AuthoredDateTime":)(?=[^{}]{0,4000}(?:"ServiceDisplayName":|admin cent))/u,
      ),
    ),
    evidence('probeShape', 'proof', 'a feed of an admin centre', '2026-08', ({ home }) =>
      found(home.body.text, /<title>[^<]{1,40} Admin Center Status<\/title>/u),
    ),
    evidence('probeShape', 'proof', 'services that are up or not', '2026-07', ({ home }) =>
      found(
        home.body.text,
        /"Services":\s{0,9}\[\s{0,9}\{\s{0,9}"Id":\s{0,9}"[^"]{1,60}",\s{0,9}"Name":\s{0,9}"[^"]{1,100}",\s{0,9}"IsUp":/u,
      ),
    ),
  ],
}
