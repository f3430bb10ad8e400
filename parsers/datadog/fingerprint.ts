import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, hostUnder } from '../lib/evidence.ts'

const host = 'statuspage.datadoghq.com'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  // The makers' own page, status.datadoghq.com, is of another platform and under another name.
  evidence: [
    evidence('hostSuffix', 'proof', `a host under ${host}`, '2026-09', (page) => hostUnder(page, host)),
    evidence('cnameSuffix', 'proof', `a name that leads to ${host}`, '2026-09', (page) => cnameUnder(page, host)),
  ],
}
