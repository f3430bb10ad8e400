import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const corePath = '/api'
const servicesPath = '/api/services'

export const fingerprints: PlatformFingerprints = {
  probes: [corePath, servicesPath],
  evidence: [
    evidence('generator', 'hint', 'a head that names Statping', '2020-05', ({ home }) =>
      found(home.body.text, /<title>Statping\b[^<]{0,100}<\/title>|<meta name="[^"]{1,60}" content="[^"]{0,200}\bStatping\b/u),
    ),
    evidence('assetUrl', 'hint', 'a link to Statping', '2020-05', ({ home }) =>
      found(
        home.body.text,
        /(?:href|src)="?https:\/\/(?:www\.)?(?:statping\.com|assets\.statping\.com|github\.com\/(?:statping|hunterlong|statping-ng)\/)/u,
      ),
    ),
    evidence('probeShape', 'proof', 'the state of its setup beside a version', '2020-05', (page) => {
      const text = probed(page, corePath).slice(0, 20_000)
      return found(text, /"setup":\s?(?:true|false)/u) && found(text, /"started_on":\s?"/u) && found(text, /"version":\s?"[\d.]{1,20}/u)
    }),
    evidence('probeShape', 'proof', 'services with their last day and week', '2020-05', (page) => {
      const text = probed(page, servicesPath)
      return found(text, /"online_24_hours":\s?\d/u) && found(text, /"failures_24_hours":\s?\d/u)
    }),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'inactive',
    what: 'a Statping that has not been set up',
    match: ({ body }) => {
      const text = body.text.slice(0, 20_000)
      return /"setup":\s?false/u.test(text) && /"started_on":\s?"/u.test(text)
    },
  },
]
