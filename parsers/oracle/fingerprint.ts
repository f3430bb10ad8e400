import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const componentsPath = '/api/v2/components.json'

export const fingerprints: PlatformFingerprints = {
  probes: [componentsPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) =>
      onHost(page, 'ocistatus.oraclecloud.com', 'gov.ocistatus.com'),
    ),
    evidence('probeShape', 'proof', 'health reports of services by region', '2026-08', (page) =>
      found(probed(page, componentsPath), /"regionHealthReports":\s?\[/u),
    ),
  ],
}
