import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'

/** The answer that is its own on the path where Statuspage has its summary. */
const summaryPath = '/api/v2/summary.json'
const stateMark = /languageUrl\\?":\\?"https:\/\/lang\.instatus\.com/u

export const fingerprints: PlatformFingerprints = {
  probes: [summaryPath],
  evidence: [
    evidence('embeddedState', 'proof', 'the state of a page, with where its languages are', '2026-03', ({ home }) =>
      found(home.body.text, stateMark),
    ),
    evidence('selector', 'hint', 'a skin of the platform', '2026-03', ({ home }) => found(home.body.text, /class="skin skin-instatus\b/u)),
    evidence('generator', 'hint', 'the footer "Powered by Instatus"', '2026-03', ({ home }) =>
      found(home.body.text, /Powered by(?:<!-- -->)? ?(?:<!-- -->)?Instatus</u),
    ),
    evidence('assetUrl', 'hint', "pictures in the maker's store", '2026-03', ({ home }) =>
      found(home.body.text, /https:(?:\/\/|%2F%2F)(?:instatus\.com(?:\/|%2F)user-content|og-image\.instatus\.com)/u),
    ),
    evidence('cnameSuffix', 'hint', 'a name that leads to instatus.com', '2026-08', (page) => cnameUnder(page, 'instatus.com')),
    evidence('hostSuffix', 'hint', 'a host under instatus.com', '2026-08', (page) => hostUnder(page, 'instatus.com')),
    evidence('probeShape', 'proof', 'a summary whose page has a status and no id', '2026-07', (page) => {
      const head = /"page":\s*(\{[^{}]{1,2000}\})/u.exec(probed(page, summaryPath).slice(0, 100_000))?.[1] ?? ''
      return head.includes('"id"')
        ? undefined
        : /"status":\s*"(?:UP|HASISSUES|UNDERMAINTENANCE|(?:ALL|SOME|ONE)[A-Z]{1,30})"/u.exec(head)?.[0]
    }),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: "a name that no page has: the maker's advertisement",
    match: ({ finalUrl, body }) => {
      const host = URL.parse(finalUrl)?.hostname ?? ''
      return (
        /(?:^|\.)instatus\.com$/u.test(host) &&
        /^\s*<(?:!doctype|html)/iu.test(body.text.slice(0, 200)) &&
        found(body.text, stateMark) === undefined
      )
    },
  },
]
