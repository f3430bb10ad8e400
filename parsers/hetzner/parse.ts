import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { scriptJson } from '../lib/embedded.ts'
import { absoluteUrl, isWhole } from '../lib/html.ts'
import { readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  type Component,
  type Health,
  healthSeverity,
  type Incident,
  type IncidentPhase,
  isClosed,
  type Maintenance,
  type MaintenancePhase,
  type Phase,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Entry, NextData, type System } from './schema.ts'

/** Of the words of a system none was seen; these say themselves what they mean. */
const systemHealths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['maintenance', 'under_maintenance'],
  ['outage', 'partial_outage'],
])
/** "in_progress" and "update" tell that an incident goes on, and not how far it has come. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['completed', 'resolved'],
  ['in_progress', 'unknown'],
  ['update', 'unknown'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['in_progress', 'in_progress'],
  ['monitoring', 'verifying'],
  ['completed', 'completed'],
  ['resolved', 'completed'],
  ['update', 'unknown'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.home ?? []).map(toPart)
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('hetzner', context.observedAt, parts)
}

function toPart(document: Document<'html'>): Part {
  const { url, body } = document
  const state = scriptJson(document, '__NEXT_DATA__')
  if (state === undefined) throw new ParseError('foreign', 'a page without the state of this platform', { url, excerpt: body.text })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const top = topOf('home')
  const { systems, incidents: lists } = readWire(NextData, state, url).props.pageProps
  if (systems.length === 0) throw new ParseError('empty', 'a page without systems', { url, path: 'systems' })
  const names = new Map(systems.map((system) => [system.id, nameOf(system)]))
  const incidents = new Map<string, Incident>()
  const maintenances = new Map<string, Maintenance>()
  const worst = new Map<string, Health>()
  for (const [list, entries] of Object.entries(lists)) {
    for (const [index, entry] of entries.entries()) {
      if (incidents.has(entry.id) || maintenances.has(entry.id)) continue
      const place = placeIn(top, list, index)
      const read = readEntry(entry, names, place)
      if (read.maintenance) maintenances.set(entry.id, read.maintenance)
      else incidents.set(entry.id, read.incident)
      const [affected] = (read.maintenance ?? read.incident).components ?? []
      if (affected?.nativeId && affected.health) worst.set(affected.nativeId, worse(affected.health, worst.get(affected.nativeId)))
    }
  }
  return {
    authority: 'embedded-state',
    page: { name: 'Hetzner' },
    components: toTree(systems, worst, top),
    incidents: [...incidents.values()],
    maintenances: [...maintenances.values()],
    // All that goes on or is announced, and a history, in four lists of orders of their own.
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

type Read = { readonly maintenance: Maintenance } | { readonly maintenance?: undefined; readonly incident: Incident }

function readEntry(entry: Entry, names: ReadonlyMap<string, string>, place: Place): Read {
  return entry.incidentType === 'maintenance'
    ? { maintenance: toMaintenance(entry, names, place) }
    : { incident: toIncident(entry, names, place) }
}

function worse(a: Health, b: Health | undefined): Health {
  return b !== undefined && healthSeverity(b) > healthSeverity(a) ? b : a
}

function nameOf({ titleEn, titleDe, id }: Pick<System, 'titleEn' | 'titleDe' | 'id'>): string {
  const title = [titleEn, titleDe].find((text) => text?.trim())
  return cleanName(title?.trim() ?? id)
}

/** "/systems/12" is the system 12. */
function systemIn(reference: string | null | undefined): string | undefined {
  return /^\/systems\/(\w{1,40})$/u.exec(reference ?? '')?.[1]
}

