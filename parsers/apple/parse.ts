import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromAbbreviation, instantFromEpochMs } from '../lib/time.ts'
import {
  type Component,
  type Health,
  type Incident,
  type IncidentPhase,
  type Instant,
  type Maintenance,
  type MaintenancePhase,
  type Snapshot,
  type Update,
  worstOf,
} from '../model.ts'
import type { Context, Document, Documents, PageRef, Source } from '../platform.ts'
import { dataPath, type Event, type Service, Services } from './schema.ts'

const developerUrl = 'https://www.apple.com/support/systemstatus/data/developer/system_status_en_US.js'

/** The page for developers keeps its data with those of the other, in a callback, which a script wants. */
export const sources = {
  data: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (page) => (isForDevelopers(page) ? [] : [page.url + dataPath]),
  } satisfies Source<'json'>,
  callback: {
    medium: 'text',
    via: 'http',
    when: 'poll',
    urls: (page) => (isForDevelopers(page) ? [developerUrl] : []),
  } satisfies Source<'text'>,
  // Should the callback be left off there, too.
  developer: {
    medium: 'json',
    via: 'http',
    when: 'fallback',
    urls: (page) => (isForDevelopers(page) ? [developerUrl] : []),
  } satisfies Source<'json'>,
}

function isForDevelopers({ url }: PageRef): boolean {
  return URL.parse(url)?.hostname === 'developer.apple.com'
}

