import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntryFilter } from '../../data/store/filters.ts'
import { createReader, type Reader } from '../../data/store/reader.ts'
import { likePattern, wordsOf } from '../../data/store/search.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import {
  affected,
  at,
  component,
  doubt,
  hourAgo,
  incident,
  maintenance,
  now,
  page,
  readAt,
  report,
  resolved,
  secondsAfter,
  update,
  updateVersion,
  vendor,
} from '../support/rows.ts'

type Rows = Parameters<typeof insert>[1]

async function readerOf(rows: Rows): Promise<Reader> {
  const database = await openTestDatabase()
  await insert(database, rows)
  return createReader(database, () => now)
}

const base: Rows = { vendor: [vendor('v'), vendor('w'), vendor('gone', { watched: 0 })], page: [page('v'), page('w'), page('gone')] }

describe('data/store/entries.ts', () => {
  const rows: Rows = {
    ...base,
    component: [component('v-page', 'api'), component('w-page', 'web', { native_id: 'native-api' })],
    incident: [
      incident('v', 'i1', { sort_at: at('2026-01-01T00:00:00Z'), title: 'Slow logins', impact: 'major', ...resolved }),
      incident('v', 'i2', { sort_at: at('2026-02-01T00:00:00Z'), title: '100% of uploads_fail', impact: null }),
      incident('w', 'i3', { sort_at: at('2026-02-01T00:00:00Z'), title: 'Gateway', impact: 'minor', phase: 'postmortem', is_open: 0 }),
      incident('gone', 'i4', { sort_at: at('2026-02-02T00:00:00Z') }),
    ],
    incident_component: [
      affected('i1', 0, { native_id: 'native-api', name: 'API' }),
      affected('i2', 0, { name: 'api' }),
      affected('i3', 0, { native_id: 'native-api' }),
    ],
    incident_update: [
      update('i3', 'u1', { body: 'The Upstream provider is back' }),
      update('i1', 'u2', { body: 'Secret words', removed_at: readAt }),
    ],
  }

  it.each<{ what: string; filter: EntryFilter; ids: string[] }>([
    { what: 'nothing: watched ones, newest first', filter: {}, ids: ['i3', 'i2', 'i1'] },
    { what: 'a vendor', filter: { vendors: ['v'] }, ids: ['i2', 'i1'] },
    { what: 'two vendors', filter: { vendors: ['v', 'w'] }, ids: ['i3', 'i2', 'i1'] },
    { what: 'an unwatched vendor by its id', filter: { vendors: ['gone'] }, ids: ['i4'] },
    { what: 'impact', filter: { impacts: ['major', 'minor'] }, ids: ['i3', 'i1'] },
    { what: 'phase', filter: { phases: ['postmortem'] }, ids: ['i3'] },
    { what: 'open', filter: { state: 'open' }, ids: ['i2'] },
    { what: 'closed', filter: { state: 'closed' }, ids: ['i3', 'i1'] },
    { what: 'since, inclusive', filter: { since: at('2026-02-01T00:00:00Z') }, ids: ['i3', 'i2'] },
    { what: 'until, exclusive', filter: { until: at('2026-02-01T00:00:00Z') }, ids: ['i1'] },
    { what: 'a component, by native id and by name', filter: { components: ['api'] }, ids: ['i2', 'i1'] },
    { what: 'the component of another page with the same native id', filter: { components: ['web'] }, ids: ['i3'] },
    { what: 'a word of the title in any case', filter: { query: 'SLOW' }, ids: ['i1'] },
    { what: 'words of an update', filter: { query: 'provider upstream' }, ids: ['i3'] },
    { what: 'words of title and update', filter: { query: 'gateway back' }, ids: ['i3'] },
    { what: 'a percent sign, literally', filter: { query: '0%' }, ids: ['i2'] },
    { what: 'a low line, literally', filter: { query: 'uploads_' }, ids: ['i2'] },
    { what: 'signs that match anything elsewhere', filter: { query: '%' }, ids: ['i2'] },
    { what: 'a backslash', filter: { query: '\\' }, ids: [] },
    { what: 'a text that was taken down', filter: { query: 'secret' }, ids: [] },
    { what: 'blanks', filter: { query: '  ' }, ids: ['i3', 'i2', 'i1'] },
    { what: 'a quote', filter: { query: `'; drop table incident; --` }, ids: [] },
    { what: 'several at once', filter: { vendors: ['v'], state: 'closed', query: 'log' }, ids: ['i1'] },
  ])('filters by $what', async ({ filter, ids }) => {
    const store = await readerOf(rows)

    const { rows: found, next } = await store.incidents(filter)

    expect({ ids: found.map((row) => row.id), next }).toEqual({ ids, next: null })
  })

  it('pages through everything once, also while rows arrive before the cursor', async () => {
    const database = await openTestDatabase()
    const store = createReader(database, () => now)
    const stamps = Array.from({ length: 23 }, (_, index) =>
      incident('v', `i${String(index).padStart(2, '0')}`, { sort_at: secondsAfter(hourAgo, Math.floor(index / 4)) }),
    )
    await insert(database, { ...base, incident: stamps })

    const seen: string[] = []
    let cursor: string | null = null
    do {
      const slice = await store.incidents({ limit: 5, ...(cursor === null ? {} : { cursor }) })
      seen.push(...slice.rows.map((row) => row.id))
      await insert(database, { incident: [incident('v', `new-${seen.length}`, { sort_at: secondsAfter(now, seen.length) })] })
      cursor = slice.next
    } while (cursor !== null)

    expect(seen).toEqual(stamps.map((row) => row.id).toReversed())
  })

  it.each([
    { limit: undefined, rows: 50 },
    { limit: 0, rows: 1 },
    { limit: -3, rows: 1 },
    { limit: 7.9, rows: 7 },
    { limit: 1_000_000, rows: 60 },
  ])('holds the limit $limit to what is allowed', async ({ limit, rows: expected }) => {
    const store = await readerOf({ ...base, incident: Array.from({ length: 60 }, (_, index) => incident('v', `i${index}`)) })

    expect((await store.incidents(limit === undefined ? {} : { limit })).rows).toHaveLength(expected)
  })

  it('puts updates in the order of their posts with the count of their versions', async () => {
    const edited = secondsAfter(hourAgo, 1_200)
    const store = await readerOf({
      ...base,
      incident: [incident('v', 'i1')],
      incident_update: [
        update('i1', 'late', { posted_at: secondsAfter(hourAgo, 600), position: 0 }),
        update('i1', 'first', { posted_at: hourAgo, position: 1 }),
        update('i1', 'unstamped', { posted_at: null, first_seen_at: secondsAfter(hourAgo, 60), position: 2 }),
        update('i1', 'gone', { removed_at: readAt }),
      ],
      incident_update_version: [
        updateVersion('late', 'a', { seen_until: edited }),
        updateVersion('late', 'b', { seen_from: edited }),
        updateVersion('first', 'a'),
      ],
    })

    const read = await store.incident('i1')

    expect(read?.updates.map(({ id, revisions, editedAt }) => ({ id, revisions, editedAt }))).toEqual([
      { id: 'first', revisions: 1, editedAt: null },
      { id: 'unstamped', revisions: 1, editedAt: null },
      { id: 'late', revisions: 2, editedAt: edited },
    ])
  })

  it('has an update without a time stand before the one that follows it on its page, however late it was seen', async () => {
    const store = await readerOf({
      ...base,
      incident: [incident('v', 'i1')],
      incident_update: [
        update('i1', 'late', { posted_at: secondsAfter(hourAgo, 600), position: 3 }),
        update('i1', 'between', { posted_at: null, first_seen_at: readAt, position: 2 }),
        update('i1', 'early', { posted_at: hourAgo, position: 1 }),
        update('i1', 'description', { posted_at: null, first_seen_at: readAt, position: 0 }),
        update('i1', 'afterwards', { posted_at: null, first_seen_at: readAt, position: 4 }),
      ],
    })

    const read = await store.incident('i1')

    expect(read?.updates.map(({ id }) => id)).toEqual(['description', 'early', 'between', 'late', 'afterwards'])
  })

  it('names affected components by the page that lists them, the first of twins, and knows no id for others', async () => {
    const store = await readerOf({
      ...base,
      component: [
        component('v-page', 'new', { native_id: 'n1', position: 1 }),
        component('v-page', 'old', { name: 'Twin', position: 0, removed_at: readAt }),
        component('v-page', 'twin-2', { name: 'Twin', position: 3 }),
        component('v-page', 'twin-1', { name: 'Twin', position: 2 }),
      ],
      incident: [incident('v', 'i1')],
      incident_component: [
        affected('i1', 0, { native_id: 'n1', name: 'Renamed since' }),
        affected('i1', 1, { name: 'Twin' }),
        affected('i1', 2, { native_id: 'lost' }),
      ],
    })

    expect((await store.incident('i1'))?.components).toEqual([
      { id: 'new', name: 'Renamed since', health: null },
      { id: 'twin-1', name: 'Twin', health: null },
      { id: null, name: 'Component 2', health: null },
    ])
  })

  it.each([
    { what: 'fresh', pageRow: {}, health: 'operational' },
    { what: 'stale', pageRow: { read_at: hourAgo, health_at: hourAgo }, health: 'unknown' },
  ])('lets an affected component be operational only while the page is fresh: $what', async ({ pageRow, health }) => {
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [page('v', pageRow)],
      incident: [incident('v', 'i1')],
      incident_component: [affected('i1', 0, { health: 'operational' }), affected('i1', 1, { health: 'major_outage' })],
    })

    expect((await store.incident('i1'))?.components.map((each) => each.health)).toEqual([health, 'major_outage'])
  })

  it('hangs the report that stands and the doubts on an incident', async () => {
    const store = await readerOf({
      ...base,
      incident: [incident('v', 'i1')],
      report: [
        report('i1', { seen_until: readAt, body: 'Old text' }),
        report('i1', { digest: 'r2', published_at: readAt, body: 'New text' }),
        report('i1', { digest: 'r3', body: 'Same in HTML' }),
      ],
      doubt: [doubt('i1', { kind: 'backdated' })],
    })

    expect(await store.incident('i1')).toMatchObject({ report: { body: 'New text' }, doubts: [{ kind: 'backdated' }] })
  })

  it('reads maintenances from tables of their own, with the same filters', async () => {
    const store = await readerOf({
      ...base,
      incident: [incident('v', 'same-id')],
      maintenance: [maintenance('v', 'm1'), maintenance('w', 'm2', { phase: 'completed', is_open: 0, scheduled_for: null })],
      maintenance_update: [update('m1', 'u1', { phase: 'scheduled' })],
    })

    expect((await store.maintenances({ state: 'open' })).rows).toMatchObject([
      { id: 'm1', phase: 'scheduled', scheduledFor: at('2026-03-02T02:00:00Z'), updates: [{ id: 'u1' }] },
    ])
    expect((await store.maintenances({})).rows.map((row) => row.id)).toEqual(['m1', 'm2'])
    expect(await store.maintenance('m2')).toMatchObject({ open: false, scheduledFor: null })
    expect(await store.maintenance('same-id')).toBeNull()
    expect(await store.incident('m1')).toBeNull()
  })

  it('knows the own addresses of entries', async () => {
    const store = await readerOf({
      ...base,
      incident: [incident('v', 'i1'), incident('v', 'i2', { url: null })],
      maintenance: [maintenance('v', 'm1')],
    })

    expect([...(await store.entryUrls(['i1', 'i2', 'm1', 'x'])).keys()]).toEqual(['i1', 'm1'])
  })
})

describe('data/store/search.ts', () => {
  it('finds every title by any part of it, whatever signs it holds', async () => {
    const database = await openTestDatabase()
    const store = createReader(database, () => now)
    await insert(database, base)
    let count = 0

    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== ''),
        async (title) => {
          count += 1
          await insert(database, { incident: [incident('v', `i${count}`, { title })] })

          const { rows } = await store.incidents({ query: title, limit: 1000 })

          expect(rows.map((row) => row.id)).toContain(`i${count}`)
          expect(rows.every((row) => wordsOf(title).every((word) => row.title.toLowerCase().includes(word.toLowerCase())))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('escapes what LIKE gives a meaning and looks for at most eight words', () => {
    expect(likePattern('50%_\\')).toBe('%50\\%\\_\\\\%')
    expect(wordsOf(' a  b\u0000c\n' + 'x '.repeat(20))).toEqual(['a', 'b', 'c', 'x', 'x', 'x', 'x', 'x'])
  })
})
