import { z } from 'zod'
import { Authority, Health, Impact, IncidentPhase, Instant, MaintenancePhase, Phase, trusts } from '../../parsers/model.ts'
import { changeKinds } from '../../data/database/schema.ts'
import type * as numbers from '../../data/incident-numbers.ts'
import type * as readings from '../../data/store/readings.ts'
import { Evidence, Figures, Honesty, Report, ReportListing, ReportWindow } from './report-schemas.ts'

/** What the interface answers, as zod schemas: the OpenAPI document is made of them, and the tests hold answers to them. */

const at = Instant.nullable()
const text = z.string().nullable()
const Trust = z.enum(trusts)
const Format = z.enum(['text', 'markdown', 'html'])

const Doubt = z.strictObject({ kind: z.string(), since: Instant, text: z.string() })

const reading = {
  health: Health.meta({ description: '`operational` only while the reading is fresh; else `unknown`, with the last statement beside it.' }),
  native: text.meta({ description: "The vendor's own word." }),
  lastHealth: Health.nullable(),
  lastHealthAt: at,
  trust: Trust,
  trustReason: text,
  doubts: z.array(Doubt),
  checkedAt: at.meta({ description: 'Last poll of any outcome.' }),
  readAt: at.meta({ description: 'Last good reading.' }),
  changedAt: at,
}

const Page = z.strictObject({
  id: z.string(),
  vendorId: z.string(),
  url: z.string(),
  platform: text,
  authority: Authority.nullable(),
  ...reading,
  sourceUpdatedAt: at,
  freshUntil: at.meta({ description: 'When the reading goes stale unless a poll succeeds before.' }),
}) satisfies z.ZodType<readings.PageReading>

export const Vendor = z.strictObject({
  id: z.string(),
  name: z.string(),
  homepage: text,
  category: text,
  ...reading,
  openIncidents: z.number().int(),
  green: z.boolean().meta({ description: '`operational`, fresh, and no open incident with an impact above `none`.' }),
  pages: z.array(Page),
}) satisfies z.ZodType<readings.VendorReading>

export const Component = z.strictObject({
  id: z.string(),
  vendorId: z.string(),
  pageId: z.string(),
  nativeId: z.string(),
  name: z.string(),
  path: z.array(z.string()).meta({ description: 'Names of the groups above it, outermost first.' }),
  health: Health,
  native: z.string(),
  description: text,
  trust: Trust,
  changedAt: Instant,
}) satisfies z.ZodType<readings.ComponentReading>

const Update = z.strictObject({
  id: z.string(),
  phase: Phase.nullable(),
  native: text,
  body: z.string(),
  format: Format,
  postedAt: at,
  editedAt: at.meta({ description: 'When an edit of it was last seen; null where it never was.' }),
  revisions: z.number().int().meta({ description: 'How many versions of it were seen; 1 = never edited.' }),
}) satisfies z.ZodType<readings.UpdateReading>

const entry = {
  id: z.string(),
  vendorId: z.string(),
  nativeId: z.string(),
  title: z.string(),
  url: text,
  nativePhase: text,
  startedAt: at,
  closedSeenAt: at.meta({ description: 'When it was gone from a list that holds every open one, while nobody had said that it was over.' }),
  removedAt: at.meta({ description: 'When it was gone from a list that holds every one.' }),
  firstPostedAt: at,
  updatedAt: at,
  open: z.boolean(),
  doubts: z.array(Doubt),
  components: z.array(z.strictObject({ id: text, name: z.string(), health: Health.nullable() })),
  updates: z.array(Update).meta({ description: 'Oldest first, the postmortem included.' }),
}

export const Incident = z.strictObject({
  ...entry,
  impact: Impact.nullable(),
  nativeImpact: text,
  phase: IncidentPhase.nullable(),
  resolvedAt: at,
  report: Report.nullable(),
}) satisfies z.ZodType<readings.IncidentReading>

export const Maintenance = z.strictObject({
  ...entry,
  phase: MaintenancePhase.nullable(),
  scheduledFor: at,
  scheduledUntil: at,
}) satisfies z.ZodType<readings.MaintenanceReading>

const Revision = z.strictObject({
  subject: z.enum(['incident', 'maintenance', 'update']),
  updateId: text,
  seenFrom: Instant,
  seenUntil: at.meta({ description: 'Null for the present version.' }),
  title: text,
  impact: Impact.nullable(),
  phase: Phase.nullable(),
  native: text,
  startedAt: at,
  resolvedAt: at,
  scheduledFor: at,
  scheduledUntil: at,
  components: z
    .array(z.strictObject({ nativeId: z.string().exactOptional(), name: z.string(), health: Health.exactOptional() }))
    .nullable(),
  body: text,
  format: Format.nullable(),
  postedAt: at,
}) satisfies z.ZodType<readings.RevisionReading>

