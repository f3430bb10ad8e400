import type { z } from 'zod'
import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, hostUnder } from '../lib/evidence.ts'
import { Params } from './sources.ts'

const ownHosts = ['statuspal.io', 'statuspal.eu'] as const

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('assetUrl', 'proof', 'a script from statuspal', '2026-08', ({ home }) =>
      found(home.body.text, /<script[^>]{1,200}src=["'](?:https:)?\/\/(?:[a-z0-9-]{1,60}\.)?statuspal\.(?:io|eu)\//u),
    ),
    evidence('selector', 'hint', 'the headline of a page of Statuspal', '2026-08', ({ home }) =>
      found(home.body.text, /class="system-status(?: [a-z-]{1,40}){0,5} type-[a-z-]{1,40}/u),
    ),
    evidence('embeddedState', 'hint', 'an address of the API', '2025-10', ({ home }) => found(home.body.text, apiAddress)),
    evidence('generator', 'hint', 'a link to statuspal in the footer', '2026-08', ({ home }) =>
      found(home.body.text, /href=["'](?:https:)?\/\/(?:www\.)?statuspal\.(?:io|eu)/u),
    ),
    evidence('hostSuffix', 'hint', 'a host under statuspal.io or statuspal.eu', '2026-08', (page) => hostUnder(page, ...ownHosts)),
  ],
}

const apiAddress = /\bstatuspal\.(io|eu)\/api\/v[12]\/status_pages\/([a-z0-9-]{1,100})/u
const ownAddress = /\b([a-z0-9-]{1,100})\.statuspal\.(io|eu)\b/u
const inScript = /\bsubdomain["']?\s{0,3}[:=]\s{0,3}["']([a-z0-9-]{1,100})["']/u

/** The page's own host where it is Statuspal's; else the addresses and the script of the page tell both. */
export function settingsOf({ home }: FetchedPage): z.input<typeof Params> | undefined {
  const { text } = home.body
  const host = ownAddress.exec(URL.parse(home.finalUrl)?.hostname ?? '')
  if (host) return told(host[1], host[2])
  const api = apiAddress.exec(text)
  if (api) return told(api[2], api[1])
  const address = /statuspal\.(io|eu)/u.exec(text)
  const script = inScript.exec(text)
  const link = ownAddress.exec(text)
  return script ? told(script[1], address?.[1]) : link && link[1] !== 'www' ? told(link[1], link[2]) : undefined
}

function told(subdomain: string | undefined, region: string | undefined): z.input<typeof Params> | undefined {
  return Params.safeParse({ subdomain, region }).data
}
