import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, timeAt } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  healthSeverity,
  type Incident,
  type IncidentPhase,
  type Instant,
  type Maintenance,
  type MaintenancePhase,
  type Phase,
  type ReportText,
  type Update,
} from '../model.ts'
import type { Entry, Post, Summary } from './schema.ts'

/** Words of the platform's own format, and of its feeds. */

const healths: ReadonlyMap<string, Health> = new Map([
  ['operational', 'operational'],
  ['degraded_performance', 'degraded_performance'],
  ['partial_outage', 'partial_outage'],
  ['full_outage', 'major_outage'],
  ['under_maintenance', 'under_maintenance'],
])
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['maintenance_scheduled', 'scheduled'],
  ['maintenance_in_progress', 'in_progress'],
  ['maintenance_complete', 'completed'],
])
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([...incidentPhases, ...maintenancePhases])

export function toHealth(word: string, place: Place, field: string): Health {
  return mapped(healths, word, place, field)
}

export function toIncidentPhase(word: string, place: Place, field: string): IncidentPhase {
  return mapped(incidentPhases, word, place, field)
}

export function toMaintenancePhase(word: string, place: Place, field: string): MaintenancePhase {
  return mapped(maintenancePhases, word, place, field)
}

/** Component names by id: entries carry the ids alone. */
export type Names = ReadonlyMap<string, string>

export function namesOf({ components }: Summary): Names {
  return new Map(components.map(({ id, name }) => [id, cleanName(name)]))
}

const openLists = ['ongoing_incidents', 'in_progress_maintenances', 'scheduled_maintenances'] as const

/** The page as it stands: its components, and the entries that are open. */
export function toSummaryPart(wire: Summary, top: Place, names: Names, pageUrl: string): Omit<Part, 'authority'> {
  const entries = openLists.map((list) => toEntries(wire[list] ?? [], top, list, names, pageUrl))
  const maintenances = entries.flatMap((found) => found.maintenances)
  const isToldOpen = Boolean(wire.ongoing_incidents)
  // Maintenances under way stand among the ongoing incidents.
  const isToldPlanned = isToldOpen && Boolean(wire.scheduled_maintenances)
  return told({
    page: told({ nativeId: wire.id, name: cleanName(wire.name), url: absoluteUrl(wire.public_url, pageUrl) }),
    components: toComponents(wire, statesOf(wire, top), top),
    incidents: isToldOpen ? entries.flatMap((found) => found.incidents) : undefined,
    maintenances: isToldPlanned || maintenances.length > 0 ? maintenances : undefined,
    coverage: {
      components: 'full' as const,
      incidents: isToldOpen ? ('open' as const) : ('none' as const),
      maintenances: isToldPlanned ? ('open' as const) : ('none' as const),
    },
    omissions: top.omissions,
  })
}

interface State {
  readonly health: Health
  readonly native: string
}

/** The affected components, as the page and its open entries tell them; of two statements about one the worse one stands. */
function statesOf(wire: Summary, top: Place): ReadonlyMap<string, State> {
  const states = new Map<string, State>()
  function note(id: string, native: string, place: Place, field: string): void {
    const state = { health: toHealth(native, place, field), native }
    const known = states.get(id)
    if (!known || healthSeverity(state.health) > healthSeverity(known.health)) states.set(id, state)
  }
  for (const [index, { component_id: id, status }] of wire.affected_components.entries()) {
    note(id, status, placeIn(top, 'affected_components', index), 'status')
  }
  for (const list of openLists) {
    for (const [index, { affected_components: affected }] of (wire[list] ?? []).entries()) {
      for (const { component_id: id, current_status: now } of affected ?? []) {
        if (now) note(id, now, placeIn(top, list, index), 'affected_components.current_status')
      }
    }
  }
  return states
}

/** In the order of the page. What is hidden there is not listed, what its structure leaves out stands at the end. */
function toComponents(wire: Summary, states: ReadonlyMap<string, State>, top: Place): readonly Component[] {
  const known = new Map(wire.components.map((component) => [component.id, component]))
  const seen = new Set<string>()
  function toLeaf(id: string, placedName: string | null | undefined, isHidden: boolean): Component[] {
    if (seen.has(id)) return []
    seen.add(id)
    const { name = placedName ?? id, description } = known.get(id) ?? {}
    if (isHidden) return []
    const state = states.get(id) ?? { health: 'operational', native: 'operational' }
    const leaf = { nativeId: id, name: cleanName(name), ...state, group: false, children: [] }
    return [description ? { ...leaf, description: cleanBody(description) } : leaf]
  }
  const placed = (wire.structure?.items ?? []).flatMap(({ component, group, sub_page: subPage }, index) => {
    if (component) return toLeaf(component.component_id, component.name, component.hidden === true)
    if (!group) {
      omit(placeIn(top, 'structure.items', index), '', subPage, 'a page of its own under this one, which has to be read for itself')
      return []
    }
    const children = (group.components ?? []).flatMap((child) =>
      toLeaf(child.component_id, child.name, group.hidden === true || child.hidden === true),
    )
    if (group.hidden === true || seen.has(group.id)) return []
    seen.add(group.id)
    // The platform states no health of a group.
    const node = { nativeId: group.id, name: cleanName(group.name), health: 'unknown' as const, native: '', group: true, children }
    return [group.description ? { ...node, description: cleanBody(group.description) } : node]
  })
  const others = wire.components.flatMap(({ id, name }) => toLeaf(id, name, false))
  for (const [id, { native }] of states) {
    if (!seen.has(id)) omit(top, `affected_components.${id}`, native, 'a component that the page does not list')
  }
  return [...placed, ...others]
}

