import type { FetchedPage, PlatformFingerprints, Refusal } from '../fingerprint.ts'
import { evidence, found, hostUnder } from '../lib/evidence.ts'
import type { Params } from './sources.ts'

const idHeader = 'x-status-page-id'
const id = /^[0-9a-f]{24}$/u
const idInScript = /(?:statuspage_?id|pageId)["']?\s{0,3}[:=]\s{0,3}["']([0-9a-f]{24})["']/iu
const idInAddress = /(?:api\.status\.io\/1\.0\/status|\/pages\/(?:history|incident|maintenance))\/([0-9a-f]{24})/u

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('header', 'proof', `the header ${idHeader}`, '2026-10', ({ home }) => {
      const value = home.headers[idHeader] ?? ''
      return id.test(value) ? value : undefined
    }),
    evidence('assetUrl', 'hint', 'assets from status.io', '2026-08', ({ home }) =>
      found(home.body.text, /\b(?:static|image)\.status\.io\//u),
    ),
    evidence('embeddedState', 'hint', 'a page id of 24 hexadecimal digits', '2026-09', ({ home }) => found(home.body.text, idInScript)),
    evidence('hostSuffix', 'hint', 'a host under status.io', '2026-08', (page) => hostUnder(page, 'status.io')),
  ],
}

/** An unknown id is answered 200 by the API, and by the page's host with a page that says no more than "Error". */
export const refusals: readonly Refusal[] = [
  {
    reason: 'unclaimed',
    what: 'an id that no page has',
    match: ({ body }) => /^\s{0,9}\{"error":"status page not found"/u.test(body.text),
  },
]

/** The page id, from the header or out of the page's script and links. */
export function settingsOf({ home }: FetchedPage): Params | undefined {
  const told = home.headers[idHeader] ?? ''
  const pageId = id.test(told) ? told : (idInScript.exec(home.body.text)?.[1] ?? idInAddress.exec(home.body.text)?.[1])
  return pageId === undefined ? undefined : { pageId: pageId.toLowerCase() }
}
