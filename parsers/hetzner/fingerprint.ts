import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Hetzner's status page", '2026-08', (page) =>
      onHost(page, 'status.hetzner.com', 'www.hetzner-status.de', 'hetzner-status.de'),
    ),
    evidence('embeddedState', 'proof', 'systems and incidents in the state of the page', '2026-08', ({ home }) =>
      found(home.body.text, /"incidents":\s{0,20}\{\s{0,20}"(?:topNotification|informationList|maintenanceList|incidentHistory)":/u),
    ),
  ],
}
