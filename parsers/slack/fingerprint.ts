import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const currentPath = '/api/v2.0.0/current'

export const fingerprints: PlatformFingerprints = {
  probes: [currentPath],
  evidence: [
    evidence('hostSuffix', 'proof', 'one of the two hosts of this page', '2026-09', (page) =>
      onHost(page, 'slack-status.com', 'status.slack.com'),
    ),
    evidence('probeShape', 'proof', 'a status beside the list of active incidents', '2026-09', (page) => {
      const answer = probed(page, currentPath)
      return /^\s{0,100}\{\s{0,100}"/u.test(answer) && /"date_updated"\s{0,10}:/u.test(answer.slice(0, 400_000))
        ? found(answer, /"active_incidents"\s{0,10}:/u)
        : undefined
    }),
    evidence('assetUrl', 'proof', 'the icon of a service in the table', '2026-03', ({ home }) =>
      found(home.body.text, /\/Table(?:Check|Notice|Incident|Outage|Maintenance)\.png/u),
    ),
  ],
}
