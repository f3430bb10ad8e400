import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Adobe's status page, or the host of its documents", '2026-09', (page) =>
      onHost(page, 'status.adobe.com', 'data.status.adobe.com'),
    ),
    evidence('probeShape', 'proof', 'events of incidents and maintenances by id', '2026-09', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,20}\{\s{0,20}"(?:incidentEvent":\s{0,20}\{\s{0,20}"(?:incidents|messages)|maintenanceEvent":\s{0,20}\{\s{0,20}"(?:maintenance|messages))":/u,
      ),
    ),
  ],
}
