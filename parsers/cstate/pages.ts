import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Impact, Incident, Instant, Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { idOf, slugOf } from './words.ts'

/**
 * The list of issues and the page of one, for readers. Seen in a site built with 6.0.1 in 2026-11. What is open carries a sign
 * that is the same in every language: a square for what is down, a triangle for what is disrupted, a rhombus for planned work.
 * What is over carries none, so that of those the pages do not tell whether they were planned.
 */

interface Row {
  readonly fields: Pick<Incident, 'nativeId' | 'title' | 'url' | 'components' | 'updates'>
  readonly sign: string
  readonly isResolved: boolean
  readonly isInformational: boolean
  readonly startedAt: Instant | undefined
  readonly place: Place
}

const severities: ReadonlyMap<string, { readonly impact: Impact; readonly native: string }> = new Map([
  ['■', { impact: 'critical', native: 'down' }],
  ['▲', { impact: 'major', native: 'disrupted' }],
])

/** Every issue of one page of the list; what is missing may stand on another. */
export function parseList(document: Document<'html'>): Part {
  const top = topOf('list')
  const $ = loadOwn(document, 'default list')
  const rows = rowsOf($, top, document.url)
  if (rows.length === 0 && $('#incidents').length === 0) throw new ParseError('foreign', 'no list of issues', { url: document.url })
  return partOf(rows, $, top)
}

/** The open issues that a page names: of those their signs tell what they are. */
export function openIssues(
  $: CheerioAPI,
  within: Place,
  base: string,
): { incidents: readonly Incident[]; maintenances: readonly Maintenance[] } {
  return entriesOf(rowsOf($, within, base).filter(({ sign }) => sign !== ''))
}

function rowsOf($: CheerioAPI, within: Place, base: string): readonly Row[] {
  return $('a.issue')
    .toArray()
    .map((element, index): Row => {
      const place = placeIn(within, 'issue', index)
      const url = absoluteUrl($(element).attr('href'), base)
      const nativeId = slugOf(url)
      const heading = lineOf($(element).children('h3').first())
      if (nativeId === undefined || heading === '')
        throw new ParseError('missing', 'an issue without address or title', { url: base, path: 'a.issue' })
      return {
        fields: told({ nativeId, title: cleanName(heading.replace(/ {0,3}ℹ\uFE0F?$/u, '')), url }),
        sign: signOf(lineOf($(element).children('strong').first())),
        isResolved: $(element).children('div.faded, div.warning, div.ok').length > 0,
        isInformational: /ℹ\uFE0F?$/u.test(heading),
        startedAt: timeAt($(element).find('[data-date]').attr('data-date'), place, 'data-date'),
        place,
      }
    })
}

/** One issue with its text. Its times carry no zone there. */
export function parseIssuePage(document: Document<'html'>): Part {
  const top = topOf('issuePage')
  const $ = loadOwn(document, 'issues single')
  const article = $('.article').first()
  const url = absoluteUrl($('link[rel="canonical"]').attr('href'), document.url)
  const [nativeId, title] = [slugOf(url), lineOf(article.children('h1').first())]
  if (nativeId === undefined || title === '')
    throw new ParseError('missing', 'an issue without address or title', { url: document.url, path: '.article' })
  const body = article.children('.markdown').first().html() ?? ''
  const names = $('.article a.tag')
    .toArray()
    .map((element) => cleanName(lineOf($(element))))
  const row: Row = {
    fields: told({
      nativeId,
      title: cleanName(title),
      url,
      components: names.map((name) => ({ nativeId: idOf(name), name })),
      updates: [{ nativeId, body: cleanBody(body), format: 'html' as const }],
    }),
    sign: signOf(lineOf(article.children('strong').first())),
    isResolved: article.children('div.faded, div.warning, div.ok').length > 0,
    // What is only to be known carries no mark here, which a page that lost its mark does not either.
    isInformational: false,
    startedAt: undefined,
    place: top,
  }
  return partOf([row], $, top)
}

function signOf(text: string): string {
  return /^[■▲◆]/u.exec(text)?.[0] ?? ''
}

function loadOwn(document: Document<'html'>, words: string): CheerioAPI {
  const { url, body } = document
  const $ = loadHtml(document)
  const isOwn = ($('meta[name="generator"]').attr('content') ?? '').startsWith('cState v')
  if (!isOwn || !($('body').attr('class') ?? '').startsWith(words))
    throw new ParseError('foreign', 'no such page of cState', { url, path: 'body' })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  return $
}

function partOf(rows: readonly Row[], $: CheerioAPI, top: Place): Part {
  const { incidents, maintenances } = entriesOf(rows)
  const [, name = ''] = /\| ([^|]{1,300})$/u.exec(lineOf($('title').first())) ?? []
  return told({
    authority: 'markup' as const,
    page: name === '' ? undefined : { name: cleanName(name) },
    incidents: incidents.length > 0 ? incidents : undefined,
    maintenances: maintenances.length > 0 ? maintenances : undefined,
    omissions: top.omissions,
  })
}

function entriesOf(rows: readonly Row[]): { incidents: readonly Incident[]; maintenances: readonly Maintenance[] } {
  const incidents = rows.filter(({ sign }) => sign !== '◆')
  for (const { sign, isInformational, place } of incidents) {
    if (sign === '' && !isInformational) omit(place, '', null, 'an issue of which the page does not tell whether it was planned')
  }
  return {
    incidents: incidents.map(({ fields, sign, isResolved, isInformational, startedAt }) => {
      const severity = severities.get(sign)
      return told({
        ...fields,
        impact: isInformational ? ('none' as const) : severity?.impact,
        nativeImpact: severity?.native,
        phase: isResolved ? ('resolved' as const) : ('unknown' as const),
        startedAt,
      })
    }),
    maintenances: rows
      .filter(({ sign }) => sign === '◆')
      .map(({ fields, startedAt }) => told({ ...fields, nativeImpact: 'notice', phase: 'unknown' as const, scheduledFor: startedAt })),
  }
}
