import {
  type AffectedComponent,
  type Extent,
  type Impact,
  type Instant,
  isClosed,
  type Phase,
  type ReportText,
  type Update,
} from '../../parsers/model.ts'
import type { EntryKind, EntryTable } from '../database/schema.ts'
import { contentDigest, publicId } from '../identity.ts'
import { affectedOf, componentRows, isNamedBetter, sameComponents, sortKey, versionOf } from './entry-rows.ts'
import { noteOpened, noteTransitions } from './transitions.ts'
import { type EntryState, lastTold, type Moment, sighted, superseded, type Writes } from './moment.ts'
import { absentAfter, type Aspect, isStale, missed } from './absence.ts'
import { adopted, isReused, retire } from './identity-shift.ts'
import { type Listing, placeList } from './listing.ts'
import { diffTexts, markUpdates } from './reports.ts'
import { diffUpdates, goneBetween } from './updates.ts'

/** What an incident and a maintenance have in common, and what only one of them has. */
export interface ToldEntry {
  readonly nativeId: string
  readonly title: string
  readonly url?: string
  readonly impact?: Impact
  readonly nativeImpact?: string
  readonly phase?: Phase
  readonly nativePhase?: string
  readonly startedAt?: Instant
  readonly resolvedAt?: Instant
  readonly createdAt?: Instant
  readonly updatedAt?: Instant
  readonly datePrecision?: 'day'
  readonly scheduledFor?: Instant
  readonly scheduledUntil?: Instant
  readonly components?: readonly AffectedComponent[]
  readonly updates?: readonly Update[]
  readonly reports?: readonly ReportText[]
}

/** Digest by which an entry that says what it said before is passed over without loading its details. */
export function toldDigest(told: ToldEntry): string {
  return contentDigest(told)
}

export function isUntouched(row: EntryTable, digest: string, kind: EntryKind, moment: Pick<Moment, 'at' | 'page'>): boolean {
  return row.digest === digest && row.listed === 1 && moment.at >= lastTold(row, kind, moment.page)
}

/** Compares one kind of entries with the stored ones: `states` holds the told, the listed and the open ones. */
export function diffEntries(
  kind: EntryKind,
  extent: Extent,
  toldEntries: readonly ToldEntry[],
  states: ReadonlyMap<string, EntryState>,
  moment: Moment,
  writes: Writes,
): void {
  const { page } = moment
  const openAt = kind === 'incident' ? page.incidents_open_at : page.maintenances_open_at
  const listAt = kind === 'incident' ? page.incidents_list_at : page.maintenances_list_at
  const aspect: Aspect = {
    kind,
    extent,
    staleForOpen: openAt !== null && moment.at < openAt,
    staleForClosed: listAt !== null && moment.at < listAt,
    listing: listingOf(extent, listAt !== null && moment.at < listAt, toldEntries, states),
  }
  const seen = new Set<string>()
  const toldIds = new Set(toldEntries.map(({ nativeId }) => nativeId))
  for (const told of toldEntries) {
    const state = states.get(told.nativeId) ?? adopted(told, toldIds, states, moment)
    const key = state?.row.id ?? told.nativeId
    if (seen.has(key)) continue
    seen.add(key)
    if (state && isReused(told, state, kind, moment)) {
      retire(state.row, kind, moment, writes)
      firstSight(told, aspect, moment, writes, state.row)
    } else if (state?.detail) revisit(told, state.row, state.detail, aspect, moment, writes)
    else if (state) replace(state.row, told, aspect, writes)
    else firstSight(told, aspect, moment, writes)
  }
  if (extent === 'none') return
  for (const { row, detail } of states.values()) {
    if (seen.has(row.id)) continue
    const next = missed(row, aspect, moment)
    if (next !== row) writes[kind].entries.push(next)
    if (detail && moment.at < lastTold(row, kind, page)) writes[kind].updates.push(...goneBetween(detail.updates, moment.at))
  }
}

const noListing: Listing = { orders: new Map(), lowestUnmoved: Infinity }

/** Only the newest reading of a list of past entries says where each stands in it. */
function listingOf(extent: Extent, stale: boolean, told: readonly ToldEntry[], states: ReadonlyMap<string, EntryState>): Listing {
  return extent === 'recent' && !stale
    ? placeList(
        told.map((entry) => ({ nativeId: entry.nativeId, digest: toldDigest(entry) })),
        states,
      )
    : noListing
}

/** An entry that says what it said before, and may stand in another place of the list. */
function replace(row: EntryTable, told: ToldEntry, { kind, listing }: Aspect, writes: Writes): void {
  const order = listing.orders.get(told.nativeId)
  if (order !== undefined && order !== row.list_order) writes[kind].entries.push({ ...row, list_order: order })
}

