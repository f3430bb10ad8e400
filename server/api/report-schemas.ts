import { z } from 'zod'
import type { FigureReason, ReportFigures } from '../../data/report-figures.ts'
import { honestyRule } from '../../data/report-honesty.ts'
import type * as readings from '../../data/store/report-readings.ts'
import { Impact, Instant } from '../../parsers/model.ts'
import { CauseCategory, ReportGenre, ReportTime, SectionName } from '../../parsers/report/model.ts'

/** Incident reports as the interface answers them, beside schemas.ts. */

const at = Instant.nullable()
const text = z.string().nullable()
const seconds = z.number().int()
const offset = z.number().int().nonnegative()
const Format = z.enum(['text', 'markdown', 'html'])
const Kind = z.enum(['report', 'update']).meta({
  description: '`update`: a closing update, an article or the like that is a report in all but name.',
})
const time = ReportTime.nullable().meta({
  description: 'An instant, or `--MM-DDTHH:MMZ` where the text leaves the year open; null where it does not say.',
})

export const Evidence = z.strictObject({ text: z.string(), from: offset, to: offset }).meta({
  description: 'The sentence that a fact was read from; offsets are UTF-16 units in `body`.',
}) satisfies z.ZodType<readings.EvidenceReading>

export const ReportWindow = z.strictObject({
  start: time,
  end: time,
  role: z.enum(['main', 'sub']),
  certainty: z.enum(['exact', 'approximate', 'inferred-date']),
  zone: text.meta({ description: 'As the text names it.' }),
  evidence: z.array(Evidence),
}) satisfies z.ZodType<readings.ReportWindowReading>

const Section = z.strictObject({
  name: SectionName,
  heading: z.string().meta({ description: "The vendor's own." }),
  text: z.string(),
  from: offset,
  to: offset,
}) satisfies z.ZodType<readings.ReportSectionReading>

const TimelineEntry = z.strictObject({
  at: time,
  stated: z.string().meta({ description: 'The time as it stands in the text.' }),
  text: z.string(),
  zone: text,
  from: offset,
  to: offset,
}) satisfies z.ZodType<readings.ReportTimelineReading>

const Mention = z.strictObject({ name: z.string(), evidence: Evidence }) satisfies z.ZodType<readings.ReportMentionReading>

/** Each reason once, checked to be all that there are. */
const reasons = {
  no_window: 'no_window',
  several_incidents: 'several_incidents',
  no_start: 'no_start',
  no_end: 'no_end',
  no_year: 'no_year',
  reversed_window: 'reversed_window',
  no_posts: 'no_posts',
  vague_stamps: 'vague_stamps',
  posted_before_start: 'posted_before_start',
  posted_long_after: 'posted_long_after',
  posted_at_once_after_end: 'posted_at_once_after_end',
  resolved_at_once: 'resolved_at_once',
  not_resolved: 'not_resolved',
} as const satisfies { readonly [Reason in FigureReason]: Reason }

export const Figures = z.strictObject({
  reportLagSeconds: seconds.nullable().meta({ description: 'From the stated start of the main window to the first public post.' }),
  statedDowntimeSeconds: seconds.nullable().meta({ description: 'The union of the stated windows.' }),
  postedDowntimeSeconds: seconds.nullable().meta({ description: 'From the first post to the one that says resolved.' }),
  reason: z.enum(reasons).nullable().meta({ description: 'Why figures are null; null where none is.' }),
}) satisfies z.ZodType<ReportFigures>

const facts = {
  incidentId: z.string(),
  kind: Kind,
  url: text,
  title: text,
  publishedAt: at,
  genre: ReportGenre.meta({ description: 'Only an `incident` has windows.' }),
  causeCategory: CauseCategory,
  causeEvidence: Evidence.nullable(),
  affectedSharePercent: z.number().min(0).max(100).nullable(),
  affectedShareEvidence: Evidence.nullable(),
  affectedComponents: z.array(Mention).meta({ description: "The page's own components that the text names." }),
  thirdParties: z.array(Mention),
  windows: z.array(ReportWindow).meta({ description: 'The main one first.' }),
  figures: Figures,
}

const Version = z.strictObject({
  digest: z.string(),
  kind: Kind,
  title: text,
  body: z.string(),
  format: Format,
  publishedAt: at,
  seenFrom: Instant,
  seenUntil: at.meta({ description: 'Null while it stands.' }),
}) satisfies z.ZodType<readings.ReportVersionReading>

export const Report = z.strictObject({
  ...facts,
  digest: z.string().meta({ description: 'Which of `versions` this is.' }),
  body: z.string(),
  format: Format,
  sections: z.array(Section),
  timeline: z.array(TimelineEntry),
  versions: z.array(Version).meta({ description: 'Every text of the incident that is a report, oldest first.' }),
}) satisfies z.ZodType<readings.IncidentReportReading>

export const ReportListing = z.strictObject({
  ...facts,
  vendorId: z.string(),
  vendorName: z.string(),
  incidentTitle: z.string(),
  impact: Impact.nullable(),
  startedAt: at,
  resolvedAt: at,
  datedAt: Instant.meta({ description: 'The publication, or the nearest moment known to it: the order of the list.' }),
  excerpt: z.string(),
}) satisfies z.ZodType<readings.ReportListing>

export const Honesty = z.strictObject({
  vendorId: z.string(),
  reports: z.number().int().meta({ description: 'Incidents that have a report, with figures or without.' }),
  lag: z.strictObject({
    reports: z.number().int().meta({ description: 'Those with a lag that can be derived.' }),
    medianSeconds: seconds.nullable().meta({ description: 'By nearest rank.' }),
    p90Seconds: seconds.nullable(),
  }),
  downtime: z.strictObject({
    reports: z.number().int().meta({ description: 'Those of which both the stated and the posted downtime can be derived.' }),
    statedSeconds: seconds,
    postedSeconds: seconds,
    hiddenSeconds: seconds.meta({ description: 'Of each report what was stated beyond what was posted, added up.' }),
  }),
  grade: z
    .strictObject({ grade: z.enum(['A', 'B', 'C', 'D', 'E']), text: z.string() })
    .nullable()
    .meta({ description: `Null with fewer than ${honestyRule.leastReports} reports that have a lag.` }),
  rule: z.string().meta({ description: 'How the grade is given.' }),
}) satisfies z.ZodType<readings.HonestyReading>