export function parse({ data = [], callback = [], developer = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const parts = [
    ...data.map((document) => parseServices('data', document)),
    ...callback.map((document) => parseServices('callback', unwrapped(document))),
    ...developer.map((document) => parseServices('developer', document)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('apple', observedAt, parts)
}

const healths: ReadonlyMap<string, Health> = new Map([
  ['Available', 'operational'],
  ['Performance', 'degraded_performance'],
  ['Issue', 'degraded_performance'],
  ['Outage', 'major_outage'],
  ['Maintenance', 'under_maintenance'],
])
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  // It is going on, and nothing more is told.
  ['ongoing', 'unknown'],
  ['resolved', 'resolved'],
  ['completed', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['upcoming', 'scheduled'],
  ['ongoing', 'in_progress'],
  ['completed', 'completed'],
  ['resolved', 'completed'],
])

/** Not at present: it is over, or still to come. */
const elsewhen = new Set(['resolved', 'completed', 'upcoming'])

interface Placed {
  readonly event: Event
  readonly service: string
  readonly place: Place
}

function parseServices(source: string, document: Document<'json'>): Part {
  const top = topOf(source)
  const { services } = readWire(Services, readJson(document), document.url)
  if (services.length === 0) throw new ParseError('empty', 'a page without services', { url: document.url, path: 'services' })
  const ids = namedIds(services.map(({ serviceName }) => serviceName))
  const events = services.flatMap(({ serviceName, events: own }, index): Placed[] =>
    own.map((event, at) => ({ event, service: serviceName, place: placeIn(placeIn(top, 'services', index), 'events', at) })),
  )
  const idOf = new Map(services.map(({ serviceName }, index) => [serviceName, ids[index] ?? serviceName]))
  const groups = [...Map.groupBy(events, ({ event }) => event.messageId).values()].map(presentFirst)
  const planned = groups.filter(isPlanned)
  const others = groups.filter((group) => !isPlanned(group))
  return {
    authority: 'api',
    components: services.map((service, index) => toComponent(service, ids[index] ?? '', events)),
    incidents: others.map((group) => toIncident(group, idOf)),
    maintenances: planned.map((group) => toMaintenance(group, idOf)),
    // All that goes on, and what ended lately, service by service: from what is over nothing follows for what is missing.
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

/** The JSON in the callback. */
function unwrapped(document: Document<'text'>): Document<'json'> {
  const text = document.body.text.trim()
  const start = /^\uFEFF?\s{0,20}[A-Za-z_$][\w.$]{0,60}\(/u.exec(text)?.[0]
  const end = /\)\s{0,20};?$/u.exec(text.slice(-30))?.[0]
  if (start === undefined) throw new ParseError('foreign', 'a text without a callback', { url: document.url, excerpt: text })
  if (end === undefined) throw new ParseError('shape', 'a callback that was cut off', { url: document.url, excerpt: text.slice(-200) })
  return { ...document, body: { medium: 'json', text: text.slice(start.length, text.length - end.length) } }
}

/** Of the copies of one event those that go on say how it is: it may be over for one service, and not for another. */
function presentFirst(group: readonly Placed[]): readonly Placed[] {
  return group.toSorted((a, b) => Number(elsewhen.has(a.event.eventStatus)) - Number(elsewhen.has(b.event.eventStatus)))
}

function isPlanned(group: readonly Placed[]): boolean {
  return group.some(({ event }) => event.statusType === 'Maintenance' || event.eventStatus === 'upcoming')
}

/** An event stands under its services and may name more of them: either is enough. Without a present one it is shown as available. */
function toComponent({ serviceName }: Service, nativeId: string, events: readonly Placed[]): Component {
  const present = events.filter(
    ({ event, service }) => !elsewhen.has(event.eventStatus) && (service === serviceName || namesOf(event).includes(serviceName)),
  )
  const named = present.map(({ event, place }) => ({ event, health: mapped(healths, event.statusType, place, 'statusType') }))
  const health = present.length === 0 ? 'operational' : worstOf(named.map((one) => one.health))
  const native = named.find((one) => one.health === health)?.event.statusType ?? ''
  return { nativeId, name: cleanName(serviceName), health, native, group: false, children: [] }
}

function namesOf({ affectedServices }: Event): readonly string[] {
  if (typeof affectedServices !== 'string') return affectedServices ?? []
  return affectedServices.split(',').map((name) => name.trim())
}

type Entry = Omit<Incident, 'impact' | 'phase'>

function toIncident(group: readonly Placed[], idOf: ReadonlyMap<string, string>): Incident {
  const [first] = group
  const phase = first ? mapped(incidentPhases, first.event.eventStatus, first.place, 'eventStatus') : ('unknown' as const)
  const { startedAt, endedAt, ...entry } = toEntry(group, idOf)
  return told({ ...entry, phase, startedAt, resolvedAt: phase === 'resolved' ? endedAt : undefined })
}

function toMaintenance(group: readonly Placed[], idOf: ReadonlyMap<string, string>): Maintenance {
  const [first] = group
  const phase = first ? mapped(maintenancePhases, first.event.eventStatus, first.place, 'eventStatus') : ('unknown' as const)
  const { startedAt, endedAt, ...entry } = toEntry(group, idOf)
  return told({ ...entry, phase, scheduledFor: startedAt, scheduledUntil: endedAt })
}

/** One event out of its copies. There are no updates but the message, which is rewritten in place; its title is made of what it is and where. */
function toEntry(group: readonly Placed[], idOf: ReadonlyMap<string, string>): Entry & { readonly endedAt?: Instant } {
  const [first] = group
  const own = group.map(({ service }) => service)
  const names = [...new Set([...own, ...group.flatMap(({ event }) => namesOf(event))])].filter((name) => name !== '')
  const messages = [...new Set(group.map(({ event }) => event.message ?? ''))].filter((message) => message !== '')
  const users = group.find(({ event }) => event.usersAffected)?.event.usersAffected
  const postedAt = first && postedOf(first)
  return told({
    nativeId: first?.event.messageId ?? '',
    title: cleanName(`${first?.event.statusType ?? ''}: ${names.join(', ')}`),
    nativePhase: first?.event.eventStatus,
    startedAt: first && momentOf(first, 'epochStartDate'),
    endedAt: first && momentOf(first, 'epochEndDate'),
    updatedAt: postedAt,
    components: names.map((name) => told({ nativeId: idOf.get(name), name: cleanName(name) })),
    updates: messages.map((message, index): Update => ({
      nativeId: `message ${index + 1}`,
      ...told({ body: cleanBody(users ? `${message}\n\n${users}` : message), format: 'text' as const, postedAt }),
    })),
  })
}

function momentOf({ event, place }: Placed, field: 'epochStartDate' | 'epochEndDate'): Instant | undefined {
  const value = event[field]
  if (value === null || value === undefined) return undefined
  const instant = instantFromEpochMs(value)
  if (instant === undefined) omit(place, field, value, 'not a time between 2000 and 2100')
  return instant
}

/** "07/29/2026 20:20 PDT" */
function postedOf({ event: { datePosted }, place }: Placed): Instant | undefined {
  if (!datePosted) return undefined
  const [, month = '', day = '', year = '', hour = '', minute = '', zone = ''] =
    /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}) ([A-Z]{2,5})$/u.exec(datePosted) ?? []
  const instant = instantFromAbbreviation({ year: +year, month: +month, day: +day, hour: +hour, minute: +minute }, zone)
  if (instant === undefined) omit(place, 'datePosted', datePosted, 'not a time with a zone')
  return instant
}