/** `before` is the entry that had this native id until now, where the vendor uses it anew. */
function firstSight(told: ToldEntry, aspect: Aspect, moment: Moment, writes: Writes, before?: EntryTable): void {
  const { page } = moment
  const id = publicId(page.vendor_id, page.key, aspect.kind, told.nativeId, ...(before ? [moment.at] : []))
  if (before) {
    const text = `The vendor used the id of "${before.title}" (${before.id}) for this`
    writes.doubts.push({ subject_id: id, kind: 'reused_id', since: moment.at, text })
  }
  const blank: EntryTable = {
    id,
    page_id: page.id,
    vendor_id: page.vendor_id,
    native_id: told.nativeId,
    title: told.title,
    url: null,
    impact: null,
    native_impact: null,
    phase: null,
    native_phase: null,
    started_at: null,
    resolved_at: null,
    created_at: null,
    updated_at: null,
    date_precision: null,
    scheduled_for: null,
    scheduled_until: null,
    first_posted_at: null,
    closed_seen_at: null,
    removed_at: null,
    listed: 0,
    list_order: null,
    seen_at: moment.at,
    first_seen_at: moment.at,
    is_open: 0,
    sort_at: moment.at,
    digest: toldDigest(told),
  }
  const row = taken(told, blank, aspect, moment)
  const closedAlready = isClosed(row.phase)
  const into = writes[aspect.kind]
  noteOpened(aspect.kind, row, moment)
  if (told.components) into.components.set(id, componentRows(id, told.components))
  const owner = { kind: aspect.kind, id, title: row.title, lastTold: moment.at, present: true, goneAt: null, backfilled: closedAlready }
  const mark = markUpdates(into)
  row.first_posted_at = told.updates ? diffUpdates(told.updates, [], owner, moment, into) : null
  row.sort_at = sortKey(row)
  into.versions.push(versionOf(row, told.components, moment.at))
  into.entries.push(row)
  if (aspect.kind === 'incident') diffTexts(told, [], mark, owner, moment, writes)
}

function revisit(
  told: ToldEntry,
  row: EntryTable,
  detail: NonNullable<EntryState['detail']>,
  aspect: Aspect,
  moment: Moment,
  writes: Writes,
): void {
  const { kind } = aspect
  const toldLast = lastTold(row, kind, moment.page)
  const present = moment.at >= toldLast
  const into = writes[kind]
  const toldBefore = detail.versions.some((known) => known.seen_until === null && known.components !== null)
  const affected = told.components ?? (toldBefore ? affectedOf(detail.components) : undefined)
  const owner = {
    kind,
    id: row.id,
    title: told.title,
    lastTold: toldLast,
    present,
    goneAt: row.closed_seen_at ?? row.removed_at,
    backfilled: false,
  }
  const mark = markUpdates(into)
  if (!present) {
    const version = versionOf(taken(told, row, aspect, moment), affected, moment.at)
    const older = sighted(
      detail.versions.find((known) => known.digest === version.digest),
      version,
      moment.at,
      false,
    )
    if (older) into.versions.push(older)
    if (told.updates) diffUpdates(told.updates, detail.updates, owner, moment, into)
    if (kind === 'incident') diffTexts(told, detail.reports, mark, owner, moment, writes)
    if (moment.at < row.first_seen_at) {
      const seenEarlier = { ...row, first_seen_at: moment.at }
      into.entries.push({ ...seenEarlier, sort_at: sortKey(seenEarlier) })
    }
    return
  }
  const next = taken(told, row, aspect, moment)
  const firstPosted = told.updates ? diffUpdates(told.updates, detail.updates, owner, moment, into) : row.first_posted_at
  next.first_posted_at = firstPosted
  next.sort_at = sortKey(next)
  next.digest = toldDigest(told)
  const version = versionOf(next, affected, moment.at)
  if (!detail.versions.some((known) => known.digest === version.digest && known.seen_until === null)) {
    into.versions.push(...superseded(detail.versions, version.digest, toldLast))
  }
  const seen = sighted(
    detail.versions.find((known) => known.digest === version.digest),
    version,
    moment.at,
    true,
  )
  if (seen) into.versions.push(seen)
  const changedSet = told.components && !sameComponents(told.components, detail.components) ? told.components : undefined
  const kept = changedSet ?? (isNamedBetter(told.components, detail.components) ? told.components : undefined)
  if (kept) into.components.set(row.id, componentRows(row.id, kept))
  noteTransitions(kind, row, next, changedSet && toldBefore ? { before: detail.components, after: changedSet } : undefined, moment)
  into.entries.push(next)
  if (kind === 'incident') diffTexts(told, detail.reports, mark, owner, moment, writes)
}

/** The row as this reading tells it; what it does not tell stays. */
function taken(told: ToldEntry, row: EntryTable, aspect: Aspect, moment: Moment): EntryTable {
  const phase = told.phase ?? row.phase
  const closed = isClosed(phase)
  const stale = isStale(aspect, !closed)
  const listed = aspect.extent === 'none' ? row.listed : stale ? 0 : 1
  const absent = stale && !closed ? absentAfter(aspect.kind, moment) : undefined
  const next: EntryTable = {
    ...row,
    title: told.title,
    url: told.url ?? row.url,
    impact: told.impact ?? row.impact,
    native_impact: told.nativeImpact ?? row.native_impact,
    phase,
    native_phase: told.nativePhase ?? row.native_phase,
    started_at: told.startedAt ?? row.started_at,
    resolved_at: told.resolvedAt ?? (closed ? row.resolved_at : null),
    created_at: told.createdAt ?? row.created_at,
    updated_at: told.updatedAt ?? row.updated_at,
    date_precision: told.datePrecision ?? row.date_precision,
    scheduled_for: told.scheduledFor ?? row.scheduled_for,
    scheduled_until: told.scheduledUntil ?? row.scheduled_until,
    closed_seen_at: absent?.extent === 'open' ? absent.at : null,
    removed_at: absent?.extent === 'full' ? absent.at : null,
    listed,
    list_order: aspect.listing.orders.get(told.nativeId) ?? row.list_order,
    seen_at: moment.at,
  }
  // A phase that nobody told is open only while a list of present entries holds it: history pages give none.
  const openByPhase = phase === null ? listed === 1 : !closed
  next.is_open = openByPhase && next.closed_seen_at === null && next.removed_at === null ? 1 : 0
  return next
}
