import { z } from 'zod'
import { Instant } from '../model.ts'

/** What the prose of an incident report states. Nothing here is guessed: what the text does not say is null or empty. */

/** A moment whose year the text leaves open: `--07-14T15:17Z`. */
const YearlessTime = z.string().regex(/^--\d{2}-\d{2}T\d{2}:\d{2}Z$/u)

export const ReportTime = z.union([Instant, YearlessTime])
export type ReportTime = z.infer<typeof ReportTime>

/** The sentence that a field was read from, and where it stands in the given text (offsets in UTF-16 units). */
export const Evidence = z.strictObject({ text: z.string(), from: z.int().nonnegative(), to: z.int().nonnegative() })
export type Evidence = Readonly<z.infer<typeof Evidence>>

const sectionNames = [
  'summary',
  'leadup',
  'impact',
  'detection',
  'root_cause',
  'resolution',
  'corrective_actions',
  'timeline',
  'lessons',
] as const
export const SectionName = z.enum(sectionNames)
export type SectionName = z.infer<typeof SectionName>

const causeCategories = [
  'config-change',
  'deploy',
  'database',
  'network',
  'dns',
  'capacity',
  'third-party',
  'hardware',
  'certificate',
  'security',
  'maintenance',
  'power',
  'software-bug',
  'unknown',
] as const
export const CauseCategory = z.enum(causeCategories)
export type CauseCategory = z.infer<typeof CauseCategory>

/** A labelled part of the report, under the vendor's own heading. One heading may name two: "Root cause and resolution". */
const ReportSection = z.strictObject({
  name: SectionName,
  heading: z.string(),
  text: z.string(),
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
})
export type ReportSection = Readonly<z.infer<typeof ReportSection>>

/**
 * A span of impact. `exact`: both ends are stated in full. `inferred-date`: the clock is stated, the day or year comes from
 * a stamp, the title or the address. `approximate`: the text says so itself, or an end was computed from a duration or read
 * from the timeline. `sub` is part of another window or concerns one component alone.
 */
export const ReportWindow = z.strictObject({
  start: ReportTime.nullable(),
  end: ReportTime.nullable(),
  role: z.enum(['main', 'sub']),
  certainty: z.enum(['exact', 'approximate', 'inferred-date']),
  /** The zone as the text names it. */
  zone: z.string().nullable(),
  evidence: z.array(Evidence).readonly(),
})
export type ReportWindow = Readonly<z.infer<typeof ReportWindow>>

const ReportTimelineEntry = z.strictObject({
  /** Null where only a wall clock is known. */
  at: ReportTime.nullable(),
  /** The time as it stands in the text. */
  stated: z.string(),
  text: z.string(),
  zone: z.string().nullable(),
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
})
export type ReportTimelineEntry = Readonly<z.infer<typeof ReportTimelineEntry>>

const Named = z.strictObject({ name: z.string(), evidence: Evidence })
export type Named = Readonly<z.infer<typeof Named>>

/** One public post that the text itself carries, by its stamp. */
const ReportPost = z.strictObject({ at: Instant, label: z.string().nullable(), from: z.int().nonnegative() })
export type ReportPost = Readonly<z.infer<typeof ReportPost>>

/** What a text is; only `incident` has windows. */
export const ReportGenre = z.enum(['incident', 'template', 'guide', 'example'])
export type ReportGenre = z.infer<typeof ReportGenre>

const facts = {
  title: z.string().nullable(),
  genre: ReportGenre,
  sections: z.array(ReportSection).readonly(),
  /** The main one first. */
  windows: z.array(ReportWindow).readonly(),
  timeline: z.array(ReportTimelineEntry).readonly(),
  affectedComponents: z.array(Named).readonly(),
  affectedSharePercent: z.number().min(0).max(100).nullable(),
  affectedShareEvidence: Evidence.nullable(),
  causeCategory: CauseCategory,
  causeEvidence: Evidence.nullable(),
  thirdParties: z.array(Named).readonly(),
  posts: z.array(ReportPost).readonly(),
}

/** One incident of a page that tells several. */
export const ReportPart = z.strictObject({ ...facts, from: z.int().nonnegative(), to: z.int().nonnegative() })
export type ReportPart = Readonly<z.infer<typeof ReportPart>>

/** `incidents` holds the parts of a page that tells several; the page's own fields then hold what is true of all. */
export const IncidentReport = z.strictObject({ ...facts, incidents: z.array(ReportPart).readonly() })
export type IncidentReport = Readonly<z.infer<typeof IncidentReport>>

/** What is known of a text from elsewhere. */
export interface ReportContext {
  readonly url?: string
  /** The name of the file that the text came in: it often holds the day. */
  readonly name?: string
  readonly publishedAt?: Instant
  /** When the posts of the incident were published, where the text does not carry its own stamps. */
  readonly postedAt?: readonly Instant[]
  /** The IANA zone that the page shows its times in. */
  readonly pageZone?: string
  /** The page's own component names. */
  readonly components?: readonly string[]
}
