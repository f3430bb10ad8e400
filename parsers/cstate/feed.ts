import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromRfc822 } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromIso } from '../lib/time.ts'
import { child, readXml, textOf, type XmlElement } from '../lib/xml.ts'
import type { Incident, Instant, Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { slugOf } from './words.ts'

/**
 * The feeds: of everything, of the issues, of one system. They call all that they hold incidents ("Incident history") and tell
 * planned work from the rest by nothing but its time: what has not begun yet, or ends later than now, is planned, and of all
 * else it stands open whether it was.
 */

/** How the feed marks what is over, in the languages that cState has (its folder i18n, 2026-11). */
const resolvedWords = new Set(
  'Resolved, Gelöst, Resuelto, Résolu, Risolto, Opgelost, Resolvido, Išspręsta problema, Çözümlendi, Rozwiązano'.split(', '),
)

export function parseFeed(document: Document<'xml'>, observedAt: Instant): Part {
  const top = topOf('feed')
  const channel = child(readXml(document), 'channel')
  if (!channel || textOf(channel, 'generator') !== 'github.com/cstate') {
    throw new ParseError('foreign', 'a feed that cState has not made', { url: document.url })
  }
  const items = channel.children.filter(({ name }) => name === 'item')
  const read = items.map((item, index) => readItem(item, placeIn(top, 'item', index), document.url))
  const [planned, others] = [read.filter((item) => isPlanned(item, observedAt)), read.filter((item) => !isPlanned(item, observedAt))]
  if (others.length > 0) omit(top, '', others.length, 'entries of which the feed does not tell whether they were planned')
  return {
    authority: 'feed',
    page: told({ name: pageName(textOf(channel, 'title')) }),
    incidents: others.map(toIncident),
    maintenances: planned.map(toMaintenance),
    omissions: top.omissions,
  }
}

interface Item {
  readonly fields: Pick<Incident, 'nativeId' | 'title' | 'url' | 'updates'>
  readonly isResolved: boolean
  readonly startedAt: Instant | undefined
  readonly endsAt: Instant | undefined
}

function readItem(item: XmlElement, place: Place, base: string): Item {
  const url = absoluteUrl(textOf(item, 'link') ?? textOf(item, 'guid'), base)
  const nativeId = slugOf(url)
  if (nativeId === undefined) throw new ParseError('shape', 'an entry without an address', { url: base, path: 'item.link' })
  const [, word = '', rest = ''] = /^\[([^[\]]{1,40})\] ?(.*)$/su.exec(textOf(item, 'title') ?? '') ?? []
  const isResolved = resolvedWords.has(word)
  const begin = textOf(item, 'pubdate')
  const body = textOf(item, 'content') ?? textOf(item, 'description')
  const startedAt = begin === undefined ? undefined : instantFromRfc822(begin)
  if (startedAt === undefined) omit(place, 'pubDate', begin ?? null, 'not a time with a zone between 2000 and 2100')
  return {
    fields: told({
      nativeId,
      title: cleanName(isResolved ? rest : (textOf(item, 'title') ?? '')),
      url,
      // One text that grows, as the issue's own file has it.
      updates: body === undefined ? undefined : [{ nativeId, body: cleanBody(body), format: 'html' as const }],
    }),
    isResolved,
    startedAt,
    endsAt: endOf(textOf(item, 'category'), begin ?? '', place),
  }
}

/** As its author wrote it: without a zone it is the site's, which is UTC where the beginning shows that it is. */
function endOf(text: string | undefined, begin: string, place: Place): Instant | undefined {
  if (text === undefined) return undefined
  const isNaive = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/u.test(text)
  const instant = instantFromIso(
    isNaive && begin.endsWith(' +0000') ? `${text} +0000` : text.slice(0, 60).replace(/ ([+-]\d{4}) \S{1,9}$/u, ' $1'),
  )
  if (instant === undefined) omit(place, 'category', text, 'not a time with a zone between 2000 and 2100')
  return instant
}

/** What went wrong began before it was written down, and its end is not known before it has come. */
function isPlanned({ isResolved, startedAt, endsAt }: Item, now: Instant): boolean {
  return !isResolved && ((startedAt !== undefined && startedAt > now) || (endsAt !== undefined && endsAt > now))
}

function toIncident({ fields, isResolved, startedAt, endsAt }: Item): Incident {
  const phase = isResolved ? ('resolved' as const) : ('unknown' as const)
  return told({ ...fields, phase, startedAt, resolvedAt: isResolved ? endsAt : undefined })
}

function toMaintenance({ fields, startedAt, endsAt }: Item): Maintenance {
  return told({ ...fields, phase: 'unknown' as const, scheduledFor: startedAt, scheduledUntil: endsAt })
}

/** "Acme", "Issues on Acme", "API on Acme". */
function pageName(title: string | undefined): string | undefined {
  return title === undefined ? undefined : cleanName(title.replace(/^.{1,200} on (?=\S)/su, ''))
}
