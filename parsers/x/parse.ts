import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { lineOf, loadMarkup, type Node } from '../lib/html.ts'
import { namedIds } from '../lib/named-ids.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'

/**
 * The page as Markdown with components of its own: a `Card` for each part of the platform, and in it a `Tooltip` whose `tip` says
 * how that is. Source: a program that read docs.x.com/status.md in 2026; no recorded page was at hand. Authority: the maker's own
 * page. Quirks: the past incidents below are prose, whose marks of what goes on are said to be out of date.
 */
const page: Source<'text'> = { medium: 'text', via: 'http', when: 'poll', urls: ({ url }) => [`${url}.md`] }

export const sources = { page }

export function parse({ page: documents = [] }: { readonly page?: readonly Document<'text'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('x', observedAt, documents.map(parsePage))
}

const healths: ReadonlyMap<string, Health> = new Map([
  ['operational', 'operational'],
  ['normal', 'operational'],
  ['degraded', 'degraded_performance'],
  ['degraded performance', 'degraded_performance'],
  ['partial outage', 'partial_outage'],
  ['major outage', 'major_outage'],
  ['maintenance', 'under_maintenance'],
  ['under maintenance', 'under_maintenance'],
])

const historyHeading = /^## Incident history\s{0,20}$/imu

function parsePage({ url, body: { text } }: Document<'text'>): Part {
  // The heading below the components: where it is missing, the page was cut off or is another.
  const end = text.search(historyHeading)
  if (end === -1 || !/<Tooltip[\s>]/u.test(text))
    throw new ParseError('foreign', 'a text without the parts of this page', { url, excerpt: text })
  const top = topOf('page')
  const present = text.slice(0, end)
  const $ = loadMarkup(present, url)
  const cards = $('card')
    .toArray()
    .map((element) => ({ name: cleanName($(element).attr('title')?.trim() ?? ''), tip: tipOf($(element).find('tooltip').toArray()) }))
  if (cards.length === 0) throw new ParseError('empty', 'no components', { url, path: 'Card' })
  const ids = namedIds(cards.map(({ name }) => name))
  // The whole line, but for marks around it: "Not all systems are operational" says something else.
  const headline = /^[^A-Za-z\r\n]{0,20}all systems are operational[^A-Za-z\r\n]{0,20}$/imu.exec(present)?.[0]
  return {
    authority: 'markup',
    ...(headline === undefined ? {} : { health: 'operational', native: cleanName(headline.trim()) }),
    components: cards.map(({ name, tip }, index): Component => {
      if (name === '' || tip === undefined) throw new ParseError('missing', 'a component without name or state', { url, path: 'Card' })
      return {
        nativeId: ids[index] ?? name,
        name,
        health: healthOf(tip, placeIn(top, 'Card', index)),
        native: tip,
        group: false,
        children: [],
      }
    }),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }

  function tipOf(tooltips: readonly Node[]): string | undefined {
    const tips = tooltips.map((element) => cleanName($(element).attr('tip')?.trim() ?? lineOf($(element))))
    return tips.find((tip) => tip !== '')
  }
}

function healthOf(tip: string, place: Place): Health {
  const health = healths.get(tip.toLowerCase().replace(/\.$/u, ''))
  if (health === undefined) omit(place, 'tip', tip, 'a word that nobody has mapped')
  return health ?? 'unknown'
}
