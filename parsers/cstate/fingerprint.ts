import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const indexPath = '/index.json'

export const fingerprints: PlatformFingerprints = {
  probes: [indexPath],
  evidence: [
    evidence('generator', 'proof', 'the generator cState', '2026-11', ({ home }) =>
      found(home.body.text, /<meta name="?generator"? content="cState v[^"]{0,60}"/u),
    ),
    // Sites that are made smaller lose their quotes and comments, but not their classes.
    evidence('selector', 'hint', 'the body of a cState home page', '2026-11', ({ home }) =>
      found(home.body.text, /<body class="?status-homepage status-(?:ok|notice|disrupted|down)\b/u),
    ),
    evidence('embeddedState', 'hint', "the theme's colours as variables", '2026-11', ({ home }) =>
      found(home.body.text, /var theme(?:Brand|Ok|Notice|Disrupted|Down)Color\s?=/u),
    ),
    evidence('probeShape', 'proof', 'the version of cState in the index', '2026-11', (page) =>
      found(probed(page, indexPath), /"is":\s{0,9}"index",\s{0,99}"cStateVersion":\s{0,9}"[^"]{1,40}"/u),
    ),
  ],
}
