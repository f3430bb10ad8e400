import type { FetchedPage, PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const entryPath = '/api/entry-page'
const manifest = /\/api\/status-page\/([^"'/\s]{1,200})\/manifest\.json/u
const matchedDomain = /"type":\s?"statusPageMatchedDomain","statusPageSlug":\s?"([^"]{1,200})"/u

export const fingerprints: PlatformFingerprints = {
  probes: [entryPath],
  evidence: [
    evidence('embeddedState', 'proof', 'the page as a JavaScript value', '2026-11', ({ home }) =>
      found(home.body.text, /window\.preloadData\s?=\s?\{'config':/u),
    ),
    evidence('assetUrl', 'proof', 'the manifest of a status page', '2026-11', ({ home }) => found(home.body.text, manifest)),
    evidence('probeShape', 'proof', 'what the first page of the server is', '2026-11', (page) =>
      found(probed(page, entryPath), /^\s{0,9}\{"type":\s?"(?:entryPage|statusPageMatchedDomain)","(?:entryPage|statusPageSlug)":/u),
    ),
  ],
}

/** The page's short name, which a page under a domain of its own does not have in its address. */
export function slugOf(page: FetchedPage): string | undefined {
  return manifest.exec(page.home.body.text.slice(0, 400_000))?.[1] ?? matchedDomain.exec(probed(page, entryPath).slice(0, 2000))?.[1]
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: 'an address under which Uptime Kuma has no status page',
    match: ({ body }) => /^\s{0,9}\{[^{}]{0,200}"msg":\s?"Status Page Not Found"/u.test(body.text.slice(0, 300)),
  },
  {
    reason: 'login_wall',
    what: "the operators' side of Uptime Kuma",
    match: ({ body }) => {
      const beginning = body.text.slice(0, 20_000)
      return beginning.includes('content="Uptime Kuma monitoring tool"') && !beginning.includes('preload-data')
    },
  },
]
