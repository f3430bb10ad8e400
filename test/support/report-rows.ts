import { plainTextOf, reportRows } from '../../data/report-rows.ts'
import type { ReportTable } from '../../data/database/schema.ts'
import type { insert } from './database.ts'

/** The rows of these reports as the crawler writes them: the texts, and what the reader finds in each. */
export function readReports(reports: readonly ReportTable[]): Parameters<typeof insert>[1] {
  const read = reports.map((row) => reportRows(row, { timeZone: 'Etc/UTC', components: ['Checkout', 'Webhooks'] }))
  return {
    report: reports.map((row) => ({ ...row, plain: plainTextOf(row) })),
    report_reading: read.map(({ reading }) => reading),
    report_section: read.flatMap(({ sections }) => sections),
    report_window: read.flatMap(({ windows }) => windows),
    report_window_evidence: read.flatMap(({ windowEvidence }) => windowEvidence),
    report_timeline_entry: read.flatMap(({ timeline }) => timeline),
    report_mention: read.flatMap(({ mentions }) => mentions),
    report_post: read.flatMap(({ posts }) => posts),
  }
}
