import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('hostSuffix', 'proof', 'the host of the Azure status page or of its feed', '2026-08', (page) =>
      onHost(page, 'azure.status.microsoft', 'rssfeed.azure.status.microsoft', 'status.azure.com', 'azurestatuscdn.azureedge.net'),
    ),
    evidence('probeShape', 'proof', 'the feed of Azure status', '2026-08', ({ home }) =>
      found(home.body.text, /<channel[^>]{0,400}>\s{0,20}<title>Azure Status<\/title>/u),
    ),
    evidence('probeShape', 'proof', 'the post about Azure of status.cloud.microsoft', '2026-08', ({ home }) =>
      found(
        home.body.text,
        /^\s{0,9}\{\s{0,9}"Id":[^,]{1,50},\s{0,9}"AuthoredDateTime":[^{}]{1,600}"Message":\s{0,9}"[^"]{0,200}\bAzure\b/u,
      ),
    ),
    evidence('selector', 'proof', 'a table of regions with labels of health', '2026-09', ({ home }) =>
      found(
        home.body.text,
        /<table[^>]{1,200}region-status-table[^>]{1,200}data-zone-name=|<table[^>]{1,200}data-zone-name=[^>]{1,200}region-status-table/u,
      ),
    ),
  ],
}
