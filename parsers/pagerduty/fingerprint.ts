import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const enumsPath = '/api/post_enums'

export const fingerprints: PlatformFingerprints = {
  probes: [enumsPath],
  evidence: [
    evidence('embeddedState', 'proof', 'the layout of a status page in script#data', '2023-12', ({ home }) => {
      const head = found(home.body.text, /<script id="data" type="application\/json">\s{0,10}\{/u)
      return head && found(home.body.text, /"globalStatusHeadline"|"post_enums":\[/u)
    }),
    evidence('assetUrl', 'hint', 'the bundle of the page by its commit', '2023-12', ({ home }) =>
      found(home.body.text, /\/static\/\d{1,3}\/[0-9a-f]{40}\/js\/main\.js/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under trust.pagerduty.com', '2026-08', (page) => hostUnder(page, 'trust.pagerduty.com')),
    evidence('probeShape', 'proof', 'the words of the page and their ids', '2026-08', (page) =>
      found(probed(page, enumsPath), /"post_enum_type":\s?"(?:status|severity|impacts)"/u),
    ),
  ],
}
