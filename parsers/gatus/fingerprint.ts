import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const configPath = '/api/v1/config'
const statusesPath = '/api/v1/endpoints/statuses'

export const fingerprints: PlatformFingerprints = {
  probes: [configPath, statusesPath],
  evidence: [
    evidence('embeddedState', 'proof', "the interface's settings as a JavaScript value", '2026-11', ({ home }) =>
      found(home.body.text, /window\.config\s?=\s?\{\s{0,40}logo:\s?"[^"\n]{0,400000}",\s{0,40}header:\s?"/u),
    ),
    evidence('generator', 'hint', 'the name Gatus in the head', '2026-11', ({ home }) =>
      found(home.body.text, /<meta name="(?:application-name|apple-mobile-web-app-title)" content="[^"]{0,100}Gatus"/u),
    ),
    evidence('probeShape', 'proof', 'who is signed in, and announcements', '2026-11', (page) => {
      const text = probed(page, configPath).slice(0, 200_000)
      return found(text, /^\s{0,9}\{"announcements":/u) && found(text, /"authenticated":\s?(?:true|false)/u)
    }),
    evidence('probeShape', 'proof', 'endpoints with the results of their conditions', '2026-11', (page) =>
      found(probed(page, statusesPath), /"conditionResults":\s?\[\{"condition":\s?"[^"]{1,200}","success":\s?(?:true|false)/u),
    ),
  ],
}
