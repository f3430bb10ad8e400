import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'status.okta.com')),
    evidence('embeddedState', 'proof', 'records of incidents with the cells that they concern', '2026-08', ({ home }) =>
      found(home.body.text, /"attributes":\{"type":"Incident__c"(?=[^]{0,20000}"Impacted_Cells__c":)/u),
    ),
  ],
}
