import type { Health, Impact, Instant, Phase } from '../../parsers/model.ts'

/** The tables of incidents and of maintenances: the same columns under names of their own. */

/** Writer: crawler. Incidents and maintenances have tables of their own and the same columns. */
export interface EntryTable {
  id: string
  page_id: string
  vendor_id: string
  native_id: string
  title: string
  url: string | null
  impact: Impact | null
  native_impact: string | null
  phase: Phase | null
  native_phase: string | null
  started_at: Instant | null
  resolved_at: Instant | null
  created_at: Instant | null
  updated_at: Instant | null
  date_precision: 'day' | null
  scheduled_for: Instant | null
  scheduled_until: Instant | null
  first_posted_at: Instant | null
  /** Open, and gone from a list that holds every open one: closed as of this poll, by inference. */
  closed_seen_at: Instant | null
  removed_at: Instant | null
  /** 1: told by the newest list that could hold it. */
  listed: 0 | 1
  /** Place in the page's own list of past ones, higher = nearer to its top; null where no such list told it. */
  list_order: number | null
  /** Last reading that told it, where `listed` is 0; else a lower bound. */
  seen_at: Instant
  first_seen_at: Instant
  /** 1 while neither closed by phase nor by absence nor removed. */
  is_open: 0 | 1
  /** Newest first is the order of this. */
  sort_at: Instant
  digest: string
}

/** Writer: crawler. Each distinct state of an entry; `seen_until` is null for the present one. */
export interface EntryVersionTable {
  entry_id: string
  digest: string
  title: string
  impact: Impact | null
  native_impact: string | null
  phase: Phase | null
  native_phase: string | null
  started_at: Instant | null
  resolved_at: Instant | null
  scheduled_for: Instant | null
  scheduled_until: Instant | null
  /** The component set as JSON: `[{nativeId?, name, health?}]`, or null where it was not told. */
  components: string | null
  seen_from: Instant
  seen_until: Instant | null
}

/** Writer: crawler. The present component set of an entry. */
export interface EntryComponentTable {
  entry_id: string
  position: number
  native_id: string | null
  name: string
  health: Health | null
}

/** Writer: crawler. */
export interface UpdateTable {
  id: string
  entry_id: string
  native_id: string | null
  phase: Phase | null
  native: string | null
  body: string
  format: 'text' | 'markdown' | 'html'
  posted_at: Instant | null
  /** As JSON: `[{nativeId?, name, health?}]`. */
  components: string | null
  position: number
  first_seen_at: Instant
  seen_at: Instant
  removed_at: Instant | null
  digest: string
}

/** Writer: crawler. Each distinct text, label and stamp of an update; `seen_until` is null for the present one. */
export interface UpdateVersionTable {
  update_id: string
  digest: string
  phase: Phase | null
  native: string | null
  body: string
  format: 'text' | 'markdown' | 'html'
  posted_at: Instant | null
  seen_from: Instant
  seen_until: Instant | null
}
