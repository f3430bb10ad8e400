import type { EntryKind, EntryTable } from '../database/schema.ts'
import type { ToldEntry } from './entries.ts'
import { type EntryState, lastTold, type Moment, type UpdateState, type Writes } from './moment.ts'
import { noteClosedUnseen } from './absence.ts'

/** Where an entry's native id does not say which one it is: after a move to another platform, and where an id is used anew. */

type Detail = NonNullable<EntryState['detail']>

/** The known entry that a page which has moved to another platform tells under another id: same title, same start. */
export function adopted(
  told: ToldEntry,
  toldIds: ReadonlySet<string>,
  states: ReadonlyMap<string, EntryState>,
  moment: Moment,
): EntryState | undefined {
  if (!moment.migrated) return undefined
  const startOf = told.startedAt ?? told.scheduledFor ?? told.createdAt ?? told.updates?.[0]?.postedAt
  const known = [...states.values()].find(({ row }) => {
    const start = row.started_at ?? row.scheduled_for ?? row.created_at ?? row.first_posted_at
    const agrees = row.title === told.title && startOf !== undefined && start?.slice(0, 16) === startOf.slice(0, 16)
    return agrees && !toldIds.has(row.native_id)
  })
  if (!known?.detail) return undefined
  const components = known.detail.components.map((component) => ({ ...component, native_id: null }))
  const detail: Detail = { ...known.detail, components, updates: known.detail.updates.map(withoutNativeId) }
  return { row: { ...known.row, native_id: told.nativeId, listed: 0, list_order: null, seen_at: lastSeen(known.row, moment) }, detail }
}

function lastSeen(row: EntryTable, { page }: Moment): EntryTable['seen_at'] {
  return page.read_at ?? row.seen_at
}

/** The other platform numbers updates anew: they are known by their words, as components are by their names. */
function withoutNativeId({ row, versions }: UpdateState): UpdateState {
  return { row: { ...row, native_id: null }, versions }
}

/** The same id, but another title and not one update of those known: the vendor uses an old id for something new. */
export function isReused(told: ToldEntry, { row, detail }: EntryState, kind: EntryKind, moment: Moment): boolean {
  if (!detail || moment.at < lastTold(row, kind, moment.page) || told.title === row.title || !told.updates) return false
  const known = new Set(detail.updates.map((update) => update.row.native_id))
  if (known.size === 0 || known.has(null) || told.updates.length === 0) return false
  return told.updates.every((update) => update.nativeId !== undefined && !known.has(update.nativeId))
}

/** Frees the id for the new entry; the old one stays, under an id that says until when it had it. */
export function retire(row: EntryTable, kind: EntryKind, moment: Moment, writes: Writes): void {
  const closed = row.is_open === 1 ? { closed_seen_at: moment.at } : {}
  if (row.is_open === 1) noteClosedUnseen(kind, row, moment)
  const seenAt = lastTold(row, kind, moment.page)
  writes[kind].retired.push({
    ...row,
    ...closed,
    native_id: `${row.native_id}~${moment.at}`,
    is_open: 0,
    listed: 0,
    list_order: null,
    seen_at: seenAt,
  })
}
