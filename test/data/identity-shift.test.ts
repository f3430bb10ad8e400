import { describe, expect, it } from 'vitest'
import type { ToldEntry } from '../../data/changes/entries.ts'
import { adopted, isReused, retire } from '../../data/changes/identity-shift.ts'
import { emptyWrites, type EntryState, type Moment, noneListed } from '../../data/changes/moment.ts'
import type { EntryTable } from '../../data/database/schema.ts'
import { affected, hourAgo, incident, now, page, resolved, secondsAfter, update } from '../support/rows.ts'

function moment(fields: Partial<Moment> = {}): Moment {
  return {
    at: now,
    page: page('v'),
    late: false,
    openListed: noneListed,
    otherSource: false,
    migrated: false,
    backfilled: false,
    polls: [],
    changes: [],
    ...fields,
  }
}

function known(row: Partial<EntryTable> = {}, updateIds: readonly (string | null)[] = ['u1', 'u2']): EntryState {
  const updates = updateIds.map((native_id, index) => ({ row: update('i', `row${index}`, { native_id }), versions: [] }))
  return {
    row: incident('v', 'i', { native_id: 'old', title: 'Errors', ...row }),
    detail: { components: [affected('i', 0, { native_id: 'c1', name: 'Search' })], versions: [], updates, reports: [] },
  }
}

function statesOf(...states: readonly EntryState[]): ReadonlyMap<string, EntryState> {
  return new Map(states.map((state) => [state.row.native_id, state]))
}

function told(fields: Partial<ToldEntry> = {}): ToldEntry {
  return { nativeId: 'new', title: 'Errors', startedAt: hourAgo, updates: [], ...fields }
}

describe('data/changes/identity-shift.ts', () => {
  describe('an entry told under another id', () => {
    const migrated = moment({ migrated: true })

    it('is the known one of the same title and start, after a move to another platform', () => {
      const state = adopted(told(), new Set(['new']), statesOf(known()), migrated)

      expect(state?.row).toMatchObject({ id: 'i', native_id: 'new', listed: 0, list_order: null })
    })

    it.each([
      { what: 'the page has not moved', when: moment() },
      { what: 'its title is another', entry: told({ title: 'Other errors' }) },
      { what: 'it began in another minute', entry: told({ startedAt: secondsAfter(hourAgo, 60) }) },
      { what: 'the known one is told under its own id as well', toldIds: ['new', 'old'] },
      { what: 'nothing says when it began', entry: { nativeId: 'new', title: 'Errors' } },
    ])('is a new one where $what', ({ when = migrated, entry = told(), toldIds = ['new'] }) => {
      expect(adopted(entry, new Set(toldIds), statesOf(known()), when)).toBeUndefined()
    })

    it.each([
      {
        what: 'a window',
        row: { started_at: null, scheduled_for: hourAgo },
        entry: { nativeId: 'new', title: 'Errors', scheduledFor: hourAgo },
      },
      {
        what: 'a first post',
        row: { started_at: null, created_at: null, first_posted_at: hourAgo },
        entry: { nativeId: 'new', title: 'Errors', updates: [{ body: '', format: 'text' as const, postedAt: hourAgo }] },
      },
      { what: 'other seconds', row: {}, entry: told({ startedAt: secondsAfter(hourAgo, 59) }) },
    ])('may be told by $what', ({ row, entry }) => {
      expect(adopted(entry, new Set(['new']), statesOf(known(row)), migrated)?.row.id).toBe('i')
    })

    it('has updates and components that are known by their words and names alone', () => {
      const state = adopted(told(), new Set(['new']), statesOf(known()), migrated)

      expect(state?.detail?.updates.map(({ row }) => row.native_id)).toEqual([null, null])
      expect(state?.detail?.components.map(({ native_id, name }) => [native_id, name])).toEqual([[null, 'Search']])
    })
  })

  describe('an id', () => {
    const entry = told({ nativeId: 'old', title: 'Something else', updates: [{ nativeId: 'u9', body: '', format: 'text' }] })

    it('is used anew where the title and every update are others', () => {
      expect(isReused(entry, known(), 'incident', moment())).toBe(true)
    })

    it.each([
      { what: 'the title is the same', entry: { ...entry, title: 'Errors' } },
      {
        what: 'one of the updates is known',
        entry: { ...entry, updates: [...(entry.updates ?? []), { nativeId: 'u2', body: '', format: 'text' as const }] },
      },
      { what: 'no update is told', entry: { ...entry, updates: [] } },
      { what: 'updates are not told at all', entry: { nativeId: 'old', title: 'Something else' } },
      { what: 'updates are told without ids', entry: { ...entry, updates: [{ body: '', format: 'text' as const }] } },
      { what: 'no update was known', state: known({}, []) },
      { what: 'a known one has no id', state: known({}, ['u1', null]) },
      { what: 'the reading is older than the last word on it', when: moment({ at: secondsAfter(hourAgo, -60) }) },
      { what: 'nothing of it was loaded', state: { row: known().row } },
    ])('is not where $what', ({ entry: other = entry, state = known(), when = moment() }) => {
      expect(isReused(other, state, 'incident', when)).toBe(false)
    })
  })

  describe('the entry that has lost its id', () => {
    it('is over unseen where it was open, and says so', () => {
      const [writes, when] = [emptyWrites(), moment()]

      retire(known().row, 'incident', when, writes)

      expect(writes.incident.retired).toMatchObject([{ id: 'i', native_id: `old~${now}`, is_open: 0, listed: 0, closed_seen_at: now }])
      expect(when.changes).toMatchObject([{ kind: 'incident_resolved', subject_id: 'i', before: '"investigating"', after: 'null' }])
    })

    it('stays as it was where it had ended', () => {
      const [writes, when] = [emptyWrites(), moment()]

      retire(known(resolved).row, 'incident', when, writes)

      expect(writes.incident.retired).toMatchObject([{ closed_seen_at: null, phase: 'resolved' }])
      expect(when.changes).toEqual([])
    })
  })
})
