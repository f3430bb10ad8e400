import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'
import { reportPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [reportPath],
  evidence: [
    evidence('embeddedState', 'proof', 'the state as window.STATUS_GENERAL', '2025-11', ({ home }) =>
      found(home.body.text, /window\.STATUS_GENERAL = "[a-z]{1,20}"/u),
    ),
    evidence('selector', 'hint', 'the coloured banner', '2025-11', ({ home }) =>
      found(home.body.text, /<aside class="status-(?:healthy|sick|dead)-background">/u),
    ),
    evidence('generator', 'hint', 'the footer "powered by Vigil"', '2025-11', ({ home }) =>
      found(home.body.text, /powered by <a href="https:\/\/github\.com\/valeriansaliou\/vigil"/u),
    ),
    evidence('probeShape', 'proof', 'a report of probes, nodes and replicas', '2025-11', (page) =>
      found(probed(page, reportPath), /^\{"health":"(?:healthy|sick|dead)",(?=[^]{0,20000}"probes":\[)/u),
    ),
  ],
}
