import { absoluteUrl, type CheerioAPI, lineOf, type Node, textOf } from '../lib/html.ts'
import { datedAddress, type DatedAddress } from './rule.ts'

/** What pages of news print: links to dated addresses, and an article behind each. */

export interface Linked extends DatedAddress {
  readonly url: string
  readonly heading: string
}

/** The articles that a page links under its own address, each once, in page order. */
export function linkedArticles($: CheerioAPI, pageUrl: string): readonly Linked[] {
  const base = (datedAddress(pageUrl)?.base ?? pageUrl).replace(/\/$/u, '')
  const byPath = new Map<string, Linked>()
  for (const link of $('a[href]').toArray()) {
    const url = absoluteUrl($(link).attr('href'), `${base}/`)
    const dated = url === undefined ? undefined : datedAddress(url)
    if (url === undefined || dated?.base !== base) continue
    const heading = headingOf($, link)
    const known = byPath.get(dated.path)
    if (!known || known.heading === '') byPath.set(dated.path, { ...dated, url: `${base}/${dated.path}`, heading })
  }
  return [...byPath.values()]
}

/** The title in a link: its heading where it wraps a whole card, else its first line; "Read more" is none. */
function headingOf($: CheerioAPI, link: Node): string {
  const heading = $(link).find('h1, h2, h3, h4, h5').first()
  const [line = ''] = textOf(heading.length > 0 ? heading : [link]).split('\n')
  return /^(?:read|continue|more|learn)\b.{0,20}$/iu.test(line) ? '' : line
}

export interface Article {
  readonly heading: string
  /** Its markup, without the heading. */
  readonly body: string
  /** As the page says it to machines. */
  readonly published?: string
}

const containers = ['[itemprop="articleBody"]', '.entry-content', '.article-body', '.post-content', 'article', 'main', 'body']

export function readArticle($: CheerioAPI): Article {
  const heading = lineOf($('h1').first()) || ($('meta[property="og:title"]').attr('content') ?? lineOf($('title').first().contents()))
  const published = $('meta[property="article:published_time"]').attr('content') ?? $('article time[datetime]').first().attr('datetime')
  const container = containers.map((selector) => $(selector).first()).find((found) => textOf(found) !== '')
  container?.find('script, style, nav, header, footer, form, aside, h1, svg').remove()
  const body = container?.html()?.trim() ?? ''
  return published === undefined ? { heading, body } : { heading, body, published }
}
