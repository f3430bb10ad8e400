import type { Insertable } from 'kysely'
import type { Extent, Instant } from '../../parsers/model.ts'
import type {
  ChangeKind,
  ChangeTable,
  ComponentTable,
  DoubtTable,
  EntryComponentTable,
  EntryKind,
  EntryTable,
  EntryVersionTable,
  PageTable,
  ReportTable,
  SubjectKind,
  UpdateTable,
  UpdateVersionTable,
} from '../database/schema.ts'
import { publicId } from '../identity.ts'

/** When a good poll was, and what it told: all that is kept of it besides its effects. */
export interface PollTime {
  readonly at: Instant
  readonly components: Extent
  readonly incidents: Extent
  readonly maintenances: Extent
}

/** Which kinds a reading told every open one of, whatever its lists of past ones hold. */
export type OpenListed = Readonly<Record<EntryKind, boolean>>

export const noneListed: OpenListed = { incident: false, maintenance: false }

/** One reading on its way into the store. */
export interface Moment {
  readonly at: Instant
  readonly page: PageTable
  /** Older than the newest poll of the same source: adds versions, but no change rows and no present state. */
  readonly late: boolean
  readonly openListed: OpenListed
  /** Another source of the page than the last one: what it leaves out may only be left out by it. */
  readonly otherSource: boolean
  /** The page has moved to another platform: its entries have other ids now. */
  readonly migrated: boolean
  /** From a page's first reading or a backfill. */
  readonly backfilled: boolean
  /** The good polls of this page, oldest first; only asked for where the reading is older than another. */
  readonly polls: readonly PollTime[]
  readonly changes: Insertable<ChangeTable>[]
}

export interface UpdateState {
  readonly row: UpdateTable
  readonly versions: readonly UpdateVersionTable[]
}

/** What the store holds of one entry; `detail` is loaded only where the reading may differ. */
export interface EntryState {
  readonly row: EntryTable
  readonly detail?: {
    readonly components: readonly EntryComponentTable[]
    readonly versions: readonly EntryVersionTable[]
    readonly updates: readonly UpdateState[]
    readonly reports: readonly ReportTable[]
  }
}

export interface EntryWrites {
  /** Entries whose native id belongs to another now: written before that one. */
  readonly retired: EntryTable[]
  readonly entries: EntryTable[]
  readonly versions: EntryVersionTable[]
  /** Replaces the whole set of each entry named. */
  readonly components: Map<string, readonly EntryComponentTable[]>
  readonly updates: UpdateTable[]
  readonly updateVersions: UpdateVersionTable[]
  /** Versions of another source that are said better now: taken out before the others are written. */
  readonly poorerVersions: UpdateVersionTable[]
}

/** Whole rows to be inserted or replaced by their keys. */
export interface Writes {
  readonly components: ComponentTable[]
  readonly incident: EntryWrites
  readonly maintenance: EntryWrites
  readonly reports: ReportTable[]
  /** Versions of reports whose text is to be read; `again`: it was read before, with less known around it. */
  readonly unreadReports: { readonly row: ReportTable; readonly again: boolean }[]
  readonly removedReports: Pick<ReportTable, 'incident_id' | 'digest'>[]
  readonly doubts: DoubtTable[]
  readonly settledDoubts: { readonly subjectId: string; readonly kind: DoubtTable['kind'] }[]
}

function entryWrites(): EntryWrites {
  return { retired: [], entries: [], versions: [], components: new Map(), updates: [], updateVersions: [], poorerVersions: [] }
}

export function emptyWrites(): Writes {
  return {
    components: [],
    incident: entryWrites(),
    maintenance: entryWrites(),
    reports: [],
    unreadReports: [],
    removedReports: [],
    doubts: [],
    settledDoubts: [],
  }
}

interface Subject {
  readonly kind: SubjectKind
  readonly id: string
  readonly title: string
  readonly updateId?: string
}

/** Writes down a transition, unless the reading is late. `before` and `after` are JSON values. */
export function note(
  moment: Moment,
  kind: ChangeKind,
  subject: Subject,
  values: { before?: unknown; after?: unknown; backfilled?: boolean },
): void {
  if (moment.late) return
  const before = values.before === undefined ? null : JSON.stringify(values.before)
  const after = values.after === undefined ? null : JSON.stringify(values.after)
  moment.changes.push({
    key: publicId(subject.id, subject.updateId ?? '', kind, moment.at, before ?? '', after ?? ''),
    kind,
    vendor_id: moment.page.vendor_id,
    page_id: moment.page.id,
    subject_kind: subject.kind,
    subject_id: subject.id,
    update_id: subject.updateId ?? null,
    title: subject.title,
    before,
    after,
    observed_at: moment.at,
    backfilled: moment.backfilled || values.backfilled === true ? 1 : 0,
  })
}

export function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}

export function later(a: Instant, b: Instant | null): Instant {
  return b !== null && b > a ? b : a
}

/** When the store's last word on an entry was said: lists confirm what they hold without a write for each. */
export function lastTold(row: EntryTable, kind: EntryKind, page: PageTable): Instant {
  if (row.listed === 0) return row.seen_at
  const openAt = kind === 'incident' ? page.incidents_open_at : page.maintenances_open_at
  const listAt = kind === 'incident' ? page.incidents_list_at : page.maintenances_list_at
  return later(row.seen_at, row.is_open === 1 ? openAt : listAt)
}

interface Seen {
  readonly digest: string
  readonly seen_from: Instant
  readonly seen_until: Instant | null
}

/**
 * Versions are distinct values with the first and last time each was seen: that is the same for any order and
 * repetition of the same readings. Adds a sighting at `at`; `present` = it is the newest, so nothing ends it yet.
 */
export function sighted<V extends Seen>(known: V | undefined, fresh: V, at: Instant, present: boolean): V | undefined {
  if (!known) return { ...fresh, seen_from: at, seen_until: present ? null : at }
  const seenFrom = earlier(known.seen_from, at)
  const seenUntil = present || known.seen_until === null ? null : later(at, known.seen_until)
  return seenFrom === known.seen_from && seenUntil === known.seen_until
    ? undefined
    : { ...known, seen_from: seenFrom, seen_until: seenUntil }
}

/** Ends the present version at the last time it was told. */
export function superseded<V extends Seen>(versions: readonly V[], except: string, lastAt: Instant): V[] {
  return versions
    .filter((version) => version.seen_until === null && version.digest !== except)
    .map((version) => ({ ...version, seen_until: later(version.seen_from, lastAt) }))
}
