import type { Instant } from '../../parsers/model.ts'
import type { CauseCategory, ReportGenre, ReportTime, ReportWindow, SectionName } from '../../parsers/report/model.ts'

/** The tables of incident reports: the texts, every version, and what was read from each. Writer of all: crawler. */

/** `report`: published as one. `update`: a closing update, an article or the like that is one in all but name. */
export type ReportKind = 'report' | 'update'

/** A version of a text. The digest is its identity within the incident; the same text has the same rows in every database. */
export interface ReportTable {
  incident_id: string
  digest: string
  vendor_id: string
  kind: ReportKind
  /** The update whose text it is, where `kind` is `update`. */
  update_id: string | null
  url: string | null
  title: string | null
  body: string
  format: 'text' | 'markdown' | 'html'
  /** The plain text of an HTML body, for the search. */
  plain: string | null
  published_at: Instant | null
  /** The publication, else the nearest moment known to it: the order of lists. */
  dated_at: Instant
  /** Stamps of the incident's posts as the first reading of this version told them, as JSON: they date what the text leaves open. */
  posts: string
  seen_from: Instant
  seen_until: Instant | null
}

/** What a version states as a whole. */
export interface ReportReadingTable {
  incident_id: string
  digest: string
  /** Which version of the reader found this. */
  reader: number
  genre: ReportGenre
  /** How many incidents the text tells, where it tells several; else 0. */
  parts: number
  title: string | null
  cause_category: CauseCategory
  cause_sentence: string | null
  cause_from: number | null
  cause_to: number | null
  affected_share_percent: number | null
  share_sentence: string | null
  share_from: number | null
  share_to: number | null
}

interface Placed {
  incident_id: string
  digest: string
  position: number
}

/** Offsets are UTF-16 units in the body. */
export interface ReportSectionTable extends Placed {
  name: SectionName
  heading: string
  text: string
  from_offset: number
  to_offset: number
}

export interface ReportWindowTable extends Placed {
  start_at: ReportTime | null
  end_at: ReportTime | null
  role: ReportWindow['role']
  certainty: ReportWindow['certainty']
  zone: string | null
}

export interface ReportWindowEvidenceTable extends Placed {
  /** Position of the window. */
  window_position: number
  sentence: string
  from_offset: number
  to_offset: number
}

export interface ReportTimelineEntryTable extends Placed {
  at: ReportTime | null
  stated: string
  text: string
  zone: string | null
  from_offset: number
  to_offset: number
}

/** Components of the page and third parties that the text names. */
export interface ReportMentionTable extends Placed {
  kind: 'component' | 'third_party'
  name: string
  sentence: string
  from_offset: number
  to_offset: number
}

/** Posts that the text itself carries, by their stamps. */
export interface ReportPostTable extends Placed {
  at: Instant
  label: string | null
  from_offset: number
}

/** The tables whose rows belong to one version and are replaced with it. */
export const reportParts = [
  'report_reading',
  'report_section',
  'report_window',
  'report_window_evidence',
  'report_timeline_entry',
  'report_mention',
  'report_post',
] as const
