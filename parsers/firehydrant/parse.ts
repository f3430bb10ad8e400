import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  healthSeverity,
  type Impact,
  type Incident,
  type Maintenance,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { type Entry, type Event, Payload, payloadPath } from './schema.ts'

export const sources = {
  payload: { medium: 'json', via: 'http', when: 'poll', urls: (page) => [page.url + payloadPath] } satisfies Source<'json'>,
} as const

const conditions: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['OPERATIONAL', 'operational'],
  ['DEGRADED', 'degraded_performance'],
  ['OFFLINE', 'major_outage'],
])
/** Those that every tenant begins with; others are its own and graded by nobody but itself. */
const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['SEV1', 'critical'],
  ['SEV2', 'major'],
  ['SEV3', 'minor'],
  ['SEV4', 'minor'],
  ['SEV5', 'minor'],
])
const maintenanceSlug = 'MAINTENANCE'
const ungradedSlug = 'UNSET'

/** Reads the one document that there is. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.payload ?? []).map((document) => parsePayload(document, context))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('firehydrant', context.observedAt, parts)
}

function parsePayload(document: Document<'json'>, context: Context): Part {
  const top = topOf('payload')
  const payload = readWire(Payload, readJson(document), document.url)
  if (payload.components.length === 0) throw new ParseError('empty', 'a page without components', { url: document.url, path: 'components' })
  const table: ReadonlyMap<string, string> = new Map(Object.entries(payload.conditions))
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  const worst: Worst = new Map()
  for (const [index, entry] of payload.incidents.entries()) {
    const place = placeIn(top, 'incidents', index)
    const affected = toAffected(entry, table, place)
    if (entry.severitySlug === maintenanceSlug) {
      const maintenance = toMaintenance(entry, affected, place, context)
      maintenances.push(maintenance)
      // What is planned says nothing of today, and a maintenance that runs is none of the three conditions.
      if (maintenance.phase === 'in_progress') for (const one of affected) worsen(worst, { ...one, health: 'under_maintenance' })
    } else {
      incidents.push(toIncident(entry, affected, place))
      if (!entry.timestamps.resolved) for (const one of affected) worsen(worst, one)
    }
  }
  const name = payload.config?.title ?? payload.config?.companyName
  return {
    authority: 'api',
    page: told({ name: name ? cleanName(name) : undefined }),
    components: toComponents(payload, worst, top),
    incidents,
    maintenances,
    coverage: { components: 'full', incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

interface Named {
  readonly id: string | null | undefined
  readonly name: string
  readonly health: Health
  readonly native: string
}

/** Conditions bear names of the tenant's own; the table says which of the platform's three words each one stands for. */
function toAffected({ components }: Entry, table: ReadonlyMap<string, string>, place: Place): readonly Named[] {
  return (components ?? []).map(({ id, name, condition }, index) => {
    const word = condition ? table.get(condition) : undefined
    const health = condition ? mapped(conditions, word ?? condition, placeIn(place, 'components', index), 'condition') : 'unknown'
    const native = word === undefined ? (condition ?? '') : `${condition} (${word})`
    return { id, name: cleanName(name), health, native: cleanName(native) }
  })
}

/** By id, or by name where an incident names a component by that alone. */
type Worst = Map<string, Pick<Component, 'health' | 'native'>>

function worsen(worst: Worst, { id, name, health, native }: Named): void {
  const known = worst.get(id ?? name)
  if (!known || healthSeverity(health) > healthSeverity(known.health)) worst.set(id ?? name, { health, native })
}

/** No document says that a component is well: the page leaves out what no open incident names. So it is unknown, not fine. */
function toComponents({ components }: Payload, worst: Worst, top: Place): readonly Component[] {
  const seen = new Set<string>()
  let unstated = 0
  const tree = components.flatMap(({ id, name }, index): Component[] => {
    if (seen.has(id)) omit(placeIn(top, 'components', index), 'id', id, 'listed twice')
    if (seen.has(id)) return []
    seen.add(id)
    const stated = worst.get(id) ?? worst.get(cleanName(name))
    if (!stated) unstated += 1
    return [{ nativeId: id, name: cleanName(name), ...(stated ?? { health: 'unknown', native: '' }), group: false, children: [] }]
  })
  if (unstated > 0) omit(top, 'components', unstated, 'the state of a component is told only while an open incident names it')
  return tree
}

function toIncident(entry: Entry, affected: readonly Named[], place: Place): Incident {
  const slug = entry.severitySlug ?? ungradedSlug
  return told({
    ...toFields(entry, affected, place),
    impact: slug === ungradedSlug ? undefined : mapped(impacts, slug, place, 'severitySlug'),
    nativeImpact: entry.severitySlug ?? undefined,
    phase: entry.timestamps.resolved ? ('resolved' as const) : ('unknown' as const),
    startedAt: timeAt(entry.timestamps.started, place, 'timestamps.started'),
  })
}

/** A start that lies ahead of the reading is an appointment. */
function toMaintenance(entry: Entry, affected: readonly Named[], place: Place, context: Context): Maintenance {
  const start = timeAt(entry.timestamps.started, place, 'timestamps.started')
  const isAhead = start !== undefined && start > context.observedAt
  const openPhase = start === undefined ? ('unknown' as const) : isAhead ? ('scheduled' as const) : ('in_progress' as const)
  return told({
    ...toFields(entry, affected, place),
    nativeImpact: entry.severitySlug ?? undefined,
    phase: entry.timestamps.resolved ? ('completed' as const) : openPhase,
    startedAt: isAhead ? undefined : start,
    scheduledFor: isAhead ? start : undefined,
  })
}

function toFields(entry: Entry, affected: readonly Named[], place: Place) {
  return {
    nativeId: entry.id,
    title: cleanName(entry.title),
    resolvedAt: timeAt(entry.timestamps.resolved, place, 'timestamps.resolved'),
    components: entry.components ? affected.map(toNamed) : undefined,
    updates: entry.timeline ? readTimeline(entry.timeline, place) : undefined,
  }
}

function toNamed({ id, name, health, native }: Named): AffectedComponent {
  return told({ nativeId: id ?? undefined, name, health: native === '' ? undefined : health })
}

/** Events without a note only move a milestone that no field names. */
function readTimeline(timeline: readonly (Event | null)[], place: Place): readonly Update[] {
  const { kept, dropped } = present(timeline)
  if (dropped > 0) omit(place, 'timeline', dropped, 'events that are not what they should be')
  const updates = kept.flatMap((event, index): Update[] => {
    const note = event.details?.note
    const body = cleanBody((typeof note === 'string' ? note : note?.note) ?? '')
    const postedAt = timeAt(event.occurredAt ?? event.time, placeIn(place, 'timeline', index), 'occurredAt')
    return body === '' ? [] : [told({ body, format: 'text' as const, postedAt })]
  })
  return oldestFirst(updates)
}
