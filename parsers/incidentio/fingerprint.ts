import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const summaryPath = '/api/v2/summary.json'

export const fingerprints: PlatformFingerprints = {
  probes: [summaryPath],
  evidence: [
    evidence('header', 'hint', "the route of the platform's program", '2026-08', ({ home }) =>
      /^\/\[slug\](?:\/|$)/u.test(home.headers['x-matched-path'] ?? '') ? home.headers['x-matched-path'] : undefined,
    ),
    evidence('header', 'proof', "the maker's host in the content policy", '2026-08', ({ home }) =>
      found(home.headers['x-webkit-csp'] ?? home.headers['content-security-policy'] ?? '', /incident-io-team\.vercel\.app/u),
    ),
    evidence('assetUrl', 'hint', "logos in the maker's store", '2026-03', ({ home }) =>
      found(home.body.text, /storage\.googleapis\.com(?:\/|%2F)incident-io-status-page-logos/u),
    ),
    evidence('selector', 'hint', "the frame of the platform's page", '2026-03', ({ home }) =>
      found(home.body.text, /data-testid="status-page-(?:header|footer)"/u),
    ),
    evidence('embeddedState', 'proof', 'the summary of a status page in the flight', '2026-03', ({ home }) =>
      found(home.body.text, /\\"(?:expose_status_summary_api|display_uptime_mode)\\":/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under incident.io', '2026-03', (page) => hostUnder(page, 'incident.io')),
    evidence('probeShape', 'proof', 'a summary whose page has a ULID and no zone', '2026-09', (page) => {
      const head = /"page":\s*(\{[^{}]{1,2000}\})/u.exec(probed(page, summaryPath).slice(0, 100_000))?.[1] ?? ''
      return head.includes('"time_zone"') ? undefined : /"id":\s*"([0-7][0-9A-HJKMNP-TV-Z]{25})"/u.exec(head)?.[1]
    }),
  ],
}
