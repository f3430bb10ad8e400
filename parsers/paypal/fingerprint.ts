import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "PayPal's status page", '2026-08', (page) =>
      onHost(page, 'www.paypal-status.com', 'paypal-status.com'),
    ),
    evidence('probeShape', 'proof', 'components with a state for production and for the sandbox', '2026-03', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,20}\{\s{0,20}"result":\s{0,20}\[(?=[^]{0,4000}"category":\s{0,20}\{)(?=[^]{0,4000}"status":\s{0,20}\{[^{}]{0,400}"production":)/u,
      ),
    ),
    evidence('probeShape', 'proof', 'a feed of that page', '2026-08', ({ home }) =>
      found(home.body.text, /^\s{0,20}<(?=[^]{0,400}<(?:rss|feed)[ >])(?=[^]{0,2000}https:\/\/www\.paypal-status\.com)/u),
    ),
  ],
}
