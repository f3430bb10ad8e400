import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { cnameUnder, evidence, found, hostUnder } from '../lib/evidence.ts'

const suffix = 'checkly-status-page.com'

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('embeddedState', 'proof', 'the state of the page, by the name of its host', '2026-09', ({ home }) =>
      found(home.body.text, /"status-page-resolver-[\w.-]{1,200}"/u),
    ),
    evidence('embeddedState', 'hint', 'the incidents that are not over', '2026-09', ({ home }) =>
      found(home.body.text, /"unresolved-incidents-[\w-]{1,80}"/u),
    ),
    evidence('hostSuffix', 'hint', `a host under ${suffix}`, '2026-09', (page) => hostUnder(page, suffix)),
    evidence('cnameSuffix', 'hint', `a name that leads to custom-domain.${suffix}`, '2026-09', (page) => cnameUnder(page, suffix)),
  ],
}

/** The slug stands in the state of the page, and is the name of a host under the maker's own. */
export function settingsOf({ home }: FetchedPage): { slug: string } | undefined {
  const told = /"maintenance-windows-([\w.-]{1,200})"/u.exec(home.body.text)?.[1]
  const host = URL.parse(home.finalUrl)?.hostname ?? ''
  const slug = told ?? (host.endsWith(`.${suffix}`) ? host.slice(0, -suffix.length - 1) : undefined)
  return slug === undefined ? undefined : { slug }
}
