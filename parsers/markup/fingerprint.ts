import { ParseError } from '../errors.ts'
import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence } from '../lib/evidence.ts'
import { isWhole, loadHtml } from '../lib/html.ts'
import { titleOf } from '../lib/refusal.ts'
import { subject } from './parse.ts'
import { readRows } from './rows.ts'

export const fingerprints: PlatformFingerprints = {
  resort: 2,
  probes: [],
  evidence: [
    evidence('generator', 'hint', 'a title that speaks of status', '2026-11', ({ home }) => subject.exec(titleOf(home))?.[0]),
    evidence('selector', 'hint', 'a list of names, each with a word for how it is', '2026-11', firstRow),
  ],
}

/** Pages with another title are not looked through: most pages are none of status. */
function firstRow({ home, probes }: FetchedPage): string | undefined {
  if (probes === undefined || !subject.test(titleOf(home)) || !isWhole(home.body.text)) return undefined
  try {
    const { rows } = readRows(loadHtml({ url: home.finalUrl, body: home.body }))
    const row = rows.find(({ stated }) => stated !== undefined)
    return row && `${row.name}: ${row.native}`
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}
