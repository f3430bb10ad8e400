import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the AWS Health Dashboard', '2026-09', (page) =>
      onHost(page, 'health.aws.amazon.com', 'status.aws.amazon.com', 'health.aws.com'),
    ),
    evidence('probeShape', 'proof', 'events with the names of AWS Health', '2026-09', ({ home }) =>
      found(home.body.text, /"arn"\s{0,9}:\s{0,9}"arn:aws[a-z-]{0,20}:health:/u),
    ),
    evidence('probeShape', 'proof', 'events of the dashboard before it, their times in yellow', '2022-09', ({ home }) =>
      found(home.body.text, /^\s{0,9}\{\s{0,9}"archive"\s{0,9}:\s{0,9}\[\s{0,20}\{\s{0,20}"service_name"/u),
    ),
    evidence('generator', 'proof', 'the generator of its feeds', '2026-08', ({ home }) =>
      found(home.body.text, /<generator>AWS Service Health Dashboard RSS Generator</u),
    ),
  ],
}
