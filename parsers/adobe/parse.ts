import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { lineOf, loadMarkup } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochSeconds } from '../lib/time.ts'
import { latestFirst, oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  type Impact,
  type Incident,
  type Instant,
  type Maintenance,
  type MaintenancePhase,
  type Snapshot,
  type Update,
  worstOf,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Event, type Messages, type Product, Registry, StatusEvents, type Word } from './schema.ts'

/** What a word says of the product, and of the event; undefined = it says that the event goes on. */
const closing: ReadonlyMap<string, boolean> = new Map([
  ...['opened', 'started', 'updated', 'reopened', 'discovery', 'scheduled'].map((word) => [word, false] as const),
  ...['closed', 'canceled', 'cancelled', 'completed', 'dismissed'].map((word) => [word, true] as const),
])
const severities: ReadonlyMap<string, { readonly impact: Impact; readonly health: Health }> = new Map([
  ['critical', { impact: 'critical', health: 'major_outage' }],
  ['major', { impact: 'major', health: 'partial_outage' }],
  ['minor', { impact: 'minor', health: 'degraded_performance' }],
  ['trivial', { impact: 'minor', health: 'degraded_performance' }],
  ['potential', { impact: 'unknown', health: 'unknown' }],
  ['maintenance', { impact: 'unknown', health: 'under_maintenance' }],
])
const impactOrder: readonly Impact[] = ['critical', 'major', 'minor', 'unknown', 'none']
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['started', 'in_progress'],
  // They tell that something is known of it, and not how far it is.
  ...['opened', 'updated', 'reopened', 'discovery'].map((word) => [word, 'unknown'] as const),
  ['completed', 'completed'],
  ['closed', 'completed'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['dismissed', 'cancelled'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.events ?? []).map(parseEvents)
  const affected = parts.flatMap(({ incidents = [], maintenances = [] }) =>
    [...incidents, ...maintenances].flatMap(({ components = [] }) => components),
  )
  // The registry tells how no product is: without the events it would take back what was said of some.
  const isTold = parts.length > 0
  parts.push(...(documents.registry ?? []).map((document) => parseRegistry(document, affected, isTold)))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('adobe', context.observedAt, parts)
}

