import type { z } from 'zod'
import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder } from '../lib/evidence.ts'
import { absoluteUrl } from '../lib/html.ts'
import type { Settings } from './schema.ts'

/** What the page's own script loads: `window.pspApiPath = 'https://stats.example.com/api/getMonitorList/aBcDeF1234'`. */
const listAddress = /\bpspApiPath\s{0,9}=\s{0,9}["']([^"'\s]{0,300}\/api\/getMonitorList\/([\w-]{1,64}))["'?]/u

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('embeddedState', 'proof', 'the address that the monitors are loaded from', '2026-09', ({ home }) =>
      found(home.body.text, listAddress),
    ),
    evidence('header', 'hint', 'the cookie of a status page', '2025-08', ({ home }) =>
      found(home.headers['set-cookie'] ?? '', /\bpsp_session=/u),
    ),
    evidence('cnameSuffix', 'hint', 'a name that leads to uptimerobot.com', '2026-09', (page) => cnameUnder(page, 'uptimerobot.com')),
    evidence('hostSuffix', 'hint', 'a host under uptimerobot.com', '2026-09', (page) => hostUnder(page, 'uptimerobot.com')),
  ],
}

/** The page's key, and the host that it loads its monitors from: its own, mostly. */
export function settingsOf({ home }: FetchedPage): z.input<typeof Settings> | undefined {
  const [, address, key] = listAddress.exec(home.body.text.slice(0, 400_000)) ?? []
  const host = URL.parse(absoluteUrl(address, home.finalUrl) ?? '')?.origin
  return key === undefined || host === undefined ? undefined : { host, key }
}
