import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'a page of the directory on its own host', '2026-11', ({ home }) => {
      const url = URL.parse(home.finalUrl)
      const isOnHost = url?.hostname === 'alert24.net' || url?.hostname === 'www.alert24.net'
      return isOnHost && /^\/directory\/[^/]+\/[^/]+\/?$/u.test(url.pathname) ? url.pathname : undefined
    }),
    evidence('selector', 'hint', 'the line below the name of the vendor', '2026-11', ({ home }) =>
      found(home.body.text, /· {0,3}monitored by Alert24/u),
    ),
    evidence('generator', 'hint', 'the offer at the foot of the page', '2026-11', ({ home }) =>
      found(home.body.text, /Get alerted when [^<>\n]{1,200} goes down/u),
    ),
  ],
}
