import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const healthPath = '/_apis/status/health?api-version=7.1-preview.1'
const shape = /"services"\s{0,9}:\s{0,9}\[\s{0,9}\{\s{0,20}"id"\s{0,9}:\s{0,9}"[^"]{1,60}"\s{0,9},\s{0,9}"geographies"/u

export const fingerprints: PlatformFingerprints = {
  probes: [healthPath],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the status page', '2026-07', (page) => onHost(page, 'status.dev.azure.com')),
    evidence('embeddedState', 'proof', 'the data provider of the status page', '2026-03', ({ home }) =>
      found(home.body.text, /"ms\.vss-status-web\.public-status-data-provider"/u),
    ),
    evidence(
      'probeShape',
      'proof',
      'services with the health of their geographies',
      '2026-07',
      (page) => found(probed(page, healthPath), shape) ?? found(page.home.body.text, shape),
    ),
  ],
}
