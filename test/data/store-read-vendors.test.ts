import { describe, expect, it } from 'vitest'
import { createReader, type Reader } from '../../data/store/reader.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import { component, doubt, hourAgo, incident, neverRead, now, page, poll, readAt, resolved, secondsAfter, vendor } from '../support/rows.ts'

async function readerOf(rows: Parameters<typeof insert>[1]): Promise<Reader> {
  const database = await openTestDatabase()
  await insert(database, rows)
  return createReader(database, () => now)
}

describe('data/store/vendors.ts', () => {
  it('lists watched vendors in the order of the watch list, each with its watched pages', async () => {
    const store = await readerOf({
      vendor: [vendor('late', { position: 2 }), vendor('early', { position: 1 }), vendor('gone', { position: 0, watched: 0 })],
      page: [
        page('late', { id: 'l2', key: 'b', position: 1 }),
        page('late', { id: 'l1' }),
        page('late', { id: 'l3', key: 'c', watched: 0 }),
        page('early'),
        page('gone'),
      ],
    })

    const vendors = await store.vendors()

    expect(vendors.map((each) => [each.id, each.pages.map((one) => one.id)])).toEqual([
      ['early', ['early-page']],
      ['late', ['l1', 'l2']],
    ])
  })

  it('finds an unwatched vendor with all its pages, and none of no such id', async () => {
    const store = await readerOf({
      vendor: [vendor('gone', { watched: 0 })],
      page: [page('gone', { watched: 0 })],
      incident: [incident('gone', 'i1')],
    })

    expect(await store.vendor('gone')).toMatchObject({ id: 'gone', openIncidents: 1, pages: [{ id: 'gone-page' }] })
    expect(await store.vendor('nobody')).toBeNull()
  })

  it("hears a vendor's own page before a third party, however bad the news", async () => {
    const store = await readerOf({
      vendor: [vendor('a'), vendor('b')],
      page: [
        page('a', { id: 'own' }),
        page('a', { id: 'told', key: 'b', position: 1, authority: 'aggregator', health: 'major_outage', native: 'down' }),
        page('b', { authority: 'aggregator', health: 'partial_outage', native: 'half down' }),
      ],
    })

    const [a, b] = await store.vendors()

    expect([a?.health, a?.pages.map(({ health }) => health)]).toEqual(['operational', ['operational', 'major_outage']])
    expect([b?.health, b?.native]).toEqual(['partial_outage', 'half down'])
  })

  it('joins doubts about the vendor and its pages, oldest first', async () => {
    const store = await readerOf({
      vendor: [vendor('a'), vendor('b')],
      page: [page('a'), page('b')],
      doubt: [
        doubt('a-page', { since: hourAgo }),
        doubt('a', { kind: 'frozen', since: readAt }),
        doubt('b-page', { kind: 'unverified' }),
        doubt('i1'),
      ],
    })

    const [a] = await store.vendors()

    expect(a?.doubts.map((each) => each.kind)).toEqual(['frozen', 'contradiction'])
    expect(a?.pages[0]?.doubts.map((each) => each.kind)).toEqual(['contradiction'])
    expect((await store.vendor('b'))?.doubts.map((each) => each.kind)).toEqual(['unverified'])
  })

  it.each([
    { what: 'nothing open', incidents: [incident('v', 'i1', resolved)], open: 0, green: true },
    { what: 'an open incident without impact', incidents: [incident('v', 'i1', { impact: 'none' })], open: 1, green: true },
    { what: 'an open minor incident', incidents: [incident('v', 'i1')], open: 1, green: false },
    { what: 'an open incident whose impact nobody told', incidents: [incident('v', 'i1', { impact: null })], open: 1, green: false },
    { what: 'an open incident of unknown impact', incidents: [incident('v', 'i1', { impact: 'unknown' })], open: 1, green: false },
    {
      what: 'two open ones, one without impact',
      incidents: [incident('v', 'i1', { impact: 'none' }), incident('v', 'i2')],
      open: 2,
      green: false,
    },
    { what: 'one of a page that is no longer watched', incidents: [incident('v', 'i1', { page_id: 'old' })], open: 0, green: true },
  ])('is green ($green) while operational and fresh with $what', async ({ incidents, open, green }) => {
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [page('v'), page('v', { id: 'old', key: 'old', watched: 0 })],
      incident: incidents,
    })

    const [read] = await store.vendors()

    expect(read).toMatchObject({ health: 'operational', openIncidents: open, green })
  })

  it('is not green once its reading is stale, and says what it last said', async () => {
    const old = secondsAfter(now, -3_600)
    const store = await readerOf({ vendor: [vendor('v')], page: [page('v', { read_at: old, health_at: old })] })

    const [read] = await store.vendors()

    expect(read).toMatchObject({
      health: 'unknown',
      trust: 'stale',
      lastHealth: 'operational',
      lastHealthAt: old,
      green: false,
      pages: [{ freshUntil: null }],
    })
  })

  it('was read as lately as its oldest page, and checked as lately as its newest', async () => {
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [page('v'), page('v', { id: 'p2', key: 'p2', read_at: hourAgo, checked_at: hourAgo })],
    })

    expect(await store.vendor('v')).toMatchObject({ readAt: hourAgo, checkedAt: readAt })
  })

  it('is unknown where one of its pages was never read', async () => {
    const store = await readerOf({ vendor: [vendor('v')], page: [page('v'), page('v', { ...neverRead, id: 'p2', key: 'p2' })] })

    expect(await store.vendor('v')).toMatchObject({
      health: 'unknown',
      trust: 'unknown',
      trustReason: 'never read',
      readAt: null,
      native: null,
    })
  })

  it('names vendors by id', async () => {
    const store = await readerOf({ vendor: [vendor('a', { name: 'Alpha' })] })

    expect([...(await store.vendorNames(['a', 'b']))]).toEqual([['a', 'Alpha']])
    expect([...(await store.vendorNames([]))]).toEqual([])
  })
})