export const Change = z.strictObject({
  cursor: z.number().int().meta({ description: 'Grows with each change; what `after` and `Last-Event-ID` take.' }),
  id: z.string().meta({ description: 'Stable over a rebuilt database.' }),
  kind: z.enum(changeKinds),
  vendorId: z.string(),
  vendorName: z.string(),
  pageId: z.string(),
  subject: z.enum(['page', 'component', 'incident', 'maintenance']),
  subjectId: z.string(),
  updateId: text,
  title: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  words: z.string().meta({ description: 'What changed, in one plain sentence.' }),
  direction: z.enum(['raised', 'lowered']).nullable().meta({ description: 'Of an impact; null where one of the two is not known.' }),
  addsCause: z.boolean().nullable().meta({
    description: 'Whether an edit adds words that name a cause ("caused by", "due to", …), in English; null for what is no edit.',
  }),
  observedAt: Instant,
  backfilled: z.boolean().meta({ description: "From a page's first reading or a backfill." }),
}) satisfies z.ZodType<readings.ChangeReading>

const seconds = z.number().int()
const uptimeShare = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .meta({ description: 'Of the observed time without maintenance, the share that was up, rounded down; null where nothing was observed.' })
const coverage = z.number().min(0).max(1).meta({ description: 'The share of the time that was observed; the rest is neither up nor down.' })

const uptime = {
  seconds,
  observedSeconds: seconds.meta({ description: 'While the page was read without a gap and said something that is known.' }),
  operationalSeconds: seconds,
  degradedSeconds: seconds.meta({ description: 'Degraded performance: counts as up, and is told apart here.' }),
  downSeconds: seconds.meta({ description: 'Partial or major outage.' }),
  maintenanceSeconds: seconds.meta({ description: 'Counts as neither up nor down.' }),
  uptime: uptimeShare,
  coverage,
}

const PeriodUptime = z.strictObject({ days: z.number().int().meta({ description: 'Days of 24 hours until now.' }), ...uptime })

const DayUptime = z.strictObject({
  date: z.string().meta({ description: 'In UTC.' }),
  worst: Health.meta({ description: 'The worst that was said; `unknown` where nothing was.' }),
  ...uptime,
})

const ComponentHistory = z.strictObject({
  id: z.string(),
  name: z.string(),
  path: z.array(z.string()),
  periods: z.array(PeriodUptime),
  daily: z
    .strictObject({ worst: z.array(Health), uptime: z.array(uptimeShare), coverage: z.array(coverage) })
    .meta({ description: 'As columns: one value for each day of the `daily` of the vendor.' }),
})

const Mean = z.strictObject({
  meanSeconds: z.number().int().nullable(),
  incidents: z.number().int().meta({ description: 'How many it is the mean of.' }),
})

const IncidentNumbers = z.strictObject({
  count: z.number().int().meta({ description: 'Incidents that began in the time, removed ones included.' }),
  byImpact: z.record(Impact, z.number().int()),
  postedDowntimeSeconds: seconds.meta({
    description:
      'From the first post of each incident to the last that is no postmortem, those without impact left out; overlaps count once.',
  }),
  postedDowntime: Mean,
  timeToAcknowledge: Mean.meta({
    description: 'From the stated start to the first post, of those that state a start of their own: a minute earlier or more.',
  }),
  timeToResolve: Mean.meta({ description: 'From the stated start, or else the first post, until it was resolved.' }),
}) satisfies z.ZodType<numbers.IncidentNumbers>

const History = z.strictObject({
  vendorId: z.string(),
  days: z.number().int(),
  from: Instant,
  until: Instant,
  periods: z.array(PeriodUptime).meta({ description: 'Of the vendor as a whole, by the health that its pages state for themselves.' }),
  daily: z.array(DayUptime).meta({ description: 'Days in UTC, oldest first; the last is today.' }),
  incidents: IncidentNumbers,
  components: z.array(ComponentHistory).meta({ description: 'In page order.' }),
})

const Problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().exactOptional(),
  parameter: z.string().exactOptional().meta({ description: 'The query parameter that is at fault.' }),
})

/** By the names that the OpenAPI document gives them. */
export const named = {
  Doubt,
  Page,
  Vendor,
  Component,
  Update,
  Evidence,
  Figures,
  ReportWindow,
  Report,
  ReportListing,
  Honesty,
  Incident,
  Maintenance,
  Revision,
  Change,
  PeriodUptime,
  DayUptime,
  ComponentHistory,
  IncidentNumbers,
  History,
  Problem,
} as const
export type SchemaName = keyof typeof named
