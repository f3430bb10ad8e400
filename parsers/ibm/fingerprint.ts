import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const dataPath = '/getEnhancedStatus'

export const fingerprints: PlatformFingerprints = {
  // 2.5 MB: the address alone tells the page.
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "the address of the maker's page", '2026-08', address),
    evidence('probeShape', 'proof', 'notices with the CRNs that they are about', '2026-08', (page) =>
      found(probed(page, dataPath), /^\{"statusItems":\[(?=[^]{0,20000}"crnMasks":\[)/u),
    ),
  ],
}

/** The host has many other pages. */
function address({ home }: FetchedPage): string | undefined {
  return found(home.finalUrl, /^https:\/\/cloud\.ibm\.com\/status(?![\w-])/u)
}
