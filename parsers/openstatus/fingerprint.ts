import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found, hostUnder, probed } from '../lib/evidence.ts'

const summaryPath = '/api/status/summary.json'
const feedPath = '/feed/json'

export const fingerprints: PlatformFingerprints = {
  probes: [summaryPath, feedPath],
  evidence: [
    evidence('assetUrl', 'proof', "a preview image drawn by the maker's server", '2026-11', ({ home }) =>
      found(home.body.text, /https:\/\/www\.openstatus\.dev\/api\/og\/page\b/u),
    ),
    evidence('selector', 'hint', 'a link to the summary as JSON', '2026-11', ({ home }) =>
      found(home.body.text, /<link\b[^<>]{1,300}\/api\/status\/summary\.json"/u),
    ),
    evidence('generator', 'hint', 'the footer "powered by openstatus"', '2026-11', ({ home }) =>
      found(home.body.text, /href="https:\/\/(?:www\.)?openstatus\.dev\/?(?:\?[^"<>]{0,200})?"/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under openstatus.dev', '2026-11', (page) => hostUnder(page, 'openstatus.dev', 'stpg.dev')),
    evidence(
      'probeShape',
      'proof',
      'a summary in the shape of Statuspage, without an id of the page or of a component',
      '2026-11',
      (page) => {
        const text = probed(page, summaryPath)
        const head = /"page":\s*(\{[^{}]{1,2000}\})/u.exec(text)?.[1] ?? '"id":'
        if (/"id":/u.test(head) || !/"updated_at":/u.test(head)) return undefined
        return found(text, /"indicator":\s*"[a-z]{1,20}"/u) && found(text, /"components":\s*\[\s*(?:\{\s*"name"|\])/u)
      },
    ),
    evidence('probeShape', 'proof', 'a JSON feed of status reports', '2026-11', (page) => {
      const text = probed(page, feedPath)
      return found(text, /"maintenances":\s?\[/u) && found(text, /"monitors":\s?\[/u) && found(text, /"statusReports":\s?\[/u)
    }),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'login_wall',
    what: 'a page for readers with a password or an address alone',
    match: ({ finalUrl, body }) =>
      /\/(?:login|restricted|protected)\/?$/u.test(URL.parse(finalUrl)?.pathname ?? '') && body.text.includes('openstatus.dev'),
  },
]
