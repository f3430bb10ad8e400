import type { PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found, hostUnder, probed } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: ['/status.json'],
  evidence: [
    evidence('generator', 'proof', 'a description or a title that names StatusCast', '2023-02', ({ home }) =>
      found(home.body.text, /content="Status page provided by StatusCast"|powered by StatusCast<\/title>/u),
    ),
    evidence('selector', 'hint', 'a link to an incident of StatusCast', '2026-09', ({ home }) =>
      found(home.body.text, /class="incident-partial-title-url\b|class="sc-hero__title"/u),
    ),
    evidence('assetUrl', 'hint', "files from StatusCast's store", '2023-02', ({ home }) =>
      found(home.body.text, /\bstatuscast[a-z]{1,20}\.blob\.core\.windows\.net\//u),
    ),
    evidence('hostSuffix', 'hint', 'a host under status.page or statuscast.com', '2026-08', (page) =>
      hostUnder(page, 'status.page', 'statuscast.com'),
    ),
    evidence('probeShape', 'proof', 'a status with the time since when it is in effect', '2026-08', (page) => {
      const text = probed(page, '/status.json').slice(0, 2000)
      return /"InEffectSince"/u.test(text) && /"StatusText"/u.test(text) ? found(text, /"Status"\s{0,3}:\s{0,3}"[^"]{1,40}"/u) : undefined
    }),
  ],
}

export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: "a name that no page has: the maker's advertisement",
    match: ({ finalUrl }) => /^https?:\/\/(?:www\.)?statuscast\.com(?:\/|$)/u.test(finalUrl),
  },
]
