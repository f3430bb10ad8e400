import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('assetUrl', 'proof', "the page's own icon under /status-page-api", '2026-11', ({ home }) =>
      found(home.body.text, /href="\/status-page-api\/favicon\/[\w.-]{1,253}"/u),
    ),
    evidence('selector', 'hint', 'the program of a status page', '2026-11', ({ home }) =>
      found(home.body.text, /<script[^<>]{0,40} src="\/status-page\/(?:dist\/Index\.js|env\.js)"/u),
    ),
  ],
}

/** What a page's settings are where no page has this address. */
export const noPage = '00000000-0000-0000-0000-000000000000'

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: 'an address that no status page of this installation has',
    match: ({ body }) => body.text.slice(0, 100_000).includes(`/status-page-api/favicon/${noPage}"`),
  },
]
