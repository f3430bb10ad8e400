import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) => onHost(page, 'status.okta.com')),
    evidence('embeddedState', 'proof', 'records of incidents with the cells that they concern', '2026-08', ({ home }) => {
      const record = found(home.body.text, /"attributes":\{"type":"Incident__c"|&quot;type&quot;:&quot;Incident__c&quot;/u)
      return record && found(home.body.text, /(?:"|&quot;)Impacted_Cells__c(?:"|&quot;):/u)
    }),
  ],
}
