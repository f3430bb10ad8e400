import { hash } from 'node:crypto'
import { type Health, type Impact, type Instant, worstOf } from '../../parsers/model.ts'
import type { ComponentReading, IncidentReading, MaintenanceReading, UpdateReading, VendorReading } from '../../data/store/readings.ts'
import { toPlainText, webAddress } from '../http/sanitize.ts'

/**
 * Any vendor in the shape of Statuspage's v2 interface, for the clients that exist. That vocabulary has no word for
 * "unknown", and every client takes its best word for good: what is unknown is sent as the mildest word that is not
 * good (`minor`, `degraded_performance`), with a description that begins with "Unknown", and the truth in the member
 * `statuswire` beside it, which such clients pass over.
 */

type Entry = IncidentReading | MaintenanceReading

const indicators: Readonly<Record<Health, string>> = {
  operational: 'none',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
  under_maintenance: 'maintenance',
  unknown: 'minor',
}

const descriptions: Readonly<Record<Health, string>> = {
  operational: 'All Systems Operational',
  degraded_performance: 'Minor Service Outage',
  partial_outage: 'Partial System Outage',
  major_outage: 'Major Service Outage',
  under_maintenance: 'Service Under Maintenance',
  unknown: 'Unknown',
}

export function pageShape(vendor: VendorReading): object {
  return { id: vendor.id, name: vendor.name, url: vendor.pages[0]?.url ?? vendor.homepage, time_zone: 'Etc/UTC', updated_at: vendor.readAt }
}

export function statusShape({ health, native, trust, trustReason, lastHealth, lastHealthAt }: VendorReading): object {
  const reason = trustReason ?? 'the page tells no overall status'
  return {
    indicator: indicators[health],
    description: health === 'unknown' ? `Unknown: ${reason}` : (native ?? descriptions[health]),
    statuswire: { health, trust, trustReason, lastHealth, lastHealthAt },
  }
}

const statuses: Readonly<Record<Health, string>> = {
  operational: 'operational',
  degraded_performance: 'degraded_performance',
  partial_outage: 'partial_outage',
  major_outage: 'major_outage',
  under_maintenance: 'under_maintenance',
  unknown: 'degraded_performance',
}

/** Page order, each group before the first of what it holds. */
export function componentShapes(components: readonly ComponentReading[]): readonly object[] {
  const members = Map.groupBy(components, groupId)
  const written = new Set<string>()
  return components.flatMap((component) => {
    const group = groupId(component)
    const shape = componentShape(component, components.indexOf(component) + 1, group)
    if (group === null || written.has(group)) return [shape]
    written.add(group)
    return [groupShape(group, members.get(group) ?? [component], components.indexOf(component) + 1), shape]
  })
}

/** Groups have no id of their own here: their path on their page is one. */
function groupId({ pageId, path }: ComponentReading): string | null {
  return path.length === 0 ? null : hash('sha1', [pageId, ...path].join('\u0000')).slice(0, 20)
}

function componentShape(
  { id, vendorId, name, health, trust, description, changedAt }: ComponentReading,
  position: number,
  group: string | null,
): object {
  return {
    id,
    name,
    status: statuses[health],
    created_at: null,
    updated_at: changedAt,
    position,
    description,
    showcase: false,
    start_date: null,
    group_id: group,
    page_id: vendorId,
    group: false,
    only_show_if_degraded: false,
    statuswire: { health, trust },
  }
}

function groupShape(id: string, members: readonly ComponentReading[], position: number): object {
  const health = worstOf(members.map((member) => member.health))
  const name = members[0]?.path.join(' / ') ?? ''
  return {
    id,
    name,
    status: statuses[health],
    created_at: null,
    updated_at: null,
    position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: members[0]?.vendorId,
    group: true,
    only_show_if_degraded: false,
    components: members.map((member) => member.id),
  }
}

/** How components stand now, by id. */
export type HealthNow = ReadonlyMap<string, Health>

/** Affected components as the entry names them; their status is how they stand now, where they are still listed. */
function affectedShapes(entry: Entry, now: HealthNow): readonly object[] {
  return entry.components.map(({ id, name, health }) => ({
    id: id ?? name,
    name,
    status: statuses[now.get(id ?? '') ?? health ?? 'unknown'],
    page_id: entry.vendorId,
    group: false,
  }))
}

function updateShapes(entry: Entry, fallback: string): readonly object[] {
  return entry.updates.toReversed().map((update) => ({
    id: update.id,
    incident_id: entry.id,
    status: entryStatus(update.phase, fallback),
    body: toPlainText(update.body, update.format),
    created_at: update.postedAt,
    display_at: update.postedAt,
    updated_at: update.editedAt ?? update.postedAt,
  }))
}

function entryStatus(phase: string | null, fallback: string): string {
  return phase === null || phase === 'unknown' ? fallback : phase === 'cancelled' ? 'completed' : phase
}

const impactWords: Readonly<Record<Impact, string>> = {
  none: 'none',
  minor: 'minor',
  major: 'major',
  critical: 'critical',
  unknown: 'minor',
}

function lastPosted(updates: readonly UpdateReading[]): Instant | null {
  return updates.at(-1)?.postedAt ?? null
}

function entryShape(entry: Entry, now: HealthNow, status: string, fallback: string): object {
  return {
    id: entry.id,
    name: entry.title,
    status,
    created_at: entry.firstPostedAt,
    updated_at: entry.updatedAt ?? lastPosted(entry.updates),
    monitoring_at: entry.updates.find((update) => update.phase === 'monitoring')?.postedAt ?? null,
    shortlink: webAddress(entry.url),
    started_at: entry.startedAt ?? entry.firstPostedAt,
    page_id: entry.vendorId,
    incident_updates: updateShapes(entry, fallback),
    components: affectedShapes(entry, now),
  }
}

/** Open without a phase is at its beginning; gone from the list of open ones is over, at a time that nobody told. */
export function incidentShape(incident: IncidentReading, now: HealthNow): object {
  const { phase, open, resolvedAt, impact } = incident
  const status = open ? entryStatus(phase, 'investigating') : phase === 'postmortem' ? 'postmortem' : 'resolved'
  return { ...entryShape(incident, now, status, 'investigating'), resolved_at: resolvedAt, impact: impactWords[impact ?? 'unknown'] }
}

export function maintenanceShape(maintenance: MaintenanceReading, now: HealthNow): object {
  const { phase, open, scheduledFor, scheduledUntil } = maintenance
  const status = open ? entryStatus(phase, 'scheduled') : 'completed'
  return {
    ...entryShape(maintenance, now, status, 'scheduled'),
    resolved_at: null,
    impact: 'maintenance',
    scheduled_for: scheduledFor,
    scheduled_until: scheduledUntil,
  }
}
