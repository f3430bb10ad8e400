import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { type CheerioAPI, isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { namedIds } from '../lib/named-ids.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { titleOf } from '../lib/refusal.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, isImpaired, type Snapshot, worstOf } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { readRows, type Row } from './rows.ts'
import { isAllClear } from './words.ts'

export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
  // A page that a script draws has no rows before it has run.
  rendered: { medium: 'html', via: 'browser', when: 'fallback', urls: (page) => [page.url] } satisfies Source<'html'>,
} as const

/** What a page says about itself, in its title. */
export const subject = /\b(?:status|uptime|service health|system health|availability|störungen|estado|état)\b/iu

/**
 * A status page of no known platform, as a reader sees it. A component is operational only where two statements of different
 * kinds agree and none disagrees: its word or label, and a class, a state attribute, an icon or another label. A worse word
 * stands alone. The page is only where all of its rows are, a headline says so too, and no word for a state was left over.
 */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.home ?? []).map((document) => toPart(document, 'home')),
    ...(documents.rendered ?? []).map((document) => toPart(document, 'rendered')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('markup', context.observedAt, parts)
}

function toPart(document: Document<'html'>, source: string): Part {
  const { url, body } = document
  const top = topOf(source)
  const title = titleOf(document)
  if (!subject.test(title)) throw new ParseError('foreign', 'a page whose title does not speak of status', { url, excerpt: title })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const $ = loadHtml(document)
  if (isTemplate($)) throw new ParseError('shape', 'a page that a script has yet to fill in', { url })
  const { rows, stray } = readRows($)
  if (rows.length === 0) throw new ParseError('empty', 'no list of rows that state how they are', { url })
  for (const word of stray) omit(top, 'text', cleanName(word), 'a word for a state that belongs to no row')
  const components = toComponents(rows, top)
  return {
    authority: 'markup',
    page: { name: cleanName(title) },
    ...readHeadline($, components, stray.length === 0),
    components,
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

/** Placeholders in the text, or attributes by which a script fills it in. */
function isTemplate($: CheerioAPI): boolean {
  return /\{\{|<%|\$\{/u.test(lineOf($('body'))) || $('[x-text], [v-text], [ng-bind], [data-bind], [v-cloak], [ng-cloak]').length > 0
}

function toComponents(rows: readonly Row[], top: Place): readonly Component[] {
  const ids = namedIds(rows.map(({ name }) => name))
  return rows.map((row, index) => ({
    nativeId: ids[index] ?? row.name,
    name: cleanName(row.name),
    health: healthOf(row, placeIn(top, 'rows', index)),
    native: cleanName(row.native),
    group: false,
    children: [],
  }))
}

function healthOf({ stated, native, signals }: Row, place: Place): Health {
  if (stated === undefined) {
    omit(place, 'word', native, 'a word that nobody has mapped')
    return 'unknown'
  }
  if (stated !== 'operational') return stated
  if (signals.some(({ isGood }) => !isGood)) {
    omit(place, 'word', native, 'a good word beside a mark that says otherwise')
    return 'unknown'
  }
  if (new Set(signals.map(({ kind }) => kind)).size >= 2) return 'operational'
  omit(place, 'word', native, 'a good word that nothing else confirms')
  return 'unknown'
}

/** Never left untold: the worst of the rows would count for the page, though a row that is broken may look like none. */
function readHeadline($: CheerioAPI, components: readonly Component[], isEveryWordRead: boolean): { health: Health; native?: string } {
  const worst = worstOf(components.map(({ health }) => health))
  const line = $('h1, h2, h3, h4, p, div, span, strong')
    .toArray()
    .filter((element) => $(element).children().length < 3)
    .map((element) => lineOf([element]))
    .find((text) => isAllClear(text))
  const native = line === undefined ? undefined : cleanName(line)
  if (isImpaired(worst) || worst === 'under_maintenance') return told({ health: worst, native })
  const isProved = worst === 'operational' && native !== undefined && isEveryWordRead
  return told({ health: isProved ? ('operational' as const) : ('unknown' as const), native })
}
