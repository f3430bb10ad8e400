import type { FetchedPage, PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found } from '../lib/evidence.ts'
import { publicIdIn } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the reports, with the id of one', '2026-08', (page) => reportOnOwnHost(page)),
    evidence('embeddedState', 'hint', 'the id of a report in its script', '2026-08', ({ home }) =>
      found(home.body.text, /\bPublicID = ["'][A-Za-z0-9]{6,20}["']/u),
    ),
    // Other pages ask the handler for a badge: on a report it stands beside the id.
    evidence('assetUrl', 'hint', 'the handler that answers for the reports', '2026-08', ({ home }) =>
      found(home.body.text, /app\.statuscake\.com\/Workfloor\/(?:PublicReportHandler|Get\.Status\.Perioids)\.php/u),
    ),
  ],
}

function reportOnOwnHost({ home }: FetchedPage): string | undefined {
  const url = URL.parse(home.finalUrl)
  return url?.hostname === 'uptime.statuscake.com' ? publicIdIn(url) : undefined
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'login_wall',
    what: 'a report behind a password',
    match: ({ body }) => /^\s{0,10}\{[^{}]{0,2000}"Protected":\s?true\b/u.test(body.text.slice(0, 5000)),
  },
]
