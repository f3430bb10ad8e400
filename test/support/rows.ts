import type { Insertable } from 'kysely'
import type * as tables from '../../data/database/schema.ts'
import { Instant } from '../../parsers/model.ts'

/** Rows as the crawler would have written them: a test names only what it is about. */

/** The moment at which tests read; a page of `page()` was read half a minute before. */
export const now = at('2026-03-01T12:00:00.000Z')
export const readAt = at('2026-03-01T11:59:30.000Z')
export const hourAgo = at('2026-03-01T11:00:00.000Z')

/** "2026-03-01T12:00:00Z", with or without milliseconds. */
export function at(text: string): Instant {
  return Instant.parse(new Date(text).toISOString())
}

export function secondsAfter(from: Instant, seconds: number): Instant {
  return at(new Date(Date.parse(from) + seconds * 1000).toISOString())
}

export function vendor(id: string, row: Partial<tables.VendorTable> = {}): tables.VendorTable {
  return { id, name: id, homepage: `https://${id}.example`, category: 'developer', position: 0, watched: 1, origin: 'list', ...row }
}

/** A page of the vendor, operational and fresh. */
export function page(vendorId: string, row: Partial<tables.PageTable> = {}): tables.PageTable {
  return {
    id: `${vendorId}-page`,
    vendor_id: vendorId,
    key: 'page',
    url: `https://status.${vendorId}.example`,
    position: 0,
    watched: 1,
    platform: 'statuspage',
    params: '{}',
    settings: null,
    own_interval_seconds: null,
    authority: 'api',
    native_id: null,
    name: vendorId,
    time_zone: null,
    health: 'operational',
    native: 'All Systems Operational',
    health_at: readAt,
    checked_at: readAt,
    read_at: readAt,
    first_read_at: hourAgo,
    changed_at: hourAgo,
    source_updated_at: null,
    components_at: readAt,
    incidents_open_at: readAt,
    incidents_list_at: readAt,
    maintenances_open_at: readAt,
    maintenances_list_at: readAt,
    content_digest: null,
    components_digest: null,
    lists_read_at: readAt,
    observed_from: hourAgo,
    interval_seconds: 120,
    next_due_at: secondsAfter(readAt, 120),
    failures: 0,
    failing_since: null,
    failure_kind: null,
    failure_detail: null,
    understood: 1,
    suspect_since: null,
    suspect_digest: null,
    ...row,
  }
}

export const neverRead: Partial<tables.PageTable> = {
  platform: null,
  authority: null,
  name: null,
  health: null,
  native: null,
  health_at: null,
  checked_at: null,
  read_at: null,
  first_read_at: null,
  changed_at: null,
  components_at: null,
  next_due_at: null,
}

export function component(pageId: string, id: string, row: Partial<tables.ComponentTable> = {}): tables.ComponentTable {
  return {
    id,
    page_id: pageId,
    native_id: `native-${id}`,
    parent_id: null,
    position: 0,
    is_group: 0,
    name: id,
    health: 'operational',
    native: 'operational',
    description: null,
    first_seen_at: hourAgo,
    seen_at: hourAgo,
    changed_at: hourAgo,
    missing_polls: 0,
    removed_at: null,
    ...row,
  }
}

/** An open incident of the vendor's one page. */
export function incident(vendorId: string, id: string, row: Partial<tables.EntryTable> = {}): tables.EntryTable {
  const startedAt = row.started_at ?? hourAgo
  return {
    id,
    page_id: `${vendorId}-page`,
    vendor_id: vendorId,
    native_id: `native-${id}`,
    title: `Incident ${id}`,
    url: `https://status.${vendorId}.example/incidents/${id}`,
    impact: 'minor',
    native_impact: 'minor',
    phase: 'investigating',
    native_phase: 'investigating',
    started_at: startedAt,
    resolved_at: null,
    created_at: startedAt,
    updated_at: startedAt,
    date_precision: null,
    scheduled_for: null,
    scheduled_until: null,
    first_posted_at: startedAt,
    closed_seen_at: null,
    removed_at: null,
    listed: 1,
    list_order: null,
    seen_at: readAt,
    first_seen_at: startedAt,
    is_open: 1,
    sort_at: startedAt,
    digest: id,
    ...row,
  }
}

