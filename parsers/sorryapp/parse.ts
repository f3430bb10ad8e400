import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type {
  Component,
  Health,
  Impact,
  Incident,
  IncidentPhase,
  Maintenance,
  MaintenancePhase,
  Phase,
  Snapshot,
  Update,
} from '../model.ts'
import type { Context, Document } from '../platform.ts'
import * as wire from './schema.ts'

type Name = 'status' | 'components' | 'notices' | 'notice' | 'history'
type Read = { readonly [N in Name]?: readonly Document<'json'>[] }

export function parse({ status = [], components = [], notices = [], notice = [], history = [] }: Read, context: Context): Snapshot {
  const pageUrl = context.page.url
  const parts: Part[] = [
    ...status.map((document) => parseStatus(document, pageUrl)),
    ...(components.length > 0 ? [parseComponents(components)] : []),
    ...notices.map((document) => parseNotices(document, pageUrl, 'notices')),
    ...notice.map((document) => parseNotice(document, pageUrl)),
    ...history.map((document) => parseNotices(document, pageUrl, 'history')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('sorryapp', context.observedAt, parts)
}

/** There are no degrees: "partially-degraded" is a component of which some parts are degraded. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['operational', 'operational'],
  ['degraded', 'degraded_performance'],
  ['partially-degraded', 'degraded_performance'],
  ['partially_degraded', 'degraded_performance'],
  ['under_maintenance', 'under_maintenance'],
  ['maintenance', 'under_maintenance'],
])

function parseStatus(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('status')
  const { page } = readWire(wire.Status, readJson(document), document.url)
  return told({
    authority: 'api' as const,
    page: told({
      nativeId: page.id === null || page.id === undefined ? undefined : String(page.id),
      name: cleanName(page.name),
      url: absoluteUrl(page.url, pageUrl),
    }),
    health: mapped(healths, page.state, top, 'page.state'),
    native: cleanName(page.state_text || page.state),
    sourceUpdatedAt: timeAt(page.updated_at, top, 'page.updated_at'),
    omissions: top.omissions,
  })
}

/** All pages of the list are one list; where one of them is missing, nothing is concluded from what is not there. */
function parseComponents(documents: readonly Document<'json'>[]): Part {
  const top = topOf('components')
  const pages = documents.map((document) => readWire(wire.Components, readJson(document), document.url))
  const rows = [...new Map(pages.flatMap((page) => page.components).map((row) => [row.id, row])).values()]
  const total = Math.max(0, ...pages.map(({ meta }) => meta?.total_count ?? 0))
  const isWhole = rows.length >= total && (total > 0 || pages.some(({ meta }) => !meta?.next_page))
  if (!isWhole) omit(top, 'meta.total_count', total, 'more components than the pages that were read')
  return {
    authority: 'api',
    components: toTree(rows, top),
    coverage: { components: isWhole ? 'full' : 'none' },
    omissions: top.omissions,
  }
}

/** Two levels: a part whose whole is not listed, or is a part itself, stands on its own. */
function toTree(rows: readonly wire.Row[], top: Place): readonly Component[] {
  const wholes = new Set(rows.filter(({ parent_id: parent }) => !parent).map(({ id }) => id))
  const within = Map.groupBy(rows, ({ parent_id: parent }) => (parent && wholes.has(parent) ? parent : undefined))
  function toComponent(row: wire.Row): Component {
    const children = wholes.has(row.id) ? (within.get(row.id) ?? []).map(toComponent) : []
    return told({
      nativeId: row.id,
      name: cleanName(row.name),
      health: mapped(healths, row.state, top, `components.${row.id}.state`),
      native: row.state,
      group: children.length > 0,
      description: row.description ? cleanBody(row.description) : undefined,
      children,
    })
  }
  return (within.get(undefined) ?? []).map(toComponent)
}

function parseNotices(document: Document<'json'>, pageUrl: string, source: 'notices' | 'history'): Part {
  const top = topOf(source)
  const { notices } = readWire(wire.Notices, readJson(document), document.url)
  return {
    authority: 'api',
    ...sorted(
      notices.map((notice, index) => ({ notice, place: placeIn(top, 'notices', index) })),
      pageUrl,
    ),
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

function parseNotice(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('notice')
  const { notice } = readWire(wire.Single, readJson(document), document.url)
  return { authority: 'api', ...sorted([{ notice, place: placeIn(top, 'notice') }], pageUrl), omissions: top.omissions }
}

/** The next page of a list, or undefined at its end. */
export function nextPage(document: Document<'json'>): string | undefined {
  const { meta } = readWire(wire.Notices, readJson(document), document.url)
  return absoluteUrl(meta?.next_page, document.url)
}

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['recovering', 'monitoring'],
  ['resolved', 'resolved'],
  ['false_alarm', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['scheduled', 'scheduled'],
  ['underway', 'in_progress'],
  ['complete', 'completed'],
  ['cancelled', 'cancelled'],
])
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([...incidentPhases, ...maintenancePhases])
/** A notice of type "general" is news, no incident: it harms nothing. */
const impacts: ReadonlyMap<string, Impact> = new Map([['general', 'none']])

type Kinds = { readonly incidents: readonly Incident[]; readonly maintenances: readonly Maintenance[] }

function sorted(notices: readonly { readonly notice: wire.Notice; readonly place: Place }[], pageUrl: string): Kinds {
  const planned = notices.filter(({ notice: { type } }) => type === 'planned')
  const others = notices.filter(({ notice: { type } }) => type !== 'planned')
  return {
    incidents: others.map(({ notice, place }) => toIncident(notice, place, pageUrl)),
    maintenances: planned.map(({ notice, place }) => toMaintenance(notice, place, pageUrl)),
  }
}

function toIncident(notice: wire.Notice, place: Place, pageUrl: string): Incident {
  const isUnplanned = notice.type === 'unplanned'
  return told({
    ...fieldsOf(notice, place, pageUrl),
    impact: isUnplanned ? undefined : mapped(impacts, notice.type, place, 'type'),
    nativeImpact: isUnplanned ? undefined : notice.type,
    phase: notice.type === 'general' ? newsPhase(notice) : mapped(incidentPhases, notice.state, place, 'state'),
    startedAt: timeAt(notice.began_at, place, 'began_at'),
  })
}

/** News has no phases, but is over at some time. */
function newsPhase({ timeline_state: timeline }: wire.Notice): IncidentPhase {
  return timeline?.startsWith('past') === true ? 'resolved' : 'unknown'
}

function toMaintenance(notice: wire.Notice, place: Place, pageUrl: string): Maintenance {
  return told({
    ...fieldsOf(notice, place, pageUrl),
    phase: mapped(maintenancePhases, notice.state, place, 'state'),
    startedAt: timeAt(notice.began_at, place, 'began_at'),
    scheduledFor: timeAt(notice.begins_at, place, 'begins_at'),
    scheduledUntil: timeAt(notice.ends_at, place, 'ends_at'),
  })
}

function fieldsOf(notice: wire.Notice, place: Place, pageUrl: string): Omit<Incident, 'impact' | 'nativeImpact' | 'phase' | 'startedAt'> {
  return told({
    nativeId: notice.id,
    title: cleanName(notice.subject),
    url: absoluteUrl(notice.url ?? notice.link, pageUrl),
    nativePhase: notice.type === 'general' ? undefined : notice.state,
    resolvedAt: timeAt(notice.ended_at, place, 'ended_at'),
    createdAt: timeAt(notice.created_at, place, 'created_at'),
    updatedAt: timeAt(notice.updated_at, place, 'updated_at'),
    components: notice.components
      ? present(notice.components).kept.map(({ id, name }) => ({ nativeId: id, name: cleanName(name) }))
      : undefined,
    updates: notice.updates
      ? oldestFirst(notice.updates.toReversed().map((update, index) => toUpdate(update, placeIn(place, 'updates', index))))
      : undefined,
  })
}

function toUpdate({ id, content, state, created_at: at }: wire.Update, place: Place): Update {
  return told({
    nativeId: id ?? undefined,
    phase: state ? mapped(phases, state, place, 'state') : undefined,
    native: state ?? undefined,
    body: cleanBody(content),
    format: 'text' as const,
    postedAt: timeAt(at, place, 'created_at'),
  })
}
