import type { PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'

export const statusPath = '/api/v1/status'

export const fingerprints: PlatformFingerprints = {
  probes: [statusPath],
  evidence: [
    evidence('probeShape', 'proof', 'a status that links to components and notices', '2025-07', (page) => {
      const text = probed(page, statusPath)
      const state = found(text, /"state":\s*"[a-z_-]{1,40}"/u)
      return /^\s*\{\s*"page":/u.test(text) && /"notices":\s*\{\s*"href":\s*"[^"]{0,60}\/v1\/notices"/u.test(text) ? state : undefined
    }),
    evidence('generator', 'hint', 'the footer "Powered by Sorry"', '2026-07', ({ home }) =>
      found(home.body.text, /Powered by (?:<[^<>]{1,300}>\s{0,20}){0,3}Sorry(?:™|&trade;|\(tm\))/iu),
    ),
    evidence('assetUrl', 'hint', 'files of sorryapp.com', '2026-07', ({ home }) =>
      found(home.body.text, /(?:src|href)="https:\/\/[a-z0-9.-]{0,60}\.sorryapp\.com\/[^"<>]{1,200}"/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under sorryapp.com', '2026-07', (page) => hostUnder(page, 'sorryapp.com')),
    evidence('cnameSuffix', 'hint', 'a name that leads to sorryapp.com', '2026-07', (page) => cnameUnder(page, 'sorryapp.com')),
  ],
}