/** Every system under the one that it names as its parent; one whose parent is not listed stands at the top. */
function toTree(systems: readonly System[], worst: ReadonlyMap<string, Health>, top: Place): readonly Component[] {
  const ids = new Set(systems.map(({ id }) => id))
  const indexed = [...new Map(systems.map((system, index) => [system.id, { system, index }])).values()]
  function under(parent: string | undefined, above: ReadonlySet<string>): readonly Component[] {
    return indexed
      .filter(({ system }) => !above.has(system.id) && parentOf(system) === parent)
      .map(({ system, index }) => {
        const children = under(system.id, new Set([...above, system.id]))
        const { systemState: word } = system
        const stated = word ? mapped(systemHealths, word, placeIn(top, 'systems', index), 'systemState') : 'unknown'
        const health = worse(stated, worst.get(system.id))
        return { nativeId: system.id, name: nameOf(system), health, native: word ?? '', group: children.length > 0, children }
      })
  }
  function parentOf(system: System): string | undefined {
    const parent = systemIn(system.parent)
    return parent !== undefined && parent !== system.id && ids.has(parent) ? parent : undefined
  }
  return under(undefined, new Set())
}

function toIncident(entry: Entry, names: ReadonlyMap<string, string>, place: Place): Incident {
  const phase = mapped(incidentPhases, entry.incidentState, place, 'incidentState')
  const health = entry.incidentType === 'outage' && !isClosed(phase) ? ('partial_outage' as const) : undefined
  const resolvedAt = isClosed(phase) ? timeAt(entry.endTime, place, 'endTime') : undefined
  return told({
    ...toFields(entry, incidentPhases, place),
    ...(entry.incidentType === 'information' ? { impact: 'none' as const } : {}),
    phase,
    startedAt: timeAt(entry.startTime, place, 'startTime'),
    resolvedAt,
    components: toAffected(entry, names, health),
  })
}

function toMaintenance(entry: Entry, names: ReadonlyMap<string, string>, place: Place): Maintenance {
  const phase = mapped(maintenancePhases, entry.incidentState, place, 'incidentState')
  return told({
    ...toFields(entry, maintenancePhases, place),
    phase,
    scheduledFor: timeAt(entry.startTime, place, 'startTime'),
    scheduledUntil: timeAt(entry.endTime, place, 'endTime'),
    components: toAffected(entry, names, phase === 'in_progress' ? 'under_maintenance' : undefined),
  })
}

function toAffected({ system }: Entry, names: ReadonlyMap<string, string>, health: Health | undefined): Incident['components'] | undefined {
  const nativeId = systemIn(system)
  return nativeId === undefined ? [] : [told({ nativeId, name: names.get(nativeId) ?? nativeId, health })]
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'nativeImpact' | 'nativePhase' | 'createdAt' | 'updatedAt' | 'updates'>

/** The entry's own text is the first of its updates. */
function toFields(entry: Entry, phases: ReadonlyMap<string, Phase>, place: Place): Fields {
  const createdAt = timeAt(entry.createdAt, place, 'createdAt')
  const body = entry.descriptionEn ?? entry.descriptionDe ?? ''
  const later = new Map((entry.incidentUpdates ?? []).map((update) => [update.id, update]))
  const updates = [...later.values()].map((update, index): Update => {
    const at = placeIn(place, 'incidentUpdates', index)
    const word = update.incidentState
    const text = cleanBody(update.descriptionEn ?? update.descriptionDe ?? '')
    const phase = word === 'update' ? undefined : mapped(phases, word, at, 'incidentState')
    return told({
      nativeId: update.id,
      phase,
      native: word,
      body: text,
      format: formatOf(text),
      postedAt: timeAt(update.createdAt, at, 'createdAt'),
    })
  })
  const first: readonly Update[] = body === '' ? [] : [told({ body: cleanBody(body), format: formatOf(body), postedAt: createdAt })]
  return told({
    nativeId: entry.id,
    title: nameOf(entry),
    url: entry.uuid ? absoluteUrl(`/incident/${encodeURIComponent(entry.uuid)}`, 'https://status.hetzner.com') : undefined,
    nativeImpact: entry.incidentType,
    nativePhase: entry.incidentState,
    createdAt,
    updatedAt: timeAt(entry.updatedAt, place, 'updatedAt'),
    updates: oldestFirst([...updates.toReversed(), ...first]),
  })
}

function formatOf(body: string): 'html' | 'text' {
  return /<[a-z][^<>]{0,200}>/iu.test(body) ? 'html' : 'text'
}