/** Each product under the first cloud that names it. A product that no open event touches is of a health that nobody states. */
function parseRegistry(document: Document<'json'>, affected: readonly AffectedComponent[], isTold: boolean): Part {
  const top = topOf('registry')
  const { clouds, products } = readWire(Registry, readJson(document), document.url)
  const byId = new Map(Object.values(products).map((product) => [product.id, product]))
  if (byId.size === 0) throw new ParseError('empty', 'a registry without products', { url: document.url, path: 'products' })
  if (!isTold) return { authority: 'api', page: { name: 'Adobe' }, omissions: top.omissions }
  const groups = [...new Map(Object.values(clouds).map((cloud) => [cloud.id, cloud])).values()].map((cloud) => {
    const own = (cloud.cloudProducts ?? []).flatMap((id) => byId.get(id) ?? [])
    for (const { id } of own) byId.delete(id)
    const children = [...new Map(own.map((product) => [product.id, product])).values()].map((product) => toComponent(product, affected))
    return {
      nativeId: `cloud/${cleanName(cloud.id)}`,
      name: cleanName(cloud.name),
      health: 'unknown' as const,
      native: '',
      group: true,
      children,
    }
  })
  return {
    authority: 'api',
    page: { name: 'Adobe' },
    components: [
      ...groups.filter(({ children }) => children.length > 0),
      ...[...byId.values()].map((product) => toComponent(product, affected)),
    ],
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

function toComponent({ id, name }: Pick<Product, 'id' | 'name'>, affected: readonly AffectedComponent[]): Component {
  const said = affected.flatMap(({ nativeId, health }) => (nativeId === id && health ? [health] : []))
  return { nativeId: id, name: cleanName(name), health: worstOf(said), native: '', group: false, children: [] }
}

function parseEvents(document: Document<'json'>): Part {
  const top = topOf('events')
  const { incidentEvent, maintenanceEvent } = readWire(StatusEvents, readJson(document), document.url)
  const incidents = Object.entries(incidentEvent.incidents).map(([key, event]) =>
    toIncident(event, incidentEvent.messages, placeIn(placeIn(top, 'incidentEvent.incidents'), key)),
  )
  const maintenances = Object.entries(maintenanceEvent.maintenance).map(([key, event]) =>
    toMaintenance(event, maintenanceEvent.messages, placeIn(placeIn(top, 'maintenanceEvent.maintenance'), key)),
  )
  return {
    authority: 'api',
    page: { name: 'Adobe' },
    incidents: latestFirst([...new Map(incidents.map((incident) => [incident.nativeId, incident])).values()]),
    maintenances: latestFirst([...new Map(maintenances.map((maintenance) => [maintenance.nativeId, maintenance])).values()]),
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

/** A product of an event with its history, oldest first. */
interface Told {
  readonly product: Product
  readonly words: readonly { readonly at: number; readonly word: Word }[]
  readonly newest?: Word
}

function historyOf(event: Event): readonly Told[] {
  return Object.values(event.products).map((product) => {
    const words = Object.entries(product.history ?? {})
      .map(([key, word]) => ({ at: word.statusTime || word.messageTime || Number(key), word }))
      .toSorted((a, b) => a.at - b.at)
    return told({ product, words, newest: words.at(-1)?.word })
  })
}

/** An incident is over when it is for each of its products. */
function toIncident(event: Event, messages: Messages, place: Place): Incident {
  const histories = historyOf(event)
  const read = histories.map(({ product, newest }) => {
    const isOver = newest?.status ? isClosing(newest.status, place) : false
    const severity = newest?.severity ? severities.get(newest.severity.toLowerCase()) : undefined
    if (newest?.severity && !severity) omit(place, 'severity', newest.severity, 'a word that nobody has mapped')
    return { product, newest, isOver, severity: severity ?? { impact: 'unknown' as const, health: 'unknown' as const } }
  })
  const open = read.filter(({ isOver }) => !isOver)
  const telling = (open.length > 0 ? open : read).toSorted(
    (a, b) => impactOrder.indexOf(a.severity.impact) - impactOrder.indexOf(b.severity.impact),
  )[0]
  const isResolved = open.length === 0 && read.length > 0
  const ends = read.flatMap(({ product }) => secondsAt(product.endedOn, place, 'endedOn') ?? [])
  const starts = read.flatMap(({ product }) => secondsAt(product.startedOn, place, 'startedOn') ?? [])
  return told({
    ...toFields(event, histories, messages, place),
    impact: telling?.severity.impact,
    nativeImpact: telling?.newest?.severity ?? undefined,
    phase: isResolved ? ('resolved' as const) : ('unknown' as const),
    nativePhase: telling?.newest?.status ?? undefined,
    startedAt: starts.toSorted()[0],
    resolvedAt: isResolved && ends.length === read.length ? ends.toSorted().at(-1) : undefined,
    components: read.map(({ product, isOver, severity }) =>
      told({ nativeId: product.id, name: cleanName(product.name), health: isOver ? undefined : severity.health }),
    ),
  })
}

function isClosing(word: string, place: Place): boolean {
  const known = closing.get(word.toLowerCase())
  if (known === undefined) omit(place, 'status', word, 'a word that nobody has mapped')
  return known ?? false
}

function toMaintenance(event: Event, messages: Messages, place: Place): Maintenance {
  const histories = historyOf(event)
  const word = event.status ?? histories[0]?.newest?.status ?? undefined
  const phase = word ? (maintenancePhases.get(word.toLowerCase()) ?? mapped(maintenancePhases, word, place, 'status')) : 'unknown'
  return told({
    ...toFields(event, histories, messages, place),
    phase,
    nativePhase: word,
    scheduledFor: secondsAt(event.scheduledDate, place, 'scheduledDate'),
    startedAt: secondsAt(event.startedOn, place, 'startedOn'),
    resolvedAt: phase === 'completed' ? secondsAt(event.completedOn, place, 'completedOn') : undefined,
    components: histories.map(({ product }) =>
      told({
        nativeId: product.id,
        name: cleanName(product.name),
        health: phase === 'in_progress' ? ('under_maintenance' as const) : undefined,
      }),
    ),
  })
}

function toFields(
  event: Event,
  histories: readonly Told[],
  messages: Messages,
  place: Place,
): Pick<Incident, 'nativeId' | 'title' | 'updates'> {
  const texts = messages?.['en'] ?? Object.values(messages ?? {})[0] ?? {}
  const titles = histories.flatMap(({ newest }) => titleIn(texts, newest?.titleToken) || [])
  const updates = new Map<string, Update>()
  for (const { product, words } of histories) {
    for (const { at, word } of words) {
      const { body, format } = textOf(texts, word.messageToken)
      if (word.messageToken && body === '') omit(place, 'messageToken', word.messageToken, 'a text that the document does not hold')
      const nativeId = `${product.id}/${at}`
      const postedAt = secondsAt(word.messageTime || at, place, 'messageTime')
      updates.set(nativeId, told({ nativeId, native: word.status ?? undefined, body: cleanBody(body), format, postedAt }))
    }
  }
  return {
    nativeId: event.id,
    title: cleanName(titles[0] ?? histories.map(({ product }) => product.name).join(', ')),
    updates: oldestFirst([...updates.values()].toReversed()),
  }
}

type Texts = NonNullable<Messages>[string]

function textOf(texts: Texts, token: string | null | undefined): Pick<Update, 'body' | 'format'> {
  const text = token ? texts[token] : undefined
  return text?.htmlMessage ? { body: text.htmlMessage, format: 'html' } : { body: text?.textMessage ?? '', format: 'text' }
}

/** On one line, without markup. */
function titleIn(texts: Texts, token: string | null | undefined): string {
  const text = token ? texts[token] : undefined
  return (
    text?.textMessage ??
    lineOf(
      loadMarkup(text?.htmlMessage ?? '', '')
        .root()
        .contents(),
    )
  )
}

function secondsAt(seconds: number | null | undefined, place: Place, field: string): Instant | undefined {
  if (!seconds) return undefined
  const instant = instantFromEpochSeconds(seconds)
  if (instant === undefined) omit(place, field, seconds, 'not a time in seconds between 2000 and 2100')
  return instant
}
