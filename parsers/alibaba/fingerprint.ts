import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, onHost, probed } from '../lib/evidence.ts'
import { eventsPath } from './schema.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [eventsPath],
  evidence: [
    evidence('hostSuffix', 'proof', "the maker's own host", '2026-08', (page) =>
      onHost(page, 'status.alibabacloud.com', 'status.aliyun.com'),
    ),
    evidence('probeShape', 'proof', 'the list of past events', '2026-08', (page) =>
      found(probed(page, eventsPath), /"eventUpdates":|^\{"data":\[\],"total":0,(?=.{0,200}"httpCode":)/u),
    ),
  ],
}
