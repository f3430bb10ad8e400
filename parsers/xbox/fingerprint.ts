import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "Xbox's support site or its notification service", '2026-09', ({ home }) => {
      const host = onHost({ home }, 'support.xbox.com', 'xnotify.xboxlive.com')
      return host === undefined ? undefined : found(home.finalUrl, /xbox-live-status|\/servicestatusv\d{1,3}(?:\/|$)/u) && host
    }),
    evidence('probeShape', 'proof', 'the service status as XML', '2026-09', ({ home }) =>
      found(home.body.text, /<ServiceStatus[ >][^]{0,400}<Overall><State>/u),
    ),
    evidence('probeShape', 'proof', 'the service status as JSON', '2026-09', ({ home }) =>
      found(home.body.text, /^\s{0,20}\{\s{0,20}"Status":\s{0,20}\{\s{0,20}"Overall":\s{0,20}\{\s{0,20}"State":/u),
    ),
  ],
}
