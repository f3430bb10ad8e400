import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'

const incidentsPath = '/incidents.json'

export const fingerprints: PlatformFingerprints = {
  probes: [incidentsPath],
  evidence: [
    evidence('hostSuffix', 'proof', 'one of the hosts of the dashboards', '2026-09', (page) =>
      onHost(page, 'status.cloud.google.com', 'status.firebase.google.com', 'status.play.google.com', 'status.search.google.com'),
    ),
    evidence('hostSuffix', 'proof', 'the dashboard of a product under its own host', '2026-09', ({ home }) =>
      found(home.finalUrl, /^https:\/\/(?:www\.google\.com\/appsstatus|(?:ads|pay)\.google\.com\/status)(?=[/?#]|$)/u),
    ),
    evidence('selector', 'proof', 'the icon of a status', '2026-09', ({ home }) => found(home.body.text, /\bpsd__status-icon\b/u)),
    evidence('probeShape', 'proof', 'a list of incidents with a description each', '2026-08', (page) => {
      const answer = probed(page, incidentsPath)
      return /^\s{0,100}\[\s{0,100}\{\s{0,100}"/u.test(answer) && /"service_key"\s{0,10}:/u.test(answer.slice(0, 400_000))
        ? found(answer, /"external_desc"\s{0,10}:/u)
        : undefined
    }),
  ],
}
