import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const statusesPath = '/api/statuses'

export const fingerprints: PlatformFingerprints = {
  probes: [statusesPath],
  evidence: [
    evidence('probeShape', 'proof', 'counts of services by the number of their state', '2026-07', (page) =>
      found(probed(page, statusesPath), /"count_status_1":\s*\d{1,9}\b/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under statushub.io', '2026-07', (page) => hostUnder(page, 'statushub.io')),
    evidence('cnameSuffix', 'hint', 'a name that leads to statushub.io', '2026-07', (page) => cnameUnder(page, 'statushub.io')),
    evidence('assetUrl', 'hint', 'files of statushub.io', '2026-07', ({ home }) =>
      found(home.body.text, /(?:src|href)="https:\/\/[a-z0-9.-]{0,60}\.statushub\.io\/[^"<>]{1,200}"/u),
    ),
  ],
}
