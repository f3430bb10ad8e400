import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'
import { statusPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'trust.zscaler.com')),
    evidence('probeShape', 'proof', 'severities by number, and services by category', '2026-08', (page) => {
      const services = found(probed(page, statusPath), /"subCategory":\[/u)
      return services && found(probed(page, statusPath), /"severity":\[\{"tid":/u)
    }),
  ],
}
