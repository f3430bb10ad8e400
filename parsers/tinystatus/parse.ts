import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { type CheerioAPI, isWhole, lineOf, loadHtml, type Node } from '../lib/html.ts'
import { readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity, type Instant, type Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { Line } from './schema.ts'

export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
} as const

/** Reads the one page that there is; throws ParseError where it is none of this generator's or was cut off. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.home ?? []).map(parseHome)
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('tinystatus', context.observedAt, parts)
}

function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  if (!/<li class=["']panel /u.test(body.text)) {
    throw new ParseError('foreign', 'a page without a mark of this platform', { url, excerpt: body.text })
  }
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const $ = loadHtml(document)
  const top = topOf('home')
  const lines = $('li:has(> span.status)')
    .toArray()
    .map((element) => readLine($, element, url))
  if (lines.length === 0) throw new ParseError('empty', 'a page without services', { url, path: 'span.status' })
  readIncidents($, top)
  return told({
    authority: 'markup' as const,
    page: { name: cleanName(lineOf($('title').first())) },
    sourceUpdatedAt: checkedAt($, top),
    ...readHeadline($, lines, top, url),
    components: toComponents(lines, top),
    coverage: { components: 'full' as const },
    omissions: top.omissions,
  })
}

function readLine($: CheerioAPI, element: Node, url: string): Line {
  const status = $(element).children('span.status').first()
  const name = lineOf(
    $(element)
      .contents()
      .toArray()
      .filter((node) => node.nodeType === 3),
  )
  return readWire(Line, { name, word: lineOf(status), isFailed: status.hasClass('failed'), isFine: status.hasClass('success') }, url)
}

/** A service is fine only where its word and its colour say so both. */
function toComponents(lines: readonly Line[], top: Place): readonly Component[] {
  const components = new Map<string, Component>()
  for (const [index, { name, word, isFailed, isFine }] of lines.entries()) {
    const place = placeIn(top, 'services', index)
    const nativeId = name.toLowerCase()
    let health: Health = 'unknown'
    if (word === 'Operational' && isFine && !isFailed) health = 'operational'
    else if (word === 'Disrupted' && isFailed) health = 'major_outage'
    else omit(place, 'status', word, 'a word that nobody has mapped')
    // The script names a file after each service, so that a name comes twice only as fine and as broken: the worse one stands.
    const known = components.get(nativeId)
    if (known) omit(place, 'name', name, 'listed twice')
    if (known && healthSeverity(known.health) >= healthSeverity(health)) continue
    components.set(nativeId, {
      nativeId: cleanName(nativeId),
      name: cleanName(name),
      health,
      native: cleanName(word),
      group: false,
      children: [],
    })
  }
  return [...components.values()]
}

/** "All Systems Operational", or how many services are out: all of them, or some. */
function readHeadline($: CheerioAPI, lines: readonly Line[], top: Place, url: string): Pick<Part, 'health' | 'native'> {
  const panel = $('li.panel').first()
  const native = cleanName(lineOf(panel))
  if (panel.length === 0 || native === '') throw new ParseError('missing', 'no headline', { url, path: 'li.panel' })
  if (native === 'All Systems Operational' && panel.hasClass('success-bg')) return { health: 'operational', native }
  const outages = /^(\d{1,6}) Outage\(s\)$/u.exec(native)?.[1]
  if (outages !== undefined && panel.hasClass('failed-bg')) {
    return { health: Number(outages) === lines.length ? 'major_outage' : 'partial_outage', native }
  }
  omit(top, 'headline', native, 'a word that nobody has mapped')
  return { health: 'unknown', native }
}

/** "Last check: 2026-11-20T05:00:54+0000"; the zone came with 0.2. */
function checkedAt($: CheerioAPI, top: Place): Instant | undefined {
  const texts = $('p.small')
    .toArray()
    .map((element) => lineOf([element]))
  const stamp = texts.map((text) => /^Last check: (\S.{0,40})$/u.exec(text)?.[1]).find((text) => text !== undefined)
  return timeAt(stamp, top, 'lastCheck')
}

/** Free text, newest first by habit: no id, no state, no zone. It stays visible, but is no incident with a phase. */
function readIncidents($: CheerioAPI, top: Place): void {
  const heading = $('h1').last()
  if (lineOf(heading) !== 'Incidents') return
  for (const [index, element] of heading.nextAll('p').not('.small').toArray().entries()) {
    const text = lineOf([element])
    if (text !== '' && text !== 'No incident reported yet ;)') {
      omit(placeIn(top, 'incidents', index), '', cleanBody(text), 'free text that states neither a phase nor a zone')
    }
  }
}
