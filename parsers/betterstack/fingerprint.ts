import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const indexPath = '/index.json'

/** Every path answers 200 with the page, so that only what stands in a body counts. */
export const fingerprints: PlatformFingerprints = {
  probes: [indexPath],
  evidence: [
    // The maker's badge on other people's sites comes from the same host, out of another folder.
    evidence('assetUrl', 'proof', "the icons and styles of the maker's status pages", '2026-05', ({ home }) =>
      found(home.body.text, /https:\/\/(?:uptime\.betterstack|betteruptime)\.com\/assets\/status_pages(?:_v\d)?\//u),
    ),
    evidence('selector', 'hint', 'the colours of a headline', '2025-08', ({ home }) =>
      found(home.body.text, /\btext-statuspage-(?:green|yellow|red|blue)\b|\bstatus-page__overview-icon\b/u),
    ),
    evidence('generator', 'hint', 'a link to the maker in the footer', '2026-05', ({ home }) =>
      found(home.body.text, /<a\s[^<>]{0,300}href="https:\/\/(?:betterstack|betteruptime)\.com\/[^"<>]{0,200}"/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under betteruptime.com', '2026-07', (page) => hostUnder(page, 'betteruptime.com')),
    evidence('cnameSuffix', 'hint', 'a name that leads to statuspage.betteruptime.com', '2026-07', (page) =>
      cnameUnder(page, 'statuspage.betteruptime.com'),
    ),
    evidence('probeShape', 'proof', 'an index about a status page', '2026-09', (page) => {
      const text = probed(page, indexPath)
      return found(text, /"aggregate_state"/u) && found(text, /"type":\s*"status_page"/u)
    }),
  ],
}
