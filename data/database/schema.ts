import type { Generated } from 'kysely'
import type { Authority, Extent, Health, Instant } from '../../parsers/model.ts'
import type { ChangeKind } from './change-kinds.ts'
import type { EntryComponentTable, EntryTable, EntryVersionTable, UpdateTable, UpdateVersionTable } from './entry-tables.ts'
import type * as reports from './report-tables.ts'

/**
 * The tables, as both databases hold them. Booleans are 0 or 1, instants 24 characters, JSON text only for native
 * material that no query looks into. Each table names its one writer.
 */
export type Flag = 0 | 1
export type EntryKind = 'incident' | 'maintenance'
export type SubjectKind = 'page' | 'component' | EntryKind

export { type ChangeKind, changeKinds } from './change-kinds.ts'
export type { EntryComponentTable, EntryTable, EntryVersionTable, UpdateTable, UpdateVersionTable } from './entry-tables.ts'
export type { ReportTable } from './report-tables.ts'

/** Writer: crawler. */
export interface VendorTable {
  id: string
  name: string
  homepage: string | null
  category: string | null
  /** Order of the watch list. */
  position: number
  watched: Flag
  /** `add` = put here by the command of that name and kept over restarts. */
  origin: 'list' | 'add'
}

/** Writer: crawler. One watched address, its present reading and its schedule. */
export interface PageTable {
  id: string
  vendor_id: string
  /** Given once and kept when the URL changes: public ids are made of it. */
  key: string
  url: string
  position: number
  watched: Flag
  platform: string | null
  /** The vendor row's settings, as JSON. */
  params: string
  /** Settings that the page itself told, as JSON; null where it need not. */
  settings: string | null
  /** The vendor row's own interval, in seconds. */
  own_interval_seconds: number | null
  authority: Authority | null
  native_id: string | null
  name: string | null
  time_zone: string | null
  /** The last statement about health and the vendor's word for it; never shown as `operational` unless fresh. */
  health: Health | null
  native: string | null
  health_at: Instant | null
  /** Last poll of any outcome. */
  checked_at: Instant | null
  /** Last good reading, an unchanged one included: the proof of freshness. */
  read_at: Instant | null
  first_read_at: Instant | null
  changed_at: Instant | null
  source_updated_at: Instant | null
  /** Newest good poll that told components; that told open entries; that told a list of past ones. */
  components_at: Instant | null
  incidents_open_at: Instant | null
  incidents_list_at: Instant | null
  maintenances_open_at: Instant | null
  maintenances_list_at: Instant | null
  /** Digest of what the cheap sources said; a difference asks for the lists. */
  content_digest: string | null
  components_digest: string | null
  /** When the incident lists were last read. */
  lists_read_at: Instant | null
  /** Start of the present stretch of uninterrupted observation. */
  observed_from: Instant | null
  interval_seconds: number
  next_due_at: Instant | null
  failures: number
  failing_since: Instant | null
  failure_kind: string | null
  failure_detail: string | null
  /** 0: the last answer could not be understood or was not this page, so nothing it said before is trusted. */
  understood: Flag
  /** Readings that are held back as implausible: since when, and what components they tell. */
  suspect_since: Instant | null
  suspect_digest: string | null
}

/** Writer: crawler. Validators and identity of the last good body of each source URL. */
export interface SourceStateTable {
  page_id: string
  source: string
  url: string
  etag: string | null
  last_modified: string | null
  body_hash: string
  observed_at: Instant
}

/** Writer: crawler. Every poll of the last days, good or not. */
export interface PollTable {
  id: Generated<number>
  page_id: string
  observed_at: Instant
  outcome: 'changed' | 'unchanged' | 'not_modified' | 'unreachable' | 'refused' | 'unparseable'
  kind: string | null
  detail: string | null
  /** Identity of what was read: the same (page, observed_at, digest) is never applied twice. */
  digest: string
  components: Extent
  incidents: Extent
  maintenances: Extent
  bytes: number
  duration_milliseconds: number
  recorded_at: Instant
}

/** Writer: crawler. A stretch of good polls without a gap: the time in which nothing can have happened unseen. */
export interface ObservationTable {
  page_id: string
  from_at: Instant
  until_at: Instant
  polls: number
}

/** Writer: crawler. Bodies by content; `raw_document` says where each was seen. */
export interface RawBodyTable {
  hash: string
  encoding: 'zstd' | 'identity'
  body: Uint8Array
}
export interface RawDocumentTable {
  page_id: string
  source: string
  url: string
  observed_at: Instant
  final_url: string
  status: number
  headers: string
  medium: string
  hash: string
}

/** Writer: crawler. */
export interface ComponentTable {
  id: string
  page_id: string
  native_id: string
  parent_id: string | null
  /** Page order over the whole tree. */
  position: number
  is_group: Flag
  name: string
  health: Health
  native: string
  description: string | null
  first_seen_at: Instant
  /** Last reading that told it, where it is missing now. */
  seen_at: Instant
  changed_at: Instant
  missing_polls: number
  removed_at: Instant | null
}

/** Writer: crawler. Reasons to doubt a reading; they change neither trust nor health. */
export interface DoubtTable {
  subject_id: string
  kind: 'contradiction' | 'frozen' | 'reused_id' | 'backdated' | 'unverified'
  since: Instant
  text: string
}

/** Writer: crawler. Append-only: the source of every feed, stream, notification and ETag. */
export interface ChangeTable {
  id: Generated<number>
  /** Public id, stable over a rebuilt database. */
  key: string
  kind: ChangeKind
  vendor_id: string
  page_id: string
  subject_kind: SubjectKind
  subject_id: string
  update_id: string | null
  /** The subject's name at that time, for lists. */
  title: string
  /** JSON values: what it was and what it became. */
  before: string | null
  after: string | null
  observed_at: Instant
  /** 1: from a page's first reading or a backfill, left out of feeds unless asked for. */
  backfilled: Flag
}

/** Writer: each process its own row, every few seconds: who is alive. */
export interface InstanceTable {
  id: string
  role: 'crawler' | 'server'
  started_at: Instant
  seen_at: Instant
  /** Of a crawler that has started one: name and version; how many pages it has drawn, and how often it has died. */
  browser: Generated<string | null>
  browser_pages: Generated<number | null>
  browser_crashes: Generated<number | null>
}

export interface Schema {
  vendor: VendorTable
  page: PageTable
  source_state: SourceStateTable
  poll: PollTable
  observation: ObservationTable
  raw_body: RawBodyTable
  raw_document: RawDocumentTable
  component: ComponentTable
  incident: EntryTable
  incident_version: EntryVersionTable
  incident_component: EntryComponentTable
  incident_update: UpdateTable
  incident_update_version: UpdateVersionTable
  maintenance: EntryTable
  maintenance_version: EntryVersionTable
  maintenance_component: EntryComponentTable
  maintenance_update: UpdateTable
  maintenance_update_version: UpdateVersionTable
  /** The id is the search's alone. */
  report: reports.ReportTable & { id: Generated<number> }
  report_reading: reports.ReportReadingTable
  report_section: reports.ReportSectionTable
  report_window: reports.ReportWindowTable
  report_window_evidence: reports.ReportWindowEvidenceTable
  report_timeline_entry: reports.ReportTimelineEntryTable
  report_mention: reports.ReportMentionTable
  report_post: reports.ReportPostTable
  doubt: DoubtTable
  change: ChangeTable
  instance: InstanceTable
}
