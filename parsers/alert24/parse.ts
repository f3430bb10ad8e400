import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { isWhole, loadHtml } from '../lib/html.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { monthFromName } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromAbbreviation } from '../lib/time.ts'
import {
  type Component,
  type Health,
  healthSeverity,
  type Impact,
  type Incident,
  type IncidentPhase,
  type Instant,
  type Snapshot,
} from '../model.ts'
import type { Context, Documents, Source } from '../platform.ts'
import { type Listed, readIncidents, readLines, textOfPage } from './schema.ts'

export const sources = {
  page: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
  // The same as a reader sees it, where somebody kept that.
  text: { medium: 'text', via: 'http', when: 'archive', urls: () => [] } satisfies Source<'text'>,
} as const

/** "Operational" and the headline of a page without trouble were seen; the other words are those of the pages it copies. */
const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['all systems operational', 'operational'],
  ['operational', 'operational'],
  ['degraded', 'degraded_performance'],
  ['degraded performance', 'degraded_performance'],
  ['partial outage', 'partial_outage'],
  ['major outage', 'major_outage'],
  ['maintenance', 'under_maintenance'],
  ['under maintenance', 'under_maintenance'],
  ['unknown', 'unknown'],
])
const impacts: ReadonlyMap<string, Impact> = new Map((['none', 'minor', 'major', 'critical'] as const).map((word) => [word, word]))

/** Reads the page, or the text of it. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.page ?? []).map((document) => {
      if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
      return toPart(textOfPage(loadHtml(document)), 'page', document.url)
    }),
    ...(documents.text ?? []).map((document) => toPart(document.body.text, 'text', document.url)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('alert24', context.observedAt, parts)
}

function toPart(text: string, source: string, url: string): Part {
  const top = topOf(source)
  const lines = readLines(text, url)
  const components = lines.components && toComponents(lines.components, placeIn(top, 'components'), url)
  const incidents = lines.incidents && toIncidents(lines.incidents, top)
  return told({
    authority: 'aggregator' as const,
    page: { name: cleanName(lines.name) },
    ...readHeadline(lines.headlines, top),
    components,
    incidents,
    coverage: {
      components: components ? ('full' as const) : ('none' as const),
      incidents: incidents ? ('recent' as const) : ('none' as const),
    },
    omissions: top.omissions,
  })
}

/** The headline stands at the top and again under its heading: of two that differ the worse one stands. */
function readHeadline(headlines: readonly string[], top: Place): Pick<Part, 'health' | 'native'> {
  const stated = headlines.map((native) => ({ native: cleanName(native), health: toHealth(native, top, 'headline') }))
  const [first, ...others] = stated.toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  const other = others.find(({ native }) => native !== first?.native)
  if (other) omit(top, 'headline', other.native, 'two headlines that differ')
  return first ?? { health: 'unknown' }
}

function toHealth(word: string, place: Place, field: string): Health {
  return healths.get(word.toLowerCase()) ?? mapped(healths, word, place, field)
}

/** A line for the name, and a line for the word. */
function toComponents(lines: readonly string[], place: Place, url: string): readonly Component[] {
  const pairs = lines.flatMap((name, index) => (index % 2 === 0 ? [{ name, word: lines[index + 1] ?? '' }] : []))
  const astray = pairs.find(({ name, word }) => word === '' || healths.has(name.toLowerCase()))
  if (astray) throw new ParseError('shape', 'components whose names and words do not alternate', { url, excerpt: astray.name })
  if (pairs.length === 0) throw new ParseError('empty', 'a list without components', { url })
  const ids = namedIds(pairs.map(({ name }) => name))
  return pairs.map(({ name, word }, index) => ({
    nativeId: ids[index] ?? name,
    name: cleanName(name),
    health: toHealth(word, place, name),
    native: cleanName(word),
    group: false,
    children: [],
  }))
}

function toIncidents(lines: readonly string[], top: Place): readonly Incident[] | undefined {
  const listed = readIncidents(lines)
  if (listed.length === 0 && !/^No (?:recent )?incidents\b/iu.test(lines[0] ?? '')) {
    omit(top, 'incidents', lines[0], 'a part without a line of dates')
    return undefined
  }
  const ids = namedIds(listed.map(({ opened, title }) => `${dayOf(opened)?.slice(0, 10) ?? opened} ${title}`))
  return listed.map((entry, index) => toIncident(entry, ids[index] ?? entry.title, placeIn(top, 'incidents', index)))
}

/** A text with a Markdown heading is a report; any other is the last that the vendor posted. */
function toIncident({ title, impact, opened, state, body: text }: Listed, nativeId: string, place: Place): Incident {
  const startedAt = dayOf(opened)
  if (startedAt === undefined) omit(place, 'opened', opened, 'no day of the calendar')
  const name = cleanName(title)
  const body = cleanBody(text)
  const isReport = /^#{1,6} \S/u.test(body)
  return told({
    nativeId,
    title: name,
    impact: mapped(impacts, impact, place, 'impact'),
    nativeImpact: impact,
    ...stateOf(state, opened, place),
    startedAt,
    datePrecision: 'day' as const,
    updates: isReport || body === '' ? undefined : [{ body, format: 'markdown' as const }],
    reports: isReport ? [{ title: name, body, format: 'markdown' as const }] : undefined,
  })
}

/** "resolved Nov 19" is the end, in the year of the beginning or, where that would lie before it, in the next. */
function stateOf(
  state: string | undefined,
  opened: string,
  place: Place,
): { phase: IncidentPhase; nativePhase?: string; resolvedAt?: Instant } {
  if (state === undefined) return { phase: 'unknown' }
  const [, word = '', date] = /^([A-Za-z ]{1,40}?)(?: ([A-Z][a-z]{2} \d{1,2}(?:, \d{4})?))?$/u.exec(state) ?? []
  if (word !== 'resolved') {
    if (!/^(?:ongoing|open|active|unresolved)$/iu.test(word)) omit(place, 'state', state, 'a word that nobody has mapped')
    return { phase: 'unknown', nativePhase: cleanName(state) }
  }
  const year = Number(opened.slice(-4))
  const began = dayOf(opened)
  const ends = date === undefined ? [] : date.includes(',') ? [dayOf(date)] : [dayOf(`${date}, ${year}`), dayOf(`${date}, ${year + 1}`)]
  const resolvedAt = ends.find((end) => end !== undefined && began !== undefined && end >= began)
  return told({ phase: 'resolved' as const, nativePhase: word, resolvedAt })
}

/** "Nov 18, 2025": a day without a clock or a zone, kept as its first moment in UTC and marked as a day. */
function dayOf(text: string): Instant | undefined {
  const [, name = '', day = '', year = ''] = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4})$/u.exec(text) ?? []
  const month = monthFromName(name)
  return month === undefined ? undefined : instantFromAbbreviation({ year: +year, month, day: +day, hour: 0, minute: 0 }, 'UTC')
}
