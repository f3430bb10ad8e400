import { z } from 'zod'
import { Instant } from '../parsers/model.ts'
import { readIncidentReport } from '../parsers/report/index.ts'
import type { Evidence, IncidentReport, Named } from '../parsers/report/model.ts'
import { plainOf } from '../parsers/report/plain.ts'
import type {
  ReportMentionTable,
  ReportPostTable,
  ReportReadingTable,
  ReportSectionTable,
  ReportTable,
  ReportTimelineEntryTable,
  ReportWindowEvidenceTable,
  ReportWindowTable,
} from './database/report-tables.ts'

/** What the reader of reports finds in a stored text, as rows. Pure: the same text and page give the same rows. */

/** To be raised with every change of parsers/report that reads something else: `reparse` then brings stored rows up to it. */
export const readerVersion = 1

/** What is known of the page that the text belongs to. */
export interface ReportPage {
  readonly timeZone: string | null
  readonly components: readonly string[]
}

export interface ReportRows {
  readonly reading: ReportReadingTable
  readonly sections: readonly ReportSectionTable[]
  readonly windows: readonly ReportWindowTable[]
  readonly windowEvidence: readonly ReportWindowEvidenceTable[]
  readonly timeline: readonly ReportTimelineEntryTable[]
  readonly mentions: readonly ReportMentionTable[]
  readonly posts: readonly ReportPostTable[]
}

/** More of each than any real report has: a text made to be long does not fill the store. */
const most = { sections: 200, windows: 200, evidence: 20, timeline: 2_000, mentions: 200, posts: 500 }

type Key = Pick<ReportTable, 'incident_id' | 'digest'>

/** The plain text of a body in markup, for the search and for excerpts; null where it can be read as it is. */
export function plainTextOf({ body, format }: Pick<ReportTable, 'body' | 'format'>): string | null {
  // The reader of reports keeps bold type as markdown has it.
  return format === 'html' ? plainOf(body, format).text.replaceAll('**', '') : null
}

const Posts = z.array(Instant)

export function reportRows(row: ReportTable, page: ReportPage): ReportRows {
  const report = readIncidentReport(
    {
      body: row.body,
      format: row.format,
      ...(row.url === null ? {} : { url: row.url }),
      ...(row.published_at === null ? {} : { publishedAt: row.published_at }),
    },
    {
      postedAt: Posts.parse(JSON.parse(row.posts)),
      components: page.components,
      ...(page.timeZone === null ? {} : { pageZone: page.timeZone }),
    },
  )
  const key = { incident_id: row.incident_id, digest: row.digest }
  const windows = report.windows.slice(0, most.windows)
  return {
    reading: { ...key, ...readingOf(report) },
    sections: report.sections
      .slice(0, most.sections)
      .map(({ name, heading, text, from, to }, position) => ({ ...key, position, name, heading, text, from_offset: from, to_offset: to })),
    windows: windows.map(({ start, end, role, certainty, zone }, position) => ({
      ...key,
      position,
      start_at: start,
      end_at: end,
      role,
      certainty,
      zone,
    })),
    windowEvidence: windows.flatMap(({ evidence }, window) =>
      evidence.slice(0, most.evidence).map((said, position) => ({ ...key, window_position: window, position, ...sentenceOf(said) })),
    ),
    timeline: report.timeline.slice(0, most.timeline).map(({ at, stated, text, zone, from, to }, position) => ({
      ...key,
      position,
      at,
      stated,
      text,
      zone,
      from_offset: from,
      to_offset: to,
    })),
    mentions: [
      ...mentions(report.affectedComponents, 'component', key),
      ...mentions(thirdPartiesIn(report, row.vendor_id), 'third_party', key),
    ],
    posts: report.posts.slice(0, most.posts).map(({ at, label, from }, position) => ({ ...key, position, at, label, from_offset: from })),
  }
}

function readingOf(report: IncidentReport): Omit<ReportReadingTable, keyof Key> {
  const { causeEvidence: cause, affectedShareEvidence: share } = report
  return {
    reader: readerVersion,
    genre: report.genre,
    parts: report.incidents.length,
    title: report.title,
    cause_category: report.causeCategory,
    cause_sentence: cause?.text ?? null,
    cause_from: cause?.from ?? null,
    cause_to: cause?.to ?? null,
    affected_share_percent: report.affectedSharePercent,
    share_sentence: share?.text ?? null,
    share_from: share?.from ?? null,
    share_to: share?.to ?? null,
  }
}

/** A vendor that names itself names no third party: "AWS" on the page of "amazon-web-services-aws". */
function thirdPartiesIn({ thirdParties }: IncidentReport, vendorId: string): readonly Named[] {
  const own = new Set(vendorId.split('-'))
  return thirdParties.filter(({ name }) => !wordsOf(name).every((word) => own.has(word)))
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[a-z0-9]+/gu) ?? ['']
}

function sentenceOf({ text, from, to }: Evidence): { sentence: string; from_offset: number; to_offset: number } {
  return { sentence: text, from_offset: from, to_offset: to }
}

function mentions(named: readonly Named[], kind: ReportMentionTable['kind'], key: Key): ReportMentionTable[] {
  return named.slice(0, most.mentions).map(({ name, evidence }, position) => ({ ...key, kind, position, name, ...sentenceOf(evidence) }))
}
