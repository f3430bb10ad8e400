import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { isWhole, loadHtml } from '../lib/html.ts'
import { omit, type Place, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { statedIncidentPhase } from '../lib/stated-phase.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromAbbreviation, instantFromIso } from '../lib/time.ts'
import type { Incident, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { linkedArticles, readArticle } from './articles.ts'
import { datedAddress, type DatedAddress, incidentArticle, type IncidentArticle } from './rule.ts'

export const sources = {
  index: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
  article: {
    medium: 'html',
    via: 'http',
    when: 'detail',
    urls: (page, _params, known) =>
      known.entries.flatMap(({ changed, hasReport, url }) => (changed && !hasReport && url !== undefined && url !== page.url ? [url] : [])),
  } satisfies Source<'html'>,
} as const

/** The incidents that a page of news tells. Of health it says nothing, be there reports or none. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.index ?? []).map((document) => toIndex(document, context)),
    ...(documents.article ?? []).map((document) => toArticle(document, 'article')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('announcements', context.observedAt, parts)
}

/** The list; where the page itself is an article, that. */
function toIndex(document: Document<'html'>, { page }: Context): Part {
  const { url, body } = document
  if (datedAddress(url)) return toArticle(document, 'index')
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const top = topOf('index')
  const articles = linkedArticles(loadHtml(document), page.url)
  if (articles.length === 0) throw new ParseError('foreign', 'a page that links no dated article under its address', { url })
  const incidents = articles.flatMap(({ heading, ...address }) => {
    const article = incidentArticle(heading)
    return article ? [toIncident(article, address, address.url, top)] : []
  })
  const others = articles.length - incidents.length
  if (others > 0) omit(top, 'articles', others, 'articles that are not of an incident')
  const days = articles.map(({ path }) => path.slice(0, 10))
  const isNewestFirst = days.every((day, index) => index === 0 || day <= (days[index - 1] ?? ''))
  return {
    authority: 'markup',
    incidents,
    coverage: isNewestFirst ? { incidents: 'recent' } : {},
    omissions: top.omissions,
  }
}

function toArticle(document: Document<'html'>, source: 'index' | 'article'): Part {
  const { url, body } = document
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const { heading, body: text, published } = readArticle(loadHtml(document))
  const top = topOf(source)
  const address = datedAddress(url)
  const article = incidentArticle(heading)
  if (!address || !article) throw new ParseError('foreign', 'an article that is not of an incident', { url, excerpt: heading })
  if (text === '') throw new ParseError('empty', 'an article without a text', { url })
  const incident = toIncident(article, address, url, top)
  const { native, isReport, title } = article
  const { phase } = incident
  const [markup, publishedAt] = [cleanBody(text), instantFromIso(published)]
  const texts = isReport
    ? { reports: [told({ title: cleanName(title), body: markup, format: 'html' as const, url, publishedAt })] }
    : { updates: [told({ native, phase, body: markup, format: 'html' as const, postedAt: publishedAt })] }
  return { authority: 'markup', incidents: [{ ...incident, ...texts }], coverage: {}, omissions: top.omissions }
}

/** The day in the address is the one on which the article appeared: kept as its first moment in UTC and marked as a day. */
function toIncident(
  { title, native, isReport }: IncidentArticle,
  { path, year, month, day }: DatedAddress,
  url: string,
  place: Place,
): Incident {
  const createdAt = instantFromAbbreviation({ year, month, day, hour: 0, minute: 0 }, 'UTC')
  return told({
    nativeId: path,
    title: cleanName(title),
    url,
    // A report is written on what is over.
    phase: isReport ? ('postmortem' as const) : statedIncidentPhase(native, place, 'phase'),
    nativePhase: native,
    createdAt,
    datePrecision: createdAt === undefined ? undefined : ('day' as const),
  })
}