describe('data/store/components.ts', () => {
  const rows = { vendor: [vendor('v')], page: [page('v')] }

  it('gives leaves in page order with the names of the groups above them', async () => {
    const store = await readerOf({
      ...rows,
      component: [
        component('v-page', 'group', { position: 0, is_group: 1, name: 'Europe' }),
        component('v-page', 'inner', { position: 1, is_group: 1, name: 'Paris', parent_id: 'group' }),
        component('v-page', 'leaf', { position: 2, parent_id: 'inner' }),
        component('v-page', 'gone', { position: 3, removed_at: readAt }),
        component('v-page', 'solo', { position: 4, health: 'major_outage', native: 'major' }),
      ],
    })

    expect(await store.components('v')).toMatchObject([
      { id: 'leaf', path: ['Europe', 'Paris'], health: 'operational', trust: 'fresh' },
      { id: 'solo', path: [], health: 'major_outage', native: 'major' },
    ])
  })

  it('survives groups that stand in a ring', async () => {
    const store = await readerOf({
      ...rows,
      component: [
        component('v-page', 'a', { is_group: 1, parent_id: 'b' }),
        component('v-page', 'b', { is_group: 1, parent_id: 'a' }),
        component('v-page', 'leaf', { parent_id: 'a' }),
      ],
    })

    expect((await store.components('v')).map((each) => each.path)).toEqual([['b', 'a']])
  })

  it.each([
    { what: 'stale', pageRow: { read_at: hourAgo, health_at: hourAgo, components_at: hourAgo }, row: {}, trust: 'stale' },
    { what: 'not understood', pageRow: { understood: 0 }, row: {}, trust: 'unknown' },
    { what: 'fresh, but told no components lately', pageRow: { components_at: hourAgo }, row: {}, trust: 'stale' },
    { what: 'fresh, but told no components ever', pageRow: { components_at: null }, row: {}, trust: 'stale' },
    { what: 'fresh, but without this one in its last reading', pageRow: {}, row: { missing_polls: 1 }, trust: 'stale' },
  ] as const)('calls no component operational where the page is $what', async ({ pageRow, row, trust }) => {
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [page('v', pageRow)],
      component: [component('v-page', 'good', row), component('v-page', 'bad', { ...row, position: 1, health: 'partial_outage' })],
    })

    expect(await store.components('v')).toMatchObject([
      { health: 'unknown', trust },
      { health: 'partial_outage', trust },
    ])
  })

  it('has none for a vendor that does not exist, and knows which ids are components', async () => {
    const store = await readerOf({ ...rows, component: [component('v-page', 'c1', { removed_at: readAt })] })

    expect(await store.components('nobody')).toEqual([])
    expect([...(await store.knownComponents(['c1', 'c2']))]).toEqual(['c1'])
    expect([...(await store.knownComponents([]))]).toEqual([])
  })
})

describe('data/store/activity.ts', () => {
  it('tells when a page was last polled and when one is due', async () => {
    const due = secondsAfter(now, -10)
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [
        page('v', { next_due_at: due }),
        page('v', { id: 'p2', key: 'p2', checked_at: hourAgo, interval_seconds: 30 }),
        page('v', { id: 'p3', key: 'p3', watched: 0, checked_at: now }),
      ],
    })

    expect(await store.activity()).toEqual({ watchedPages: 2, lastCheckedAt: readAt, firstDueAt: due, shortestIntervalSeconds: 30 })
  })

  it('has no due time where a page was never planned, and nothing to tell without pages', async () => {
    const waiting = await readerOf({ vendor: [vendor('v')], page: [page('v', neverRead)] })
    const empty = await readerOf({})

    expect(await waiting.activity()).toMatchObject({ watchedPages: 1, firstDueAt: null, lastCheckedAt: null })
    expect(await empty.activity()).toEqual({ watchedPages: 0, lastCheckedAt: null, firstDueAt: null, shortestIntervalSeconds: null })
  })

  it('counts polls by outcome since a moment', async () => {
    const store = await readerOf({
      vendor: [vendor('v')],
      page: [page('v')],
      poll: [poll('v-page'), poll('v-page', { outcome: 'refused' }), poll('v-page'), poll('v-page', { recorded_at: hourAgo })],
    })

    expect(await store.pollCounts(secondsAfter(now, -300))).toEqual(
      new Map([
        ['refused', 1],
        ['unchanged', 2],
      ]),
    )
  })
})