export interface Entries {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
}

/** Sorts a list of entries into its two kinds: every list of this platform may hold both. */
export function toEntries(entries: readonly Entry[], top: Place, list: string, names: Names, pageUrl: string): Entries {
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, entry] of entries.entries()) {
    const place = placeIn(top, list, index)
    const fields = toFields(entry, place, names, pageUrl)
    if (isMaintenance(entry)) {
      const phase = toMaintenancePhase(entry.status, place, 'status')
      maintenances.push(told({ ...fields, ...windowOf(entry, place), phase }))
    } else incidents.push(told({ ...fields, startedAt: startOf(entry, place), phase: toIncidentPhase(entry.status, place, 'status') }))
  }
  return { incidents, maintenances }
}

function isMaintenance({ type, status }: Entry): boolean {
  return type === 'maintenance' || status.startsWith('maintenance_')
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'nativePhase'> & {
  [K in 'createdAt' | 'resolvedAt' | 'components' | 'updates' | 'reports']: Incident[K] | undefined
}

function toFields(entry: Entry, place: Place, names: Names, pageUrl: string): Fields {
  const url = `${pageUrl}/incidents/${entry.id}`
  const updates = entry.updates?.map((post, index) => toUpdate(post, placeIn(place, 'updates', index), names)).toReversed()
  const ordered = updates && oldestFirst(updates)
  const isClosed = entry.status === 'resolved' || entry.status === 'maintenance_complete'
  return {
    nativeId: entry.id,
    title: cleanName(entry.name),
    url,
    nativePhase: entry.status,
    createdAt: timeAt(entry.published_at, place, 'published_at'),
    // The post that closed it: `/api/v2` of the same pages gives its time as `resolved_at`.
    resolvedAt: isClosed ? ordered?.findLast(({ native }) => native === entry.status)?.postedAt : undefined,
    components: entry.affected_components?.map(({ component_id: id, status }) =>
      toAffected(id, status, names, placeIn(place, 'affected_components')),
    ),
    updates: ordered,
    reports: toReports(entry, place, url),
  }
}

function toUpdate(post: Post, place: Place, names: Names): Update {
  return told({
    nativeId: post.id,
    phase: post.to_status ? mapped(phases, post.to_status, place, 'to_status') : undefined,
    native: post.to_status ?? undefined,
    body: cleanBody(post.message_string ?? ''),
    // Links come as Markdown writes them.
    format: 'markdown' as const,
    postedAt: timeAt(post.published_at, place, 'published_at'),
    components: post.component_statuses?.map(({ component_id: id, status }) =>
      toAffected(id, status, names, placeIn(place, 'component_statuses')),
    ),
  })
}

function toAffected(id: string, status: string, names: Names, place: Place): AffectedComponent {
  return { nativeId: id, name: names.get(id) ?? id, health: toHealth(status, place, 'status') }
}

/** Posts may be dated back: then the first period of the entry begins before it was published. */
function startOf(entry: Entry, place: Place): Instant | undefined {
  return present(entry.status_summaries ?? [])
    .kept.flatMap(({ start_at: start }) => timeAt(start, place, 'status_summaries.start_at') ?? [])
    .toSorted()[0]
}

/** From the first start to the last end of its components' maintenances; without an end of each there is none. */
function windowOf(entry: Entry, place: Place): Partial<Record<'scheduledFor' | 'scheduledUntil', Instant>> {
  const planned = present(entry.component_impacts ?? []).kept.filter(({ status }) => status === 'under_maintenance')
  const starts = planned.flatMap(({ start_at: start }) => timeAt(start, place, 'component_impacts.start_at') ?? [])
  const ends = planned.flatMap(({ end_at: end }) => timeAt(end, place, 'component_impacts.end_at') ?? [])
  return told({ scheduledFor: starts.toSorted()[0], scheduledUntil: ends.length === planned.length ? ends.toSorted().at(-1) : undefined })
}

function toReports(entry: Entry, place: Place, entryUrl: string): readonly ReportText[] | undefined {
  const { write_up_contents: contents, write_up_url: address } = entry
  const body = typeof contents === 'string' ? contents : textOfDocument(contents)
  const url = absoluteUrl(address, entryUrl)
  if (body.trim() !== '')
    return [told({ title: cleanName(entry.name), body: cleanBody(body), format: 'markdown' as const, url: url ?? entryUrl })]
  if (url) omit(place, 'write_up_url', url, 'a report of which only the address is told')
  return undefined
}

/** The text of a document tree: `{type, text?, content?: [...]}`. Its depth is bounded where it was read. */
function textOfDocument(node: unknown): string {
  if (typeof node !== 'object' || node === null) return ''
  const { type, text, content }: { readonly type?: unknown; readonly text?: unknown; readonly content?: unknown } = node
  if (typeof text === 'string') return text
  if (type === 'lineBreak') return '\n'
  const inner = Array.isArray(content) ? content.map((child: unknown) => textOfDocument(child)) : []
  return type === 'doc' ? inner.join('\n\n') : inner.join('')
}
