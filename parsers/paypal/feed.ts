import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl, loadMarkup, textOf } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, type Neighbour, readStamp } from '../lib/stamp.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Phase, Update } from '../model.ts'
import type { Document } from '../platform.ts'

/** Labels that name a phase. "Initial Notification" and "Update" stand for either kind, and name none. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['rescheduled', 'scheduled'],
  ['postponed', 'scheduled'],
  ['in progress', 'in_progress'],
  ['completed', 'completed'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
])
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([...incidentPhases, ...maintenancePhases])
const withoutPhase = new Set(['initial notification', 'update'])

/** One item for each incident or maintenance, its posts in the text, newest first. */
export function parseFeed(document: Document<'xml'>, source: string): Part {
  const top = topOf(source)
  const feed = readFeed(document)
  const isOwn = [feed.link, ...feed.items.map(({ link }) => link)].some((link) =>
    /^https?:\/\/(?:www\.)?paypal-status\.com/u.test(link ?? ''),
  )
  if (!isOwn) throw new ParseError('foreign', 'a feed of another page', { url: document.url, excerpt: feed.title ?? '' })
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, item] of feed.items.entries()) {
    const place = placeIn(top, 'items', index)
    const nativeId = item.id ?? item.link
    if (nativeId === undefined) omit(place, 'id', item.title, 'an item without an id or address')
    else sortInto({ incidents, maintenances }, item, cleanName(nativeId), place)
  }
  return { authority: 'feed', incidents, maintenances, coverage: { incidents: 'recent', maintenances: 'recent' }, omissions: top.omissions }
}

interface Entries {
  readonly incidents: Incident[]
  readonly maintenances: Maintenance[]
}

function sortInto({ incidents, maintenances }: Entries, item: FeedItem, nativeId: string, place: Place): void {
  if ([...incidents, ...maintenances].some((entry) => entry.nativeId === nativeId)) return
  const [, prefix, rest] = /^([A-Za-z][A-Za-z ]{1,40}): (\S[^]*)$/u.exec(item.title ?? '') ?? []
  const isLabelled = prefix !== undefined && isLabel(prefix)
  const posts = postsOf(item, place)
  // "Update" has no phase: the one before it stays.
  const label = [isLabelled ? prefix : undefined, ...posts.map(({ native }) => native)].find((word) =>
    phases.has(word?.toLowerCase() ?? ''),
  )
  const newest = label ?? (isLabelled ? prefix : posts[0]?.native)
  const phase = phases.get(label?.toLowerCase() ?? '')
  const fields = told({
    nativeId,
    title: cleanName((isLabelled ? rest : item.title) ?? ''),
    url: absoluteUrl(item.link, 'https://www.paypal-status.com'),
    nativePhase: newest,
    createdAt: item.publishedAt,
    updatedAt: item.updatedAt,
    updates: oldestFirst(posts),
  })
  const isPlanned =
    posts.some(({ native }) => maintenancePhases.has(native?.toLowerCase() ?? '')) ||
    maintenancePhases.has(label?.toLowerCase() ?? '') ||
    posts.some(({ body }) => body.includes('Maintenance Event Summary'))
  if (isPlanned) maintenances.push({ ...fields, phase: maintenancePhase(phase) })
  else incidents.push({ ...fields, phase: incidentPhase(phase) })
}

function isLabel(word: string): boolean {
  return phases.has(word.toLowerCase()) || withoutPhase.has(word.toLowerCase())
}

function maintenancePhase(phase: Phase | undefined): MaintenancePhase {
  return phase === 'resolved' ? 'completed' : ([...maintenancePhases.values()].find((known) => known === phase) ?? 'unknown')
}

function incidentPhase(phase: Phase | undefined): IncidentPhase {
  return [...incidentPhases.values()].find((known) => known === phase) ?? 'unknown'
}

/** `<strong>Completed: </strong> text <small>Nov 4, 18:30 UTC</small>`, again and again, the newest first. */
function postsOf({ content = '', publishedAt, updatedAt }: FeedItem, place: Place): readonly Update[] {
  const [before = '', ...pieces] = content.split(/<strong>\s{0,5}([A-Za-z][A-Za-z ]{1,40}):?\s{0,5}<\/strong>/u)
  const posts: { label: string; markup: string }[] = []
  for (let index = 0; index + 1 < pieces.length; index += 2) {
    const [word = '', markup = ''] = pieces.slice(index, index + 2)
    const last = posts.at(-1)
    // Operators write bold words into their texts, too.
    if (isLabel(word.trim()) || !last) posts.push({ label: word.trim(), markup })
    else last.markup += `<strong>${word}</strong>${markup}`
  }
  if (posts.length === 0) return before.trim() === '' ? [] : [{ body: cleanBody(before), format: 'html' }]
  let neighbour: Neighbour | undefined = neighbourOf(updatedAt ?? publishedAt, 'nearest')
  return posts.map(({ label, markup }, index) => {
    const [small = '', stamp = ''] = /<small>([^<]{1,60})<\/small>/u.exec(markup) ?? []
    const read = readStamp(stamp)
    const postedAt = read && instantFromStamp(read, undefined, neighbour)
    if (stamp !== '' && postedAt === undefined) omit(placeIn(place, 'posts', index), 'date', stamp, 'a time without a year or a zone')
    neighbour = neighbourOf(postedAt, 'before') ?? neighbour
    const text = textOf(loadMarkup(markup.replace(small, ''), '').root().contents())
    const body = cleanBody(text.replace(/^[-–:\s]{1,20}/u, ''))
    return told({ native: label, phase: phases.get(label.toLowerCase()), body, format: 'text' as const, postedAt })
  })
}

function neighbourOf(instant: Instant | undefined, side: Neighbour['side']): Neighbour | undefined {
  return instant && { instant, side }
}
