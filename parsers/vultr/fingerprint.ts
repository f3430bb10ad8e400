import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const statusPath = '/status.json'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'status.vultr.com')),
    evidence('probeShape', 'proof', 'service alerts beside regions with their alerts', '2022-02', (page) =>
      found(probed(page, statusPath), /^\s{0,5}\{\s{0,5}"service_alerts":\s?\[(?=[^]{0,20000}"regions":\s?\{)/u),
    ),
  ],
}
