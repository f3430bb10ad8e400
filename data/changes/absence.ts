import type { Extent, Instant } from '../../parsers/model.ts'
import type { EntryKind, EntryTable } from '../database/schema.ts'
import type { Listing } from './listing.ts'
import { lastTold, type Moment, note, type PollTime } from './moment.ts'

/** What it means that a reading does not tell a known entry. */

export interface Aspect {
  readonly kind: EntryKind
  readonly extent: Extent
  /** Older than the newest reading that told open entries; that told a list with past ones. */
  readonly staleForOpen: boolean
  readonly staleForClosed: boolean
  readonly listing: Listing
}

export function isStale(aspect: Aspect, open: boolean): boolean {
  return open ? aspect.staleForOpen : aspect.staleForClosed
}

/** For a reading older than others: the next poll that would have told the entry, had it still been there. */
export function absentAfter(kind: EntryKind, moment: Moment): { at: Instant; extent: Extent } | undefined {
  function extentOf(poll: PollTime): Extent {
    return kind === 'incident' ? poll.incidents : poll.maintenances
  }
  const poll = moment.polls.find(
    (candidate) => candidate.at > moment.at && (extentOf(candidate) === 'open' || extentOf(candidate) === 'full'),
  )
  return poll && { at: poll.at, extent: extentOf(poll) }
}

/** Known, and not in this reading: what that means depends on how much the reading held. */
export function missed(row: EntryTable, aspect: Aspect, moment: Moment): EntryTable {
  const { kind, extent, listing } = aspect
  const stoodAbove = row.listed === 1 && row.list_order !== null && row.list_order > listing.lowestUnmoved
  // What a page told on another platform, or through another source, is not gone because this one does not list it.
  const removes = !moment.migrated && (extent === 'full' || (extent === 'recent' && stoodAbove && !moment.otherSource))
  if (isStale(aspect, row.is_open === 1 || row.closed_seen_at !== null)) {
    if (row.listed === 1 || row.seen_at >= moment.at) return row
    if (row.closed_seen_at !== null && row.closed_seen_at > moment.at && extent === 'open') return { ...row, closed_seen_at: moment.at }
    return row.removed_at !== null && row.removed_at > moment.at && extent === 'full' ? { ...row, removed_at: moment.at } : row
  }
  // What no list held before is not gone because this one does not hold it.
  if (row.removed_at !== null || (row.listed === 0 && row.is_open === 0)) return row
  const gone = { listed: 0, seen_at: lastTold(row, kind, moment.page) } as const
  if (removes) {
    note(moment, `${kind}_removed`, subject(kind, row), { before: { phase: row.phase, impact: row.impact } })
    return { ...row, ...gone, is_open: 0, removed_at: moment.at }
  }
  if ((extent === 'open' || moment.openListed[kind]) && row.is_open === 1) {
    noteClosedUnseen(kind, row, moment)
    return { ...row, ...gone, is_open: 0, closed_seen_at: moment.at }
  }
  return extent !== 'open' && row.listed === 1 && !moment.otherSource ? { ...row, ...gone } : row
}

/** It is over without a word of the page. */
export function noteClosedUnseen(kind: EntryKind, row: EntryTable, moment: Moment): void {
  const values = { before: row.phase, after: null }
  note(moment, kind === 'incident' ? 'incident_resolved' : 'maintenance_phase', subject(kind, row), values)
}

function subject(kind: EntryKind, row: Pick<EntryTable, 'id' | 'title'>): { kind: EntryKind; id: string; title: string } {
  return { kind, id: row.id, title: row.title }
}
