import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  type Component,
  type Incident,
  IncidentPhase,
  isClosed,
  type Maintenance,
  MaintenancePhase,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseFeed } from './feed.ts'
import { type ComponentRow, type Entry, type GroupRow, type Post, Summary } from './schema.ts'
import type { Params, sources } from './sources.ts'
import { isMaintenanceState, maintenanceCode, toHealth, toImpact, toNamedHealth, toPhase } from './words.ts'

export function parse(documents: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const parts: Part[] = [
    ...(documents.summary ?? []).map((document) => parseSummary(document, context, 'summary')),
    ...(documents.own ?? []).map((document) => parseSummary(document, context, 'own')),
    ...(documents.rss ?? []).map(parseFeed),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('site24x7', context.observedAt, parts)
}

function parseSummary(document: Document<'json'>, { params }: Context<Params>, source: 'summary' | 'own'): Part {
  const top = topOf(source)
  const { data } = readWire(Summary, readJson(document), document.url)
  if (data.current_status.length === 0)
    throw new ParseError('empty', 'a page without components', { url: document.url, path: 'data.current_status' })
  const { enc_statuspage_id: id, updated_at: updatedAt, current_status: headline } = data.statuspage_details ?? {}
  if (id && params.encId && id !== params.encId)
    throw new ParseError('foreign', "another tenant's page", { url: document.url, excerpt: id })
  const within = placeIn(top, 'data')
  const active = data.active_incident_details?.map((entry, index) => toEntry(entry, placeIn(within, 'active_incident_details', index)))
  const resolved = data.resolved_incident_details?.flatMap(({ grp_by_incidents_list: entries }, day) =>
    (entries ?? []).map((entry, index) =>
      toEntry(entry, placeIn(placeIn(within, 'resolved_incident_details', day), 'grp_by_incidents_list', index)),
    ),
  )
  const entries = [...(active ?? []), ...(resolved ?? [])]
  const isTold = active !== undefined || resolved !== undefined
  const details = placeIn(within, 'statuspage_details')
  return told({
    authority: 'api' as const,
    page: told({ nativeId: id ?? undefined }),
    health: headline ? toNamedHealth(headline.severity, details, 'current_status.severity') : undefined,
    native: headline ? cleanName(headline.description ?? headline.severity) : undefined,
    sourceUpdatedAt: timeAt(updatedAt, details, 'updated_at'),
    components: data.current_status.map((row, index) => toComponent(row, placeIn(within, 'current_status', index))),
    incidents: isTold ? entries.flatMap(({ incident }) => incident ?? []) : undefined,
    maintenances: isTold ? entries.flatMap(({ maintenance }) => maintenance ?? []) : undefined,
    coverage: {
      components: 'full' as const,
      incidents: active === undefined ? ('none' as const) : resolved === undefined ? ('open' as const) : ('recent' as const),
    },
    omissions: top.omissions,
  })
}

function toComponent(row: ComponentRow | GroupRow, place: Place): Component {
  if ('enc_component_id' in row) return toLeaf(row, place)
  return told({
    nativeId: row.enc_componentgroup_id,
    name: cleanName(row.componentgroup_display_name),
    ...toHealth(row.componentgroup_status, place, 'componentgroup_status'),
    group: true,
    description: row.desc ? cleanBody(row.desc) : undefined,
    children: row.componentgroup_components.map((child, index) => toLeaf(child, placeIn(place, 'componentgroup_components', index))),
  })
}

function toLeaf(row: ComponentRow, place: Place): Component {
  return told({
    nativeId: row.enc_component_id,
    name: cleanName(row.display_name),
    ...toHealth(row.component_status, place, 'component_status'),
    group: false,
    description: row.desc ? cleanBody(row.desc) : undefined,
    children: [],
  })
}

function toEntry(entry: Entry, place: Place): { readonly incident?: Incident; readonly maintenance?: Maintenance } {
  const posts = entry.incident_status_updates ?? []
  const updates = oldestFirst(posts.map((post, index) => toUpdate(post, placeIn(place, 'incident_status_updates', index))))
  const last = updates.at(-1)
  const affected = entry.incident_affected_components && present(entry.incident_affected_components)
  if (affected && affected.dropped > 0)
    omit(place, 'incident_affected_components', affected.dropped, 'elements that are not what they should be')
  const endedAt = timeAt(entry.incident_ended_at, place, 'incident_ended_at')
  const fields = told({
    nativeId: entry.enc_inc_id,
    title: cleanName(entry.incident_title),
    nativeImpact: entry.incident_severity,
    nativePhase: last?.native,
    startedAt: timeAt(entry.incident_began_at, place, 'incident_began_at'),
    updatedAt: last?.postedAt,
    components: affected?.kept.map(({ display_name: name }) => ({ name: cleanName(name) })),
    updates: entry.incident_status_updates ? updates : undefined,
  })
  if (entry.incident_severity_id === maintenanceCode || posts.some((post) => isMaintenanceState(post.incident_status_id))) {
    const phase = MaintenancePhase.safeParse(last?.phase).data ?? 'unknown'
    const { startedAt, ...rest } = fields
    return { maintenance: told({ ...rest, phase, scheduledFor: startedAt, scheduledUntil: endedAt }) }
  }
  const impact = toImpact(entry.incident_severity_id, entry.incident_severity, place)
  const phase = IncidentPhase.safeParse(last?.phase).data ?? 'unknown'
  return { incident: told({ ...fields, impact, phase, resolvedAt: isClosed(phase) ? endedAt : undefined }) }
}

function toUpdate(post: Post, place: Place): Update {
  const body = cleanBody(post.incident_status_desc ?? '')
  return told({
    nativeId: post.enc_inc_state_progress_id ?? undefined,
    phase: toPhase(post.incident_status_id, post.incident_status, place),
    native: post.incident_status,
    body,
    format: /<(?:a|b|br|div|em|i|li|p|span|strong|ul)\b/iu.test(body) ? ('html' as const) : ('text' as const),
    postedAt: timeAt(post.status_updated_at, place, 'status_updated_at'),
  })
}
