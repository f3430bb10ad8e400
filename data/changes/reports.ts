import type { ReportText } from '../../parsers/model.ts'
import type { ReportTable } from '../database/schema.ts'
import { contentDigest } from '../identity.ts'
import { type Moment, note, sighted, superseded, type Writes } from './moment.ts'

interface Owner {
  readonly id: string
  readonly title: string
  readonly lastTold: Moment['at']
  readonly present: boolean
  readonly backfilled: boolean
}

/**
 * Compares the report texts of an incident. The same report in another markup (a page beside an interface) is kept as
 * well, and is neither published anew nor an edit.
 */
export function diffReports(
  told: readonly ReportText[],
  stored: readonly ReportTable[],
  owner: Owner,
  moment: Moment,
  writes: Writes,
): void {
  for (const report of told) {
    const content = {
      url: report.url ?? null,
      title: report.title ?? null,
      body: report.body,
      format: report.format,
      published_at: report.publishedAt ?? null,
    }
    const fresh: ReportTable = { incident_id: owner.id, digest: contentDigest(content), ...content, seen_from: moment.at, seen_until: null }
    const known = stored.find((row) => row.digest === fresh.digest)
    const present = stored.filter((row) => row.seen_until === null && row.format === fresh.format)
    const seen = sighted(known, fresh, moment.at, owner.present)
    if (seen) writes.reports.push(seen)
    if (!owner.present || present.some((row) => row.digest === fresh.digest)) continue
    writes.reports.push(...superseded(present, fresh.digest, owner.lastTold))
    const subject = { kind: 'incident', id: owner.id, title: owner.title } as const
    const after = { body: report.body, format: report.format, publishedAt: content.published_at }
    const edited = present.find((row) => row.body !== report.body)
    if (edited)
      note(moment, 'report_edited', subject, {
        before: { body: edited.body, format: edited.format, publishedAt: edited.published_at },
        after,
      })
    else if (stored.length === 0) note(moment, 'report_published', subject, { after, backfilled: owner.backfilled })
  }
}
