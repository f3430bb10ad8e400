import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder, probed } from '../lib/evidence.ts'
import { titleOf } from '../lib/refusal.ts'

const summaryPath = '/api/v2/summary.json'

/** Pages, components, incidents and updates all have ids of twelve small letters and digits. */
export function isNativeId(id: string): boolean {
  return /^(?=.*[a-z])[0-9a-z]{12}$/u.test(id)
}

export const fingerprints: PlatformFingerprints = {
  probes: [summaryPath],
  evidence: [
    evidence('header', 'proof', 'the header x-statuspage-version', '2026-08', ({ home }) => home.headers['x-statuspage-version']),
    evidence('header', 'hint', 'the header x-statuspage-skip-logging', '2026-08', ({ home }) => home.headers['x-statuspage-skip-logging']),
    evidence('selector', 'proof', 'the body of a status page', '2025-08', ({ home }) =>
      found(home.body.text, /<div class="layout-content status status-(?:index|incident|full-history|uptime|api)\b/u),
    ),
    evidence('embeddedState', 'hint', 'the history as React props', '2026-08', ({ home }) =>
      found(home.body.text, /data-react-class="HistoryIndex"/u),
    ),
    evidence('generator', 'hint', 'the footer "Powered by Statuspage" on a page that is active', '2025-08', ({ home }) =>
      home.body.text.includes('class="status inactive"') ? undefined : found(home.body.text, />Powered by (?:Atlassian )?Statuspage</u),
    ),
    evidence('idStyle', 'hint', 'components with ids of twelve letters and digits', '2021-02', ({ home }) =>
      found(home.body.text, /data-component-id="[0-9a-z]{12}"/u),
    ),
    evidence('cnameSuffix', 'hint', 'a name that leads to stspg-customer.com', '2026-08', (page) => cnameUnder(page, 'stspg-customer.com')),
    evidence('hostSuffix', 'hint', 'a host under statuspage.io', '2026-08', (page) => hostUnder(page, 'statuspage.io')),
    evidence('probeShape', 'proof', 'a summary with the page id and zone of Statuspage', '2026-09', (page) => {
      const head = /"page":\s*(\{[^{}]{1,2000}\})/u.exec(probed(page, summaryPath))?.[1] ?? ''
      const id = /"id":\s*"([^"]{1,40})"/u.exec(head)?.[1] ?? ''
      return isNativeId(id) && /"time_zone":\s*"/u.test(head) ? id : undefined
    }),
  ],
}

/** Answers of Statuspage itself, and of the product's makers, that are no status page. */
export const refusals: readonly Refusal[] = [
  {
    reason: 'inactive',
    what: 'a page that its owner has not activated',
    match: ({ finalUrl, body }) =>
      body.text.includes('<body class="status inactive"') ||
      URL.parse(finalUrl)?.pathname === '/inactive' ||
      /^\s*"?Your page is inactive/u.test(body.text.slice(0, 200)),
  },
  {
    reason: 'unclaimed',
    what: "a name that no page has: the maker's advertisement",
    match: ({ finalUrl, body }) =>
      /^https:\/\/www\.atlassian\.com\/(?:[a-z-]{2,6}\/)?software\/statuspage/u.test(finalUrl) ||
      body.text.includes('<body id="statuspage" class="wac '),
  },
  {
    reason: 'login_wall',
    what: 'a page for signed-in readers alone',
    match: (answer) =>
      !answer.body.text.includes('<div class="layout-content status status-') &&
      / - (?:Login|Sign In)$/u.test(titleOf(answer)) &&
      /statuspage|okta|SAMLRequest/iu.test(answer.body.text.slice(0, 100_000)),
  },
  {
    reason: 'other_product',
    what: "another product of Statuspage's makers",
    match: ({ body }) => body.text.includes('class="layout-content front-facing'),
  },
]
