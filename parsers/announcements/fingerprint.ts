import { ParseError } from '../errors.ts'
import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence } from '../lib/evidence.ts'
import { loadHtml } from '../lib/html.ts'
import { linkedArticles, readArticle } from './articles.ts'
import { datedAddress, incidentArticle } from './rule.ts'

export const fingerprints: PlatformFingerprints = {
  resort: 3,
  probes: [],
  evidence: [
    evidence('selector', 'hint', 'dated addresses of articles under its own, or one as its own', '2026-11', (page) => {
      const titles = titlesOf(page)
      return titles.length >= (datedAddress(page.home.finalUrl) ? 1 : 2) ? titles[0] : undefined
    }),
    evidence('idStyle', 'hint', 'an article that is of an incident', '2026-11', (page) =>
      titlesOf(page).find((title) => incidentArticle(title) !== undefined),
    ),
  ],
}

/** The titles of the articles. A page without a dated address in its first part is not looked through. */
function titlesOf({ home, probes }: FetchedPage): readonly string[] {
  const isArticle = datedAddress(home.finalUrl) !== undefined
  const text = home.body.text.slice(0, 400_000)
  if (probes === undefined || (!isArticle && !/\/\d{4}\/\d{2}\/\d{2}\//u.test(text))) return []
  try {
    const $ = loadHtml({ url: home.finalUrl, body: { medium: 'html', text } })
    return isArticle ? [readArticle($).heading] : linkedArticles($, home.finalUrl).map(({ heading }) => heading)
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}
