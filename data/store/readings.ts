import type { Authority, Health, Impact, IncidentPhase, Instant, MaintenancePhase, Phase, Trust } from '../../parsers/model.ts'
import type { ChangeKind, SubjectKind } from '../database/schema.ts'

/**
 * What the store answers: the shapes of the public API (every field camelCase, absent = null). Health is already
 * guarded here: `operational` appears only while the reading is fresh, else `unknown` with the last statement beside it.
 */
export interface Doubt {
  readonly kind: string
  readonly since: Instant
  readonly text: string
}

interface Reading {
  readonly health: Health
  readonly native: string | null
  readonly lastHealth: Health | null
  readonly lastHealthAt: Instant | null
  readonly trust: Trust
  /** In plain words without a time ("answers 503", "never read"); null while nothing is wrong. */
  readonly trustReason: string | null
  readonly doubts: readonly Doubt[]
  /** Last poll of any outcome; last good reading; last difference. */
  readonly checkedAt: Instant | null
  readonly readAt: Instant | null
  readonly changedAt: Instant | null
}

export interface PageReading extends Reading {
  readonly id: string
  readonly vendorId: string
  readonly url: string
  readonly platform: string | null
  readonly authority: Authority | null
  readonly sourceUpdatedAt: Instant | null
  /** When this reading goes stale if no poll succeeds; null where it is not fresh. Bounds every max-age. */
  readonly freshUntil: Instant | null
}

export interface VendorReading extends Reading {
  readonly id: string
  readonly name: string
  readonly homepage: string | null
  readonly category: string | null
  /** Incidents whose phase is neither resolved nor postmortem and that are not closed by absence. */
  readonly openIncidents: number
  /** Green on a page or badge: `operational`, fresh, and no open incident whose impact is above `none`. */
  readonly green: boolean
  readonly pages: readonly PageReading[]
}

export interface ComponentReading {
  readonly id: string
  readonly vendorId: string
  readonly pageId: string
  readonly nativeId: string
  readonly name: string
  /** Names of the groups above it, outermost first. */
  readonly path: readonly string[]
  readonly health: Health
  readonly native: string
  readonly description: string | null
  readonly trust: Trust
  readonly changedAt: Instant
}

export interface UpdateReading {
  readonly id: string
  readonly phase: Phase | null
  readonly native: string | null
  readonly body: string
  readonly format: 'text' | 'markdown' | 'html'
  readonly postedAt: Instant | null
  /** When an edit of it was last seen; null where it never was. */
  readonly editedAt: Instant | null
  /** How many versions of it were seen; 1 = never edited. */
  readonly revisions: number
}

export interface AffectedReading {
  /** Public id of the component, where the page lists it. */
  readonly id: string | null
  readonly name: string
  readonly health: Health | null
}

interface EntryReading {
  readonly id: string
  readonly vendorId: string
  readonly nativeId: string
  readonly title: string
  readonly url: string | null
  readonly nativePhase: string | null
  readonly closedSeenAt: Instant | null
  readonly removedAt: Instant | null
  readonly firstPostedAt: Instant | null
  readonly updatedAt: Instant | null
  readonly open: boolean
  readonly doubts: readonly Doubt[]
  readonly components: readonly AffectedReading[]
  /** Oldest first, the postmortem included. */
  readonly updates: readonly UpdateReading[]
}

export interface ReportReading {
  readonly url: string | null
  readonly title: string | null
  readonly body: string
  readonly format: 'text' | 'markdown' | 'html'
  readonly publishedAt: Instant | null
}

export interface IncidentReading extends EntryReading {
  readonly impact: Impact | null
  readonly nativeImpact: string | null
  readonly phase: IncidentPhase | null
  readonly startedAt: Instant | null
  readonly resolvedAt: Instant | null
  readonly report: ReportReading | null
}

export interface MaintenanceReading extends EntryReading {
  readonly phase: MaintenancePhase | null
  readonly startedAt: Instant | null
  readonly scheduledFor: Instant | null
  readonly scheduledUntil: Instant | null
}

/** One version of an entry or of one of its updates; `seenUntil` is null for the present one. */
export interface RevisionReading {
  readonly subject: 'incident' | 'maintenance' | 'update'
  readonly updateId: string | null
  readonly seenFrom: Instant
  readonly seenUntil: Instant | null
  readonly title: string | null
  readonly impact: Impact | null
  readonly phase: Phase | null
  readonly native: string | null
  readonly startedAt: Instant | null
  readonly resolvedAt: Instant | null
  readonly scheduledFor: Instant | null
  readonly scheduledUntil: Instant | null
  readonly components: readonly { readonly nativeId?: string; readonly name: string; readonly health?: Health }[] | null
  readonly body: string | null
  readonly format: 'text' | 'markdown' | 'html' | null
  readonly postedAt: Instant | null
}

export interface ChangeReading {
  /** Monotonic cursor of this database. */
  readonly cursor: number
  /** Stable over a rebuilt database. */
  readonly id: string
  readonly kind: ChangeKind
  readonly vendorId: string
  readonly vendorName: string
  readonly pageId: string
  readonly subject: SubjectKind
  readonly subjectId: string
  readonly updateId: string | null
  readonly title: string
  readonly before: unknown
  readonly after: unknown
  readonly observedAt: Instant
  readonly backfilled: boolean
}