export const resolved = { phase: 'resolved', native_phase: 'resolved', is_open: 0, resolved_at: readAt } as const

/** A maintenance that is still to come. */
export function maintenance(vendorId: string, id: string, row: Partial<tables.EntryTable> = {}): tables.EntryTable {
  const start = row.scheduled_for === undefined ? at('2026-03-02T02:00:00Z') : row.scheduled_for
  return incident(vendorId, id, {
    title: `Maintenance ${id}`,
    impact: null,
    native_impact: null,
    phase: 'scheduled',
    native_phase: 'scheduled',
    scheduled_for: start,
    scheduled_until: start && secondsAfter(start, 7_200),
    sort_at: start ?? hourAgo,
    ...row,
  })
}

export function update(entryId: string, id: string, row: Partial<tables.UpdateTable> = {}): tables.UpdateTable {
  return {
    id,
    entry_id: entryId,
    native_id: null,
    phase: 'investigating',
    native: 'Investigating',
    body: `Text of ${id}`,
    format: 'text',
    posted_at: hourAgo,
    components: null,
    position: 0,
    first_seen_at: hourAgo,
    seen_at: hourAgo,
    removed_at: null,
    digest: id,
    ...row,
  }
}

export function updateVersion(updateId: string, digest: string, row: Partial<tables.UpdateVersionTable> = {}): tables.UpdateVersionTable {
  return {
    update_id: updateId,
    digest,
    phase: 'investigating',
    native: 'Investigating',
    body: `Text of ${updateId}`,
    format: 'text',
    posted_at: hourAgo,
    seen_from: hourAgo,
    seen_until: null,
    ...row,
  }
}

export function entryVersion(entryId: string, digest: string, row: Partial<tables.EntryVersionTable> = {}): tables.EntryVersionTable {
  return {
    entry_id: entryId,
    digest,
    title: `Incident ${entryId}`,
    impact: 'minor',
    native_impact: 'minor',
    phase: 'investigating',
    native_phase: 'investigating',
    started_at: hourAgo,
    resolved_at: null,
    scheduled_for: null,
    scheduled_until: null,
    components: null,
    seen_from: hourAgo,
    seen_until: null,
    ...row,
  }
}

export function affected(entryId: string, position: number, row: Partial<tables.EntryComponentTable> = {}): tables.EntryComponentTable {
  return { entry_id: entryId, position, native_id: null, name: `Component ${position}`, health: null, ...row }
}

export function report(incidentId: string, row: Partial<tables.ReportTable> = {}): tables.ReportTable {
  return {
    incident_id: incidentId,
    digest: 'r1',
    vendor_id: 'v',
    kind: 'report',
    update_id: null,
    url: null,
    title: null,
    body: 'What went wrong',
    format: 'text',
    plain: null,
    published_at: hourAgo,
    dated_at: hourAgo,
    posts: '[]',
    seen_from: hourAgo,
    seen_until: null,
    ...row,
  }
}

export function doubt(subjectId: string, row: Partial<tables.DoubtTable> = {}): tables.DoubtTable {
  return { subject_id: subjectId, kind: 'contradiction', since: hourAgo, text: 'The page contradicts itself', ...row }
}

export function poll(pageId: string, row: Partial<Omit<tables.PollTable, 'id'>> = {}): Insertable<tables.PollTable> {
  return {
    page_id: pageId,
    observed_at: readAt,
    outcome: 'unchanged',
    kind: null,
    detail: null,
    digest: '=',
    components: 'full',
    incidents: 'recent',
    maintenances: 'recent',
    bytes: 0,
    duration_milliseconds: 1,
    recorded_at: readAt,
    ...row,
  }
}

/** `before` and `after` are values, as the API shows them. */
export function change(
  vendorId: string,
  key: string,
  {
    before,
    after,
    ...row
  }: Partial<Omit<tables.ChangeTable, 'id' | 'before' | 'after'>> & { readonly before?: unknown; readonly after?: unknown } = {},
): Insertable<tables.ChangeTable> {
  return {
    key,
    kind: 'incident_opened',
    vendor_id: vendorId,
    page_id: `${vendorId}-page`,
    subject_kind: 'incident',
    subject_id: 'i1',
    update_id: null,
    title: 'Incident i1',
    before: before === undefined ? null : JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
    observed_at: readAt,
    backfilled: 0,
    ...row,
  }
}
