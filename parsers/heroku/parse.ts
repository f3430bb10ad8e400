import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { listedLatestFirst, oldestFirst } from '../lib/updates.ts'
import type {
  AffectedComponent,
  Component,
  Health,
  Incident,
  IncidentPhase,
  Maintenance,
  MaintenancePhase,
  Snapshot,
  Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { CurrentStatus, type Entry, Incidents, type Post } from './schema.ts'

const colours: ReadonlyMap<string, Health> = new Map([
  ['green', 'operational'],
  ['yellow', 'degraded_performance'],
  ['red', 'major_outage'],
  ['blue', 'under_maintenance'],
])
/** "issue" confirms what was investigated; "update" names no phase. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['issue', 'identified'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['upcoming', 'scheduled'],
  ['scheduled', 'scheduled'],
  ['maintenance', 'in_progress'],
  ['resolved', 'completed'],
])

/** The current status before the list of incidents, which holds the closed ones as well. */
export function parse(documents: Documents<typeof sources>, { page, observedAt }: Context): Snapshot {
  const parts: readonly Part[] = [
    ...(documents.currentStatus ?? []).map((document) => parseCurrent(document, page.url)),
    ...(documents.incidents ?? []).map((document) => parseIncidents(document, page.url)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return listedLatestFirst(assemble('heroku', observedAt, parts))
}

function parseCurrent(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('currentStatus')
  const wire = readWire(CurrentStatus, readJson(document), document.url)
  if (wire.status.length === 0) throw new ParseError('empty', 'a page without systems', { url: document.url, path: 'status' })
  const ids = namedIds(wire.status.map(({ system }) => system))
  const incidents = toEntries(wire.incidents, top, 'incidents', pageUrl)
  const scheduled = toEntries(wire.scheduled, top, 'scheduled', pageUrl)
  return {
    authority: 'api',
    components: wire.status.map(({ system, status }, index): Component => {
      const health = mapped(colours, status, placeIn(top, 'status', index), 'status')
      return { nativeId: ids[index] ?? system, name: cleanName(system), health, native: cleanName(status), group: false, children: [] }
    }),
    incidents: incidents.incidents,
    maintenances: [...incidents.maintenances, ...scheduled.maintenances],
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

function parseIncidents(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('incidents')
  const wire = readWire(Incidents, readJson(document), document.url)
  if (wire.length === 0) throw new ParseError('empty', 'a list of incidents without one', { url: document.url })
  const { incidents, maintenances } = toEntries(wire, top, 'entries', pageUrl)
  return told({
    authority: 'api' as const,
    incidents,
    maintenances: maintenances.length > 0 ? maintenances : undefined,
    coverage: { incidents: 'recent' as const },
    omissions: top.omissions,
  })
}

interface Entries {
  readonly incidents: Incident[]
  readonly maintenances: Maintenance[]
}

function toEntries(entries: readonly Entry[], top: Place, name: string, pageUrl: string): Entries {
  const sorted: Entries = { incidents: [], maintenances: [] }
  for (const [index, entry] of entries.entries()) {
    const place = placeIn(top, name, index)
    if (name === 'scheduled' || isPlanned(entry)) {
      sorted.maintenances.push(
        told({ ...toFields(entry, maintenancePhases, place, pageUrl), phase: phaseOf(entry, maintenancePhases, place) }),
      )
    } else sorted.incidents.push(told({ ...toFields(entry, incidentPhases, place, pageUrl), phase: phaseOf(entry, incidentPhases, place) }))
  }
  return sorted
}

function isPlanned({ state, updates }: Entry): boolean {
  return state === 'upcoming' || updates.some(({ update_type: type }) => type === 'scheduled' || type === 'maintenance')
}

/**
 * The state is trusted over `resolved`. While it says no more than "open", the newest update that names a phase says which;
 * the state "upcoming" outlives the maintenance, so there, too, the updates say more.
 */
function phaseOf<T extends string>({ state, resolved, updates }: Entry, words: ReadonlyMap<string, T>, place: Place): T | 'unknown' {
  if (state && state !== 'open' && state !== 'upcoming') return mapped(words, state, place, 'state')
  const closed = words.get('resolved')
  if (!state && resolved === true && closed) return closed
  const phases = newestFirst(updates).flatMap((type) => words.get(type) ?? [])
  return phases.find((phase) => phase !== closed || state !== 'open') ?? words.get(state ?? '') ?? 'unknown'
}

function newestFirst(updates: Entry['updates']): readonly string[] {
  const dated = updates.toSorted((a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? ''))
  return dated.toReversed().flatMap(({ update_type: type }) => type ?? [])
}

type Fields = Pick<Incident, 'nativeId' | 'title'> & {
  [K in 'url' | 'nativePhase' | 'resolvedAt' | 'createdAt' | 'updatedAt' | 'components' | 'updates']: Incident[K] | undefined
}

function toFields(entry: Entry, phases: ReadonlyMap<string, IncidentPhase | MaintenancePhase>, place: Place, pageUrl: string): Fields {
  const resolvedAt = timeAt(entry.resolved_at, place, 'resolved_at')
  return {
    nativeId: entry.id,
    title: cleanName(entry.title),
    url: absoluteUrl(entry.full_url, pageUrl),
    nativePhase: entry.state ?? newestFirst(entry.updates)[0],
    resolvedAt: entry.state === 'open' || entry.state === 'upcoming' ? undefined : resolvedAt,
    createdAt: timeAt(entry.created_at, place, 'created_at'),
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    components: entry.systems || entry.tags ? [...toSystems(entry.systems ?? [], place), ...toTags(entry.tags ?? [])] : undefined,
    updates: oldestFirst(entry.updates.map((post, index) => toUpdate(post, phases, placeIn(place, 'updates', index)))),
  }
}

function toSystems(systems: NonNullable<Entry['systems']>, place: Place): readonly AffectedComponent[] {
  const { kept, dropped } = present(systems)
  if (dropped > 0) omit(place, 'systems', dropped, 'elements that are not what they should be')
  return kept.map(({ name, status }, index) =>
    told({ nativeId: namedIds([name])[0], name: cleanName(name), health: colourAt(status, placeIn(place, 'systems', index), 'status') }),
  )
}

function toTags(tags: NonNullable<Entry['tags']>): readonly AffectedComponent[] {
  return present(tags).kept.map((name) => ({ name: cleanName(name) }))
}

function toUpdate(post: Post, phases: ReadonlyMap<string, IncidentPhase | MaintenancePhase>, place: Place): Update {
  const { update_type: type } = post
  // What the update said of the two kinds of use; the page's own systems it does not name.
  const kinds = [
    { name: 'Production', health: colourAt(post.status_prod, place, 'status_prod') },
    { name: 'Development', health: colourAt(post.status_dev, place, 'status_dev') },
  ].flatMap(({ name, health }) => (health === undefined ? [] : [{ name, health }]))
  return told({
    nativeId: post.id,
    phase: !type || type === 'update' ? undefined : (phases.get(type) ?? mapped(incidentPhases, type, place, 'update_type')),
    native: type ?? undefined,
    body: cleanBody(post.contents ?? ''),
    format: 'markdown' as const,
    postedAt: timeAt(post.created_at, place, 'created_at'),
    components: kinds.length > 0 ? kinds : undefined,
  })
}

function colourAt(colour: string | null | undefined, place: Place, field: string): Health | undefined {
  return colour ? mapped(colours, colour, place, field) : undefined
}
