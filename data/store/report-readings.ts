import type { Impact, Instant } from '../../parsers/model.ts'
import type { CauseCategory, ReportGenre, ReportTime, SectionName } from '../../parsers/report/model.ts'
import type { ReportKind } from '../database/report-tables.ts'
import type { ReportFigures } from '../report-figures.ts'
import type { HonestyFigures } from '../report-honesty.ts'

/**
 * What the store answers about incident reports, by these reads of `Reader`: `incidentReports(ids)` (by incident id),
 * `reports(filter)`, `honesty(vendorId)`. Offsets are UTF-16 units in `body`.
 */

/** The sentence that a fact was read from, and where it stands. */
export interface EvidenceReading {
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface ReportWindowReading {
  /** `--MM-DDTHH:MMZ` where the year is not known; null where the text does not state this end. */
  readonly start: ReportTime | null
  readonly end: ReportTime | null
  readonly role: 'main' | 'sub'
  readonly certainty: 'exact' | 'approximate' | 'inferred-date'
  /** The zone as the text names it. */
  readonly zone: string | null
  readonly evidence: readonly EvidenceReading[]
}

export interface ReportSectionReading {
  readonly name: SectionName
  /** The vendor's own heading. */
  readonly heading: string
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface ReportTimelineReading {
  /** Null where only a wall clock is known. */
  readonly at: ReportTime | null
  /** The time as it stands in the text. */
  readonly stated: string
  readonly text: string
  readonly zone: string | null
  readonly from: number
  readonly to: number
}

export interface ReportMentionReading {
  readonly name: string
  readonly evidence: EvidenceReading
}

/** What the newest text of a report states; the same fields in lists and in an incident. */
export interface ReportFacts {
  readonly incidentId: string
  readonly kind: ReportKind
  readonly url: string | null
  readonly title: string | null
  readonly publishedAt: Instant | null
  readonly genre: ReportGenre
  readonly causeCategory: CauseCategory
  readonly causeEvidence: EvidenceReading | null
  readonly affectedSharePercent: number | null
  readonly affectedShareEvidence: EvidenceReading | null
  /** The page's own components that the text names. */
  readonly affectedComponents: readonly ReportMentionReading[]
  readonly thirdParties: readonly ReportMentionReading[]
  /** The main one first. */
  readonly windows: readonly ReportWindowReading[]
  /** Reckoned from the stated windows and the stamps of the incident's posts as they stand now. */
  readonly figures: ReportFigures
}

/** One version of the text, oldest first in lists; `seenUntil` is null while it stands. */
export interface ReportVersionReading {
  readonly digest: string
  readonly kind: ReportKind
  readonly title: string | null
  readonly body: string
  readonly format: 'text' | 'markdown' | 'html'
  readonly publishedAt: Instant | null
  readonly seenFrom: Instant
  readonly seenUntil: Instant | null
}

/** The report of an incident with everything. */
export interface IncidentReportReading extends ReportFacts {
  /** Which of `versions` is shown. */
  readonly digest: string
  readonly body: string
  readonly format: 'text' | 'markdown' | 'html'
  readonly sections: readonly ReportSectionReading[]
  readonly timeline: readonly ReportTimelineReading[]
  /** Every text of this incident that is a report, the one shown among them. */
  readonly versions: readonly ReportVersionReading[]
}

/** One row of the list of reports across vendors. */
export interface ReportListing extends ReportFacts {
  readonly vendorId: string
  readonly vendorName: string
  readonly incidentTitle: string
  readonly impact: Impact | null
  readonly startedAt: Instant | null
  readonly resolvedAt: Instant | null
  /** The publication, or the nearest moment known to it: the order of the list. */
  readonly datedAt: Instant
  /** The beginning of the text, in plain words. */
  readonly excerpt: string
}

/** Which reports, newest first. Lists mean "any of these"; what is absent does not restrict. */
export interface ReportFilter {
  readonly vendors?: readonly string[]
  readonly causes?: readonly CauseCategory[]
  /** Names as `thirdParties` gives them, in any case. */
  readonly thirdParties?: readonly string[]
  /** By `datedAt`: from `since` on, before `until`. */
  readonly since?: Instant
  readonly until?: Instant
  /** Every word occurs in the report, in its title or in the incident's. */
  readonly query?: string
  readonly limit?: number
  readonly cursor?: string
}

/** How much of what a vendor states itself its page had shown. */
export interface HonestyReading extends HonestyFigures {
  readonly vendorId: string
  /** Incidents of the vendor that have a report, with figures or without. */
  readonly reports: number
}
