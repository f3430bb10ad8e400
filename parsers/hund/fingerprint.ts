import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('assetUrl', 'proof', 'the script of its pages', '2021-01', ({ home }) =>
      found(home.body.text, /src=["']\/assets\/state\/hund-[\da-f]{64}\.js["']/u),
    ),
    evidence('assetUrl', 'hint', 'its store of logos', '2021-01', ({ home }) =>
      found(home.body.text, /https:\/\/hund-client-logos\.s3\.amazonaws\.com\/uploads\//u),
    ),
    evidence('selector', 'hint', 'the bar that tells the state', '2026-07', ({ home }) =>
      found(home.body.text, /<aside class=["'][a-z-]{1,40} state-bar["']/u),
    ),
    evidence('generator', 'hint', 'the footer "Powered By Hund.io"', '2021-01', ({ home }) =>
      found(home.body.text, /<a href=["']https:\/\/hund\.io\/[^"']{0,100}["'][^>]{0,200}>Powered By Hund/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under hund.io', '2026-07', (page) => hostUnder(page, 'hund.io')),
  ],
}
