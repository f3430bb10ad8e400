import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'
import { isZone } from '../lib/time.ts'
import type { Settings } from './schema.ts'

/** No page is longer, so that one answer holds them all. */
export const paths = { components2: '/api/v1/components?per_page=500', components3: '/api/components?include=group&per_page=500' }

const assets3 = /\/vendor\/cachethq\/cachet\//u
const status2 = /<div class="section-status">\s{0,200}<div class="alert alert-(?:success|info|danger)"/u

export const fingerprints: PlatformFingerprints = {
  probes: [paths.components2, paths.components3],
  evidence: [
    evidence('assetUrl', 'proof', 'the files that a page of 3.x loads', '2026-11', ({ home }) => found(home.body.text, assets3)),
    evidence('selector', 'hint', 'the headline of a page of 2.x', '2026-11', ({ home }) => found(home.body.text, status2)),
    evidence('embeddedState', 'hint', 'the times of a page of 2.x', '2026-11', ({ home }) =>
      found(home.body.text, /\sclass="timeago"[^<>]{1,300}\sdata-timeago="/u),
    ),
    evidence('generator', 'hint', 'a link to the maker in the footer', '2026-11', ({ home }) =>
      found(home.body.text, /<a\s[^<>]{0,100}href="https:\/\/cachethq\.io\/?"/u),
    ),
    evidence('probeShape', 'proof', 'components of 2.x', '2020-10', (page) =>
      shapeOf(probed(page, paths.components2), /"status_name":/u, /"pagination":\s*\{/u),
    ),
    evidence('probeShape', 'proof', 'components of 3.x', '2026-11', (page) =>
      shapeOf(probed(page, paths.components3), /"type":\s*"components"/u, /"created":\s*\{\s*"human":/u),
    ),
  ],
}

function shapeOf(text: string, ...marks: readonly RegExp[]): string | undefined {
  const matches = marks.map((mark) => found(text, mark))
  return matches.every((match) => match !== undefined) ? matches.join(' ') : undefined
}

/** Which generation answers, and the zone where the footer of 2.x shows it. */
export function settingsOf(page: FetchedPage): Settings | undefined {
  const { text } = page.home.body
  if (found(text, assets3) || probed(page, paths.components3).includes('"attributes"')) return { generation: 3 }
  const isSecond = found(text, status2) ?? (probed(page, paths.components2).includes('"status_name"') || undefined)
  if (isSecond === undefined) return undefined
  const zone = /cachethq\.io[^<]{0,100}<\/a>[^<]{0,40}<br ?\/?>\s{0,40}([A-Za-z]{2,20}(?:\/[A-Za-z_+-]{2,30}){0,2})\s{0,40}<\/p>/u.exec(
    text,
  )?.[1]
  return zone !== undefined && isZone(zone) ? { generation: 2, timeZone: zone } : { generation: 2 }
}
