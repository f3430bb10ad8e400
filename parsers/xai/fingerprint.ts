import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const feedPath = '/feed.xml'

export const fingerprints: PlatformFingerprints = {
  probes: [feedPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-09', (page) => onHost(page, 'status.x.ai')),
    evidence('probeShape', 'proof', 'the feed of this page, by its link', '2026-09', (page) =>
      found(probed(page, feedPath), /<channel>(?=[^]{0,300}<link>https:\/\/status\.x\.ai\/?<\/link>)/u),
    ),
  ],
}
