import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'
import { dataPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [dataPath],
  evidence: [
    evidence('hostSuffix', 'proof', 'the address of one of the two status pages', '2026-08', address),
    evidence('probeShape', 'proof', 'services with their events, as JSON or in a callback', '2026-08', (page) =>
      found(
        probed(page, dataPath),
        /^\W{0,5}(?:jsonCallback\()?\{(?=.{0,200}"services":)(?=.{0,500}"serviceName":)(?=.{0,500}"redirectUrl":)/su,
      ),
    ),
  ],
}

/** The host has many other pages. */
function address({ home }: FetchedPage): string | undefined {
  return found(
    home.finalUrl,
    /^https:\/\/(?:www\.apple\.com\/(?:[a-z]{2,3}\/)?support\/systemstatus|developer\.apple\.com\/system-status)(?![\w-])/u,
  )
}
