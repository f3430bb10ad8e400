import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Extent, Health, Incident, IncidentPhase, Maintenance, MaintenancePhase, Snapshot, Update } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { type Clock, clockOf } from './clock.ts'
import { type FeedTimes, readFeedTimes } from './feed.ts'
import { type ComponentRow, type EntryRow, type GroupRow, readComponents, readEntries, readGroups, type Rows } from './rows.ts'
import { type Settings, Status } from './schema.ts'

/** The numbers of both generations: 2.x has 0 for unknown, 3.x has 5. */
const healths = numbered<Health>(
  'unknown',
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
  'under_maintenance',
)
const incidentPhases = numbered<IncidentPhase>('unknown', 'investigating', 'identified', 'monitoring', 'resolved')
const schedulePhases = numbered<MaintenancePhase>('scheduled', 'in_progress', 'completed')
const headlines: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['success', 'operational'],
  ['info', 'degraded_performance'],
  ['danger', 'major_outage'],
  ['operational', 'operational'],
  ['partial_outage', 'partial_outage'],
  ['major_outage', 'major_outage'],
  ['under_maintenance', 'under_maintenance'],
])

type Words = ReadonlyMap<string, IncidentPhase | MaintenancePhase>

function numbered<T>(...values: readonly T[]): ReadonlyMap<string, T> {
  return new Map(values.map((value, number) => [String(number), value]))
}

type Json = readonly Document<'json'>[]
interface Documents {
  readonly status?: Json
  readonly components?: Json
  readonly groups?: Json
  readonly incidents?: Json
  readonly incident?: Json
  readonly schedules?: Json
  readonly history?: Json
  readonly feed?: readonly Document<'xml'>[]
}

/** What reading an entry needs beside it. */
interface Reading {
  readonly clock: Clock
  readonly pageUrl: string
  readonly names: ReadonlyMap<string, string>
  readonly feed: FeedTimes
}

export function parse(documents: Documents, context: Context<Settings>): Snapshot {
  const feeds = (documents.feed ?? []).map(readFeedTimes)
  const parts: Part[] = [...(documents.status ?? []).map(parseStatus), ...parseComponents(documents.components, documents.groups)]
  const reading: Reading = {
    clock: clockOf(context.params.timeZone ?? context.timeZone),
    pageUrl: context.page.url,
    names: new Map(parts.flatMap(({ components = [] }) => flat(components)).map(({ nativeId, name }) => [nativeId, name])),
    feed: new Map(feeds.flatMap(({ times }) => [...times])),
  }
  parts.push(
    ...parseEntries('incidents', documents.incidents, reading),
    ...parseEntries('incident', documents.incident, reading),
    ...parseEntries('schedules', documents.schedules, reading),
    ...parseEntries('history', documents.history, reading),
    ...feeds.map(({ name }) => ({ authority: 'feed' as const, page: told({ name }), omissions: [] })),
  )
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('cachet', context.observedAt, parts)
}

function parseStatus(document: Document<'json'>): Part {
  const top = topOf('status')
  const { status, message } = readWire(Status, readJson(document), document.url).data
  return { authority: 'api', health: mapped(headlines, status, top, 'data.status'), native: cleanName(message), omissions: top.omissions }
}

function parseComponents(listed: Json = [], grouped: Json = []): readonly Part[] {
  if (listed.length === 0 && grouped.length === 0) return []
  const top = topOf(listed.length > 0 ? 'components' : 'groups')
  const lists = listed.map(readComponents)
  const groupLists = grouped.map(readGroups)
  const rows = (lists.length > 0 ? lists : groupLists).flatMap((one) => one.rows).filter(({ isShown }) => isShown)
  const groups = [...groupLists, ...lists].flatMap((one) => one.groups)
  const isWhole = isWholeList(lists)
  // A page has none before it is set up, or when its list was emptied.
  if (isWhole && rows.length === 0) throw new ParseError('empty', 'a page without components', { path: 'data' })
  const components = toTree(unique(rows), unique(groups), top)
  return [{ authority: 'api', components, coverage: isWhole ? { components: 'full' } : {}, omissions: top.omissions }]
}

function unique<T extends GroupRow>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()].toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
}

/** Components without a group stand below the groups, as on the page. */
function toTree(rows: readonly ComponentRow[], groups: readonly GroupRow[], top: Place): readonly Component[] {
  const members = new Map(groups.map(({ id }) => [id, new Array<Component>()]))
  const loose: Component[] = []
  for (const row of rows) {
    const place = placeIn(top, `data.${row.id}`)
    const siblings = members.get(row.group ?? '')
    if (row.group && !siblings) omit(place, 'group_id', row.group, 'not a group that was read')
    const component: Component = told({
      nativeId: row.id,
      name: cleanName(row.name),
      health: mapped(healths, row.status, place, 'status'),
      native: cleanName(row.label ?? row.status),
      group: false,
      description: row.description ? cleanBody(row.description) : undefined,
      children: [],
    })
    ;(siblings ?? loose).push(component)
  }
  const filled = groups.filter(({ id }) => members.get(id)?.length)
  return [
    ...filled.map(({ id, name }): Component => {
      return { nativeId: `group-${id}`, name: cleanName(name), health: 'unknown', native: '', group: true, children: members.get(id) ?? [] }
    }),
    ...loose,
  ]
}

