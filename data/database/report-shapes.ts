import type {
  ReportMentionTable,
  ReportPostTable,
  ReportReadingTable,
  ReportSectionTable,
  ReportTable,
  ReportTimelineEntryTable,
  ReportWindowEvidenceTable,
  ReportWindowTable,
} from './report-tables.ts'
import { rowShape } from './rows.ts'

/** Every column of the tables of reports; what was read from a version is written once, after the old rows were taken out. */

export const reportShape = rowShape<ReportTable>()(
  'report',
  [
    ...(['incident_id', 'digest', 'vendor_id', 'kind', 'update_id', 'url', 'title', 'body', 'format', 'plain', 'published_at'] as const),
    ...(['dated_at', 'posts', 'seen_from', 'seen_until'] as const),
  ],
  { key: ['incident_id', 'digest'] },
)

export const reportReadingShape = rowShape<ReportReadingTable>()(
  'report_reading',
  [
    ...(['incident_id', 'digest', 'reader', 'genre', 'parts', 'title', 'cause_category', 'cause_sentence', 'cause_from'] as const),
    ...(['cause_to', 'affected_share_percent', 'share_sentence', 'share_from', 'share_to'] as const),
  ],
  {},
)

export const reportSectionShape = rowShape<ReportSectionTable>()(
  'report_section',
  ['incident_id', 'digest', 'position', 'name', 'heading', 'text', 'from_offset', 'to_offset'],
  {},
)

export const reportWindowShape = rowShape<ReportWindowTable>()(
  'report_window',
  ['incident_id', 'digest', 'position', 'start_at', 'end_at', 'role', 'certainty', 'zone'],
  {},
)

export const reportWindowEvidenceShape = rowShape<ReportWindowEvidenceTable>()(
  'report_window_evidence',
  ['incident_id', 'digest', 'window_position', 'position', 'sentence', 'from_offset', 'to_offset'],
  {},
)

export const reportTimelineEntryShape = rowShape<ReportTimelineEntryTable>()(
  'report_timeline_entry',
  ['incident_id', 'digest', 'position', 'at', 'stated', 'text', 'zone', 'from_offset', 'to_offset'],
  {},
)

export const reportMentionShape = rowShape<ReportMentionTable>()(
  'report_mention',
  ['incident_id', 'digest', 'kind', 'position', 'name', 'sentence', 'from_offset', 'to_offset'],
  {},
)

export const reportPostShape = rowShape<ReportPostTable>()(
  'report_post',
  ['incident_id', 'digest', 'position', 'at', 'label', 'from_offset'],
  {},
)
