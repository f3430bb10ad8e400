import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, probed } from '../lib/evidence.ts'

const statusPath = '/api/v1/status.json'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('probeShape', 'proof', 'a status with zone and indicator, and no id of the page', '2026-03', (page) => {
      const text = probed(page, statusPath)
      const head = /"page":\s*(\{[^{}]{1,2000}\})/u.exec(text)?.[1] ?? '"id":'
      if (/"id":/u.test(head) || !/"time_zone":/u.test(head)) return undefined
      return found(text, /"incidents":\s*\[/u) && found(text, /"indicator":\s*"[a-z]{1,20}"/u)
    }),
    evidence('cnameSuffix', 'hint', 'a name that leads to rootly.com', '2026-03', (page) => cnameUnder(page, 'rootly.com')),
    evidence('assetUrl', 'hint', 'files from rootly.com', '2026-03', ({ home }) =>
      found(home.body.text, /(?:src|href)="https:\/\/(?:[a-z-]{1,40}\.)?rootly\.com\/[^"<>]{1,200}\.(?:js|css|png|svg|ico)\b/u),
    ),
  ],
}
