import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [evidence('hostSuffix', 'proof', "the address of the maker's page", '2026-08', address)],
}

/** The host has many other pages. */
function address({ home }: FetchedPage): string | undefined {
  return found(home.finalUrl, /^https:\/\/(?:docs|developer)\.x\.com\/status(?![\w-])/u)
}