function flat(components: readonly Component[]): readonly Component[] {
  return components.flatMap((component) => (component.group ? component.children : [component]))
}

/** Every page of a list was read, up to the one that says that it is the last. */
function isWholeList(lists: readonly Pick<Rows<never>, 'page'>[]): boolean {
  const numbers = new Set(lists.map(({ page }) => page?.number))
  return lists.some(({ page }) => page?.isLast === true && page.number === numbers.size)
}

type EntrySource = 'incidents' | 'incident' | 'schedules' | 'history'

function parseEntries(source: EntrySource, documents: Json = [], reading: Reading): readonly Part[] {
  if (documents.length === 0) return []
  const top = topOf(source)
  const kind = source === 'schedules' ? 'schedules' : 'incidents'
  const lists = documents.map((document) => readEntries(document, kind))
  // Before there were schedules, 2.x had incidents that are scheduled.
  const rows = lists.flatMap((list) =>
    list.rows.map((row) => ({ row, isPlanned: row.status === '0' && !list.isJsonApi, place: placeIn(top, `data.${row.id}`) })),
  )
  const extent: Extent = isWholeList(lists) ? 'full' : source === 'incidents' || source === 'schedules' ? 'recent' : 'none'
  // Both kinds count from one.
  if (kind === 'schedules') {
    const maintenances = rows.map(({ row, place }) => toMaintenance(row, `schedule-${row.id}`, place, reading))
    return [{ authority: 'api', maintenances, coverage: { maintenances: extent }, omissions: top.omissions }]
  }
  const incidents = rows.filter(({ isPlanned }) => !isPlanned).map(({ row, place }) => toIncident(row, place, reading))
  const maintenances = rows.filter(({ isPlanned }) => isPlanned).map(({ row, place }) => toMaintenance(row, row.id, place, reading))
  return [
    told({
      authority: 'api' as const,
      incidents,
      maintenances: maintenances.length > 0 ? maintenances : undefined,
      coverage: { incidents: extent },
      omissions: top.omissions,
    }),
  ]
}

function toIncident(row: EntryRow, place: Place, reading: Reading): Incident {
  const fed = reading.feed.get(row.id)
  const phase = mapped(incidentPhases, row.status, place, 'status')
  const updates = toUpdates(row, place, reading, incidentPhases)
  return told({
    ...toFields(row, row.id, place, reading),
    phase,
    startedAt: fed?.startedAt ?? reading.clock(row.occurred, place, 'occurred_at'),
    resolvedAt: phase === 'resolved' ? updates.findLast((update) => update.phase === 'resolved')?.postedAt : undefined,
    updates,
  })
}

function toMaintenance(row: EntryRow, nativeId: string, place: Place, reading: Reading): Maintenance {
  const phase = mapped(schedulePhases, row.status, place, 'status')
  return told({
    ...toFields(row, nativeId, place, reading),
    phase,
    scheduledFor: reading.clock(row.scheduled, place, 'scheduled_at'),
    resolvedAt: phase === 'completed' ? reading.clock(row.completed, place, 'completed_at') : undefined,
    updates: toUpdates(row, place, reading, schedulePhases),
  })
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'nativePhase' | 'createdAt' | 'updatedAt' | 'components'>

function toFields(row: EntryRow, nativeId: string, place: Place, { clock, names, feed, pageUrl }: Reading): Fields {
  const fed = feed.get(row.id)
  const components = row.components?.flatMap(({ id, name }) => {
    const found = name ?? names.get(id)
    return found === undefined ? [] : [{ nativeId: id, name: cleanName(found) }]
  })
  return told({
    nativeId,
    title: cleanName(row.name),
    url: absoluteUrl(row.url ?? fed?.url, pageUrl),
    nativePhase: cleanName(row.label ?? row.status),
    createdAt: fed?.createdAt ?? clock(row.created, place, 'created_at'),
    updatedAt: clock(row.updated, place, 'updated_at'),
    // Incidents of 2.x name one by its id alone: where no list tells what it is called, it is not told.
    components: components?.length === row.components?.length ? components : undefined,
  })
}

/** The entry's own message is its first post. What the entry said of its state back then is overwritten by what it says now. */
function toUpdates(row: EntryRow, place: Place, { clock, feed }: Reading, words: Words): readonly Update[] {
  const opening: Update = told({
    body: cleanBody(row.message ?? ''),
    format: 'markdown' as const,
    postedAt: feed.get(row.id)?.createdAt ?? clock(row.created, place, 'created_at'),
  })
  const later = row.posts.map(({ id, status, label = status, message, created }, index): Update => {
    const at = placeIn(place, 'updates', index)
    return told({
      nativeId: id,
      phase: status ? mapped(words, status, at, 'status') : undefined,
      native: label ? cleanName(label) : undefined,
      body: cleanBody(message ?? ''),
      format: 'markdown' as const,
      postedAt: clock(created, at, 'created_at'),
    })
  })
  return oldestFirst([...later, opening])
}
