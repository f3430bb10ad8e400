import { describe, expect, it } from 'vitest'
import {
  CursorError,
  decodeChangeCursor,
  decodeEntryCursor,
  encodeChangeCursor,
  encodeEntryCursor,
  sliceAfter,
} from '../../data/store/cursor.ts'
import type { ChangeFilter } from '../../data/store/filters.ts'
import { createReader, type Reader } from '../../data/store/reader.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import {
  affected,
  change,
  component,
  entryVersion,
  hourAgo,
  incident,
  maintenance,
  now,
  page,
  readAt,
  secondsAfter,
  update,
  updateVersion,
  vendor,
} from '../support/rows.ts'

async function readerOf(rows: Parameters<typeof insert>[1]): Promise<Reader> {
  const database = await openTestDatabase()
  await insert(database, rows)
  return createReader(database, () => now)
}

const vendors = {
  vendor: [vendor('v', { name: 'Vendor' }), vendor('w'), vendor('gone', { watched: 0 })],
  page: [page('v'), page('w'), page('gone')],
}

describe('data/store/changes.ts', () => {
  const rows = {
    ...vendors,
    component: [component('v-page', 'c1')],
    incident: [incident('v', 'i1', { impact: 'major', title: 'Logins' }), incident('w', 'i2')],
    incident_component: [affected('i1', 0, { native_id: 'native-c1' })],
    maintenance: [maintenance('v', 'm1', { title: 'Logins move' })],
    change: [
      change('v', 'k1', { subject_id: 'i1', observed_at: hourAgo, backfilled: 1 }),
      change('w', 'k2', { subject_id: 'i2', kind: 'incident_impact', before: 'minor', after: 'major' }),
      change('v', 'k3', { kind: 'component_health', subject_kind: 'component', subject_id: 'c1' }),
      change('gone', 'k4', { subject_id: 'i4' }),
      change('v', 'k5', { kind: 'maintenance_scheduled', subject_kind: 'maintenance', subject_id: 'm1' }),
      change('v', 'k6', { subject_id: 'i1', kind: 'incident_update_edited', before: { body: 'a' }, after: { body: 'b' } }),
    ],
  } as const

  it.each<{ what: string; filter: ChangeFilter; ids: string[] }>([
    { what: 'nothing: watched vendors, newest first', filter: {}, ids: ['k6', 'k5', 'k3', 'k2', 'k1'] },
    { what: 'after, oldest first', filter: { after: 2 }, ids: ['k3', 'k5', 'k6'] },
    { what: 'after 0', filter: { after: 0 }, ids: ['k1', 'k2', 'k3', 'k5', 'k6'] },
    { what: 'after what is yet to come', filter: { after: 1_000 }, ids: [] },
    { what: 'vendor', filter: { vendors: ['w'] }, ids: ['k2'] },
    { what: 'unwatched vendor by id', filter: { vendors: ['gone'] }, ids: ['k4'] },
    { what: 'kind', filter: { kinds: ['component_health', 'incident_impact'] }, ids: ['k3', 'k2'] },
    { what: 'subject', filter: { subjects: ['i1'] }, ids: ['k6', 'k1'] },
    { what: 'not backfilled', filter: { backfilled: false, vendors: ['v'] }, ids: ['k6', 'k5', 'k3'] },
    { what: 'backfilled', filter: { backfilled: true }, ids: ['k1'] },
    { what: 'since', filter: { since: readAt }, ids: ['k6', 'k5', 'k3', 'k2'] },
    { what: 'until', filter: { until: readAt }, ids: ['k1'] },
    { what: 'impact of the incident', filter: { entries: { impacts: ['major'] } }, ids: ['k6', 'k1'] },
    { what: 'words of the entry', filter: { entries: { query: 'logins' } }, ids: ['k6', 'k5', 'k1'] },
    { what: 'phase of the maintenance', filter: { entries: { phases: ['scheduled'] } }, ids: ['k5'] },
    { what: 'component, its own changes too', filter: { entries: { components: ['c1'] } }, ids: ['k6', 'k3', 'k1'] },
    { what: 'component and impact: entries alone', filter: { entries: { components: ['c1'], impacts: ['major'] } }, ids: ['k6', 'k1'] },
    { what: 'entry filter within a vendor', filter: { vendors: ['w'], entries: { impacts: ['minor'] } }, ids: ['k2'] },
  ])('filters by $what', async ({ filter, ids }) => {
    const store = await readerOf(rows)

    expect((await store.changes(filter)).rows.map((row) => row.id)).toEqual(ids)
  })

  it('gives values, names and marks as the interface shows them', async () => {
    const store = await readerOf(rows)

    const { rows: found } = await store.changes({ vendors: ['v', 'w'] })

    expect(found[0]).toEqual({
      cursor: 6,
      id: 'k6',
      kind: 'incident_update_edited',
      vendorId: 'v',
      vendorName: 'Vendor',
      pageId: 'v-page',
      subject: 'incident',
      subjectId: 'i1',
      updateId: null,
      title: 'Incident i1',
      before: { body: 'a' },
      after: { body: 'b' },
      observedAt: readAt,
      backfilled: false,
    })
    expect(found.find((row) => row.id === 'k2')).toMatchObject({ before: 'minor', after: 'major' })
  })

  it.each([
    { what: 'down', filter: {}, ids: ['k6', 'k5', 'k3', 'k2', 'k1'] },
    { what: 'up', filter: { after: 0 }, ids: ['k1', 'k2', 'k3', 'k5', 'k6'] },
  ])('pages $what by its own cursor', async ({ filter, ids }) => {
    const store = await readerOf(rows)

    const seen: string[] = []
    let next: string | null = null
    do {
      const slice = await store.changes(next === null ? { ...filter, limit: 2 } : { limit: 2, cursor: next })
      seen.push(...slice.rows.map((row) => row.id))
      next = slice.next
    } while (next !== null)

    expect(seen).toEqual(ids)
  })

  it('knows the newest id, 0 where there is none', async () => {
    expect(await (await readerOf(rows)).newestChange()).toBe(6)
    expect(await (await readerOf({})).newestChange()).toBe(0)
  })
})

