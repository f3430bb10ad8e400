import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, hostUnder, probed } from '../lib/evidence.ts'
import { isPayload, payloadPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [payloadPath],
  evidence: [
    // The page itself is a shell that a script fills; nothing of it is known.
    evidence('probeShape', 'proof', 'the document behind the page', '2026-08', (page) =>
      isPayload(probed(page, payloadPath)) ? payloadPath : undefined,
    ),
    evidence('hostSuffix', 'hint', 'a host of the makers', '2026-08', (page) => hostUnder(page, 'firehydrant.com', 'firehydrant.io')),
  ],
}
