import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'
import { configPath, readKeys } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [configPath],
  evidence: [
    evidence('selector', 'proof', 'the template of a square of the chart', '2021-06', ({ home }) =>
      found(home.body.text, /id="statusSquareTemplate"/u),
    ),
    evidence('generator', 'hint', 'the footer that names the project', '2021-06', ({ home }) =>
      found(home.body.text, /https:\/\/github\.com\/statsig-io\/statuspage/u),
    ),
    evidence('embeddedState', 'hint', 'the call that draws the charts', '2021-06', ({ home }) =>
      found(home.body.text, /\bgenAllReports\(\)/u),
    ),
    evidence('probeShape', 'hint', 'a list of names and addresses', '2021-06', (page) => readKeys(probed(page, configPath))?.join(' ')),
  ],
}
