import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found } from '../lib/evidence.ts'

const repository = /https:\/\/github\.com\/([A-Za-z\d-]{1,39})\/([\w.-]{1,100})(?=["'\s>/])/u

export const fingerprints: PlatformFingerprints = {
  probes: [],
  evidence: [
    evidence('assetUrl', 'hint', "Upptime's own icon", '2026-08', ({ home }) =>
      found(home.body.text, /raw\.githubusercontent\.com\/upptime\/upptime\/[\w.-]{1,60}\/assets\/upptime-icon\.svg/u),
    ),
    evidence('embeddedState', 'hint', 'a page made by Sapper', '2026-08', ({ home }) =>
      found(home.body.text, /__SAPPER__\s?=\s?\{baseUrl:/u),
    ),
    evidence('selector', 'hint', 'the section of live states', '2026-08', ({ home }) =>
      found(home.body.text, /<section class="?(?:svelte-[a-z\d]{1,9} )?live-status\b/u),
    ),
    evidence('generator', 'hint', 'the footer that names Upptime', '2026-08', ({ home }) =>
      found(home.body.text, /<a href="?https:\/\/upptime\.js\.org\/?"?>Upptime</u),
    ),
  ],
}

/** Where the monitor keeps its files: the footer links to it, and a page under github.io is named after it. */
export function repositoryOf({ home }: FetchedPage): { readonly owner: string; readonly repo: string } | undefined {
  const { text } = home.body
  const footer = text.lastIndexOf('<footer')
  const [, owner, repo] = footer === -1 ? [] : (repository.exec(text.slice(footer, footer + 20_000)) ?? [])
  if (owner !== undefined && repo !== undefined) return { owner, repo }
  const [, host, path] = /^https?:\/\/([A-Za-z\d-]{1,39})\.github\.io\/([\w.-]{1,100})/u.exec(home.finalUrl) ?? []
  return host !== undefined && path !== undefined ? { owner: host, repo: path } : undefined
}
