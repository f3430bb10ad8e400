import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const orgsPath = '/data/orgs.json'

export const fingerprints: PlatformFingerprints = {
  probes: [orgsPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-10', (page) => onHost(page, 'metastatus.com', 'www.metastatus.com')),
    evidence('probeShape', 'proof', 'products with their outage feeds', '2026-08', (page) =>
      found(probed(page, orgsPath), /^\s{0,5}\[\s{0,20}\{(?=[^]{0,2000}"rss_file_paths":)/u),
    ),
  ],
}
