import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'status.signal.org')),
    evidence('selector', 'proof', 'its title, and the symbol before its sentence', '2026-08', ({ home }) => {
      const symbol = found(home.body.text, /<span id="symbol">/u)
      return symbol && found(home.body.text, /<title>Signal Status<\/title>/u)
    }),
  ],
}
