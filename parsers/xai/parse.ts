import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, lineOf, loadMarkup, type Node, textOf } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromRfc822 } from '../lib/stamp.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Health, Impact, Incident, IncidentPhase, Instant, Snapshot, Update } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'

/**
 * The newest incidents, one item each and rewritten in place. Source: status.x.ai/feed.xml, feeds recorded 2026-07 and 2026-09.
 * Authority: the maker's own page, whose other documents stand behind a bot wall. Quirks: the component stands in brackets at the
 * start of the title; the description holds state, severity, sometimes the end, and the updates, newest or oldest first; the severity
 * of an incident that is over is "available"; a feed without items is a broken one.
 */
const feed: Source<'xml'> = { medium: 'xml', via: 'http', when: 'poll', urls: (page) => [`${page.url}/feed.xml`] }

export const sources = { feed }

export function parse({ feed: documents = [] }: { readonly feed?: readonly Document<'xml'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('xai', observedAt, documents.map(parseFeed))
}

function parseFeed(document: Document<'xml'>): Part {
  const { url } = document
  const top = topOf('feed')
  const { title, link, items } = readFeed(document)
  if (URL.parse(link ?? '')?.hostname !== 'status.x.ai')
    throw new ParseError('foreign', "another vendor's feed", { url, excerpt: title ?? '' })
  if (items.length === 0) throw new ParseError('empty', 'a feed without incidents', { url })
  const incidents = items.flatMap((item, index) => toIncident(item, placeIn(top, 'items', index), url))
  return {
    authority: 'feed',
    page: title === undefined ? {} : { name: cleanName(title) },
    incidents: [...new Map(incidents.map((incident) => [incident.nativeId, incident])).values()],
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])
const severities: ReadonlyMap<string, { readonly health: Health; readonly impact: Impact }> = new Map([
  ['available', { health: 'operational', impact: 'none' }],
  ['degraded', { health: 'degraded_performance', impact: 'minor' }],
  ['unavailable', { health: 'major_outage', impact: 'critical' }],
] as const)
const impacts = new Map([...severities].map(([word, { impact }]) => [word, impact]))

function toIncident(item: FeedItem, place: Place, base: string): readonly Incident[] {
  const { id, title, content } = item
  if (!id || !title || content === undefined) {
    omit(place, '', title ?? id, 'an item without id, title or text')
    return []
  }
  const $ = loadMarkup(content, base)
  const status = wordAfter($('h3').first(), 'Status')
  const severity = wordAfter(
    $('p')
      .toArray()
      .filter((element) => lineOf($(element)).startsWith('Severity:'))
      .slice(0, 1),
    'Severity',
  )
  const resolved = wordAfter(
    $('p')
      .toArray()
      .filter((element) => lineOf($(element)).startsWith('Resolved:'))
      .slice(0, 1),
    'Resolved',
  )
  if (status === undefined) omit(place, 'description', content.slice(0, 200), 'no state that is told')
  const phase = status === undefined ? ('unknown' as const) : (phases.get(status.toLowerCase()) ?? mapped(phases, status, place, 'status'))
  // What is over is available: that grades nothing of what was.
  const grade = phase === 'resolved' && severity === 'available' ? undefined : severity
  const [bracket = '', component = ''] = /^\[([^\]]{1,200})\]\s{0,5}/u.exec(title) ?? []
  const health = severity === undefined ? undefined : (severities.get(severity)?.health ?? 'unknown')
  return [
    told({
      nativeId: id,
      title: cleanName(title.slice(bracket.length)),
      url: absoluteUrl(item.link, base),
      phase,
      nativePhase: status,
      impact: grade === undefined ? undefined : mapped(impacts, grade, place, 'severity'),
      nativeImpact: grade,
      createdAt: item.publishedAt,
      resolvedAt: phase === 'resolved' && resolved !== undefined ? timeOf(resolved, place) : undefined,
      components: component === '' ? undefined : [told({ name: cleanName(component), health })],
      updates: oldestFirst(
        $('div')
          .toArray()
          .map((block) => toUpdate($, block, place)),
      ),
    }),
  ]
}

/** "Status: RESOLVED" */
function wordAfter(selection: Iterable<Node>, label: string): string | undefined {
  const line = lineOf(selection)
  const word = line.startsWith(`${label}:`) ? line.slice(label.length + 1).trim() : ''
  return word === '' ? undefined : word
}

/** A block for each update: its time, its label, its text. "Updated" is no phase of its own. */
function toUpdate($: CheerioAPI, block: Node, place: Place): Update {
  const label = lineOf($(block).find('h3').first())
  const stamp = lineOf($(block).find('strong').first())
  const texts = $(block)
    .find('p')
    .toArray()
    .filter((element) => $(element).find('strong').length === 0 || lineOf($(element)) !== stamp)
  const isPhase = label !== '' && !/^updated?$/iu.test(label)
  return told({
    phase: isPhase ? (phases.get(label.toLowerCase()) ?? mapped(phases, label, place, 'updates')) : undefined,
    native: label === '' ? undefined : label,
    body: cleanBody(textOf(texts)),
    format: 'text' as const,
    postedAt: stamp === '' ? undefined : timeOf(stamp, place),
  })
}

function timeOf(text: string, place: Place): Instant | undefined {
  const instant = instantFromRfc822(text)
  if (instant === undefined) omit(place, 'description', text, 'not a time with a zone')
  return instant
}
