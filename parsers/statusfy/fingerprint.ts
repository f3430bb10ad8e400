import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'
import { filePath, isSystems, servedPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [filePath('systems', 'en'), servedPath],
  evidence: [
    evidence('generator', 'proof', 'the footer "Powered by Statusfy"', '2020-06', ({ home }) =>
      found(home.body.text, /<a href="https:\/\/(?:www\.)?statusfy\.co(?:\/[a-z]{2})?"[^>]{0,200}>\s{0,20}Statusfy\s{0,20}<\/a>/u),
    ),
    evidence('assetUrl', 'hint', 'its feeds', '2020-06', ({ home }) =>
      found(home.body.text, /\/feeds\/incidents\.[a-z-]{2,10}\.(?:xml|atom)\b/u),
    ),
    evidence('selector', 'hint', 'the banner of the whole', '2020-06', ({ home }) =>
      found(home.body.text, /class="(?:[a-z-]{1,30} )?global-status[ "]/u),
    ),
    evidence('probeShape', 'proof', 'its list of systems', '2020-06', (page) =>
      [filePath('systems', 'en'), servedPath].find((path) => isSystems(probed(page, path))),
    ),
  ],
}