describe('data/store/revisions.ts', () => {
  it('tells every version of an entry and its updates in the order of their first sight', async () => {
    const later = secondsAfter(hourAgo, 600)
    const store = await readerOf({
      ...vendors,
      incident: [incident('v', 'i1'), incident('v', 'i2')],
      incident_version: [
        entryVersion('i1', 'b', {
          title: 'After',
          impact: 'major',
          seen_from: later,
          components: JSON.stringify([{ name: 'API', nativeId: 'n1' }]),
        }),
        entryVersion('i1', 'a', { title: 'Before', seen_until: later }),
        entryVersion('i2', 'a'),
      ],
      incident_update: [update('i1', 'u1'), update('i1', 'u2', { removed_at: readAt })],
      incident_update_version: [
        updateVersion('u1', 'b', { body: 'Second', seen_from: later }),
        updateVersion('u1', 'a', { body: 'First', seen_until: later }),
        updateVersion('u2', 'a'),
      ],
    })

    const revisions = await store.incidentRevisions('i1')

    expect(revisions.map(({ subject, updateId, title, body, seenUntil }) => [subject, updateId, title ?? body, seenUntil])).toEqual([
      ['incident', null, 'Before', later],
      ['update', 'u1', 'First', later],
      ['update', 'u2', 'Text of u2', readAt],
      ['incident', null, 'After', null],
      ['update', 'u1', 'Second', null],
    ])
    expect(revisions[3]?.components).toEqual([{ name: 'API', nativeId: 'n1' }])
    expect(await store.incidentRevisions('nothing')).toEqual([])
  })

  it('reads the versions of maintenances, their schedule included', async () => {
    const store = await readerOf({
      ...vendors,
      maintenance: [maintenance('v', 'm1')],
      maintenance_version: [entryVersion('m1', 'a', { scheduled_for: readAt })],
    })

    expect(await store.maintenanceRevisions('m1')).toMatchObject([{ subject: 'maintenance', scheduledFor: readAt }])
  })

  it('dates an entry by its versions and changes', async () => {
    const store = await readerOf({
      ...vendors,
      incident: [incident('v', 'i1'), incident('v', 'i2')],
      incident_version: [
        entryVersion('i1', 'a', { seen_from: hourAgo }),
        entryVersion('i1', 'b', { seen_from: secondsAfter(hourAgo, 60) }),
        entryVersion('i2', 'a', { seen_from: now }),
      ],
      change: [change('v', 'k1', { subject_id: 'i1', observed_at: readAt }), change('v', 'k2', { subject_id: 'i2', observed_at: readAt })],
    })

    const stamps = await store.stamps('incident', ['i1', 'i2'])

    expect(stamps.get('i1')).toEqual({ firstObservedAt: hourAgo, lastObservedAt: readAt, versions: 2 })
    expect(stamps.get('i2')).toEqual({ firstObservedAt: now, lastObservedAt: now, versions: 1 })
    expect(await store.stamps('incident', [])).toEqual(new Map())
  })
})

describe('data/store/cursor.ts', () => {
  it('reads back what it wrote', () => {
    expect(decodeEntryCursor(encodeEntryCursor({ sortAt: now, id: 'abc' }))).toEqual({ sortAt: now, id: 'abc' })
    expect(decodeChangeCursor(encodeChangeCursor({ direction: 'up', id: 12 }))).toEqual({ direction: 'up', id: 12 })
  })

  it.each([
    '',
    'x',
    '!!!!',
    'YWJj',
    Buffer.from('2026-13-01 x').toString('base64url'),
    Buffer.from('up -1').toString('base64url'),
    'A'.repeat(300),
  ])('refuses %j', (cursor) => {
    expect(() => decodeEntryCursor(cursor)).toThrow(CursorError)
    expect(() => decodeChangeCursor(cursor)).toThrow(CursorError)
    expect(() => sliceAfter([], { cursor })).toThrow(CursorError)
  })

  it('slices a list in memory without a gap, even where the last row seen is gone', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
    const first = sliceAfter(rows, { limit: 2 })
    const cursor = first.next ?? ''

    expect(first.rows).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(sliceAfter(rows, { limit: 5, cursor })).toEqual({ rows: [{ id: 'c' }, { id: 'd' }, { id: 'e' }], next: null })
    expect(sliceAfter([{ id: 'new' }, ...rows], { limit: 1, cursor }).rows).toEqual([{ id: 'c' }])
    expect(
      sliceAfter(
        rows.filter((row) => row.id !== 'b'),
        { limit: 1, cursor },
      ).rows,
    ).toEqual([{ id: 'c' }])
  })
})
