import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'
import { bannerPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [bannerPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-09', (page) => onHost(page, 'open.concur.com')),
    evidence('probeShape', 'proof', 'the banner in its languages', '2026-08', (page) =>
      found(probed(page, bannerPath), /^\{"data":\{"display":(?:true|false),(?=[^]{0,5000}"zh-cn":)/u),
    ),
  ],
}
