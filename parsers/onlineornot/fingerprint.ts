import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('generator', 'hint', 'the footer "Powered by OnlineOrNot"', '2026-07', ({ home }) =>
      found(home.body.text, /Powered by(?:\s|<[^<>]{0,300}>){1,5}OnlineOrNot/u),
    ),
    evidence('assetUrl', 'hint', "pictures from the maker's host", '2026-07', ({ home }) =>
      found(home.body.text, /https:\/\/(?:img|metadata|dashboard)\.onlineornot\.com\//u),
    ),
    evidence('embeddedState', 'hint', 'the state of a status page in a stream', '2026-07', ({ home }) =>
      found(home.body.text, /\\"statusPage\\",(?=.{1,2000}\\"customDomain\\")/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under onlineornot.com', '2026-08', (page) => hostUnder(page, 'onlineornot.com')),
  ],
}
