import type { Insertable } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ChangeKind, ChangeTable, ObservationTable } from '../../../data/database/schema.ts'
import { named } from '../../../server/api/schemas.ts'
import type { insert } from '../../support/database.ts'
import * as row from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'

const { now } = row
const hour = 3_600

function hoursAgo(hours: number): ReturnType<typeof row.at> {
  return row.secondsAfter(now, -hours * hour)
}

function read(pageId: string, from: number, until: number): ObservationTable {
  return { page_id: pageId, from_at: hoursAgo(from), until_at: until === 0 ? row.readAt : hoursAgo(until), polls: 2 }
}

function went(kind: ChangeKind, subject: string, hours: number, before: unknown, after: unknown): Insertable<ChangeTable> {
  return row.change('v', `${subject} ${hours}`, {
    kind,
    subject_kind: kind === 'page_health' ? 'page' : 'component',
    subject_id: subject,
    before,
    after,
    observed_at: hoursAgo(hours),
    backfilled: kind === 'component_added' ? 1 : 0,
  })
}

const since = { first_seen_at: hoursAgo(2_000), changed_at: hoursAgo(2_000) }
const rows = {
  vendor: [row.vendor('v', { name: 'Vendor' }), row.vendor('w')],
  page: [row.page('v', { first_read_at: hoursAgo(2_000) }), row.page('w', row.neverRead)],
  component: [
    row.component('v-page', 'steady', { ...since, name: 'Steady', position: 1 }),
    row.component('v-page', 'group', { ...since, is_group: 1, position: 2 }),
    row.component('v-page', 'shaky', { ...since, name: 'Shaky', position: 3, parent_id: 'group' }),
    row.component('v-page', 'new', { first_seen_at: hoursAgo(6), name: 'New', position: 4 }),
    row.component('v-page', 'gone', { ...since, removed_at: hoursAgo(3), position: 5 }),
  ],
  change: [
    went('page_health', 'v-page', 12, 'operational', 'partial_outage'),
    went('component_health', 'shaky', 12, 'operational', 'major_outage'),
    went('component_health', 'shaky', 10, 'major_outage', 'operational'),
    went('page_health', 'v-page', 9, 'partial_outage', 'operational'),
    went('component_added', 'new', 6, undefined, { health: 'operational', native: 'ok' }),
    went('component_removed', 'gone', 3, { health: 'operational', native: 'ok' }, undefined),
  ],
  incident: [
    row.incident('v', 'i1', {
      ...row.resolved,
      impact: 'major',
      started_at: hoursAgo(12),
      first_posted_at: hoursAgo(11),
      sort_at: hoursAgo(12),
      resolved_at: hoursAgo(8),
    }),
    row.incident('v', 'i2', {
      impact: null,
      started_at: hoursAgo(5),
      first_posted_at: hoursAgo(4),
      sort_at: hoursAgo(5),
      date_precision: 'day',
    }),
    row.incident('v', 'i3', { started_at: hoursAgo(4), first_posted_at: hoursAgo(3), sort_at: hoursAgo(4) }),
    row.incident('v', 'long-ago', { started_at: hoursAgo(3_000), sort_at: hoursAgo(3_000) }),
  ],
  incident_update: [
    row.update('i1', 'u1', { posted_at: hoursAgo(11) }),
    row.update('i1', 'u2', { posted_at: hoursAgo(8), phase: 'resolved' }),
    row.update('i1', 'u3', { posted_at: hoursAgo(1), phase: 'postmortem' }),
  ],
  doubt: [row.doubt('i3', { kind: 'backdated' })],
} as const

async function serverWith(observed: readonly ObservationTable[], changed: Parameters<typeof insert>[1] = {}): Promise<TestServer> {
  const server = await createTestServer({ ...rows, ...changed })
  if (observed.length > 0) await server.database.db.insertInto('observation').values(observed).execute()
  return server
}

async function historyOf(server: TestServer, query = ''): Promise<ReturnType<typeof named.History.parse>> {
  return named.History.parse(await server.json(`/api/v1/vendors/v/history${query}`))
}

describe('server/api/history.ts', () => {
  it('tells uptime of the vendor by the word of its page, with what was observed', async () => {
    const server = await serverWith([read('v-page', 2_000, 20), read('v-page', 18, 0)])

    const { periods, days, from, until } = await historyOf(server)

    expect({ days, from, until }).toEqual({ days: 90, from: hoursAgo(90 * 24), until: now })
    expect(periods.map((period) => period.days)).toEqual([1, 7, 30, 90])
    // Three hours down; two hours before them not read.
    expect(periods[0]).toMatchObject({
      seconds: 24 * hour,
      observedSeconds: 22 * hour,
      downSeconds: 3 * hour,
      uptime: 0.863636,
      coverage: 0.916666,
    })
    expect(periods[1]).toMatchObject({ observedSeconds: 166 * hour, uptime: 0.981927 })
    expect(periods[3]).toMatchObject({ observedSeconds: 1_998 * hour, coverage: 0.925 })
  })

  it('tells uptime of each component that is there, in page order', async () => {
    const server = await serverWith([read('v-page', 2_000, 0)])

    const { components, daily } = await historyOf(server, '?days=2')

    expect(components.map(({ id, path, periods }) => [id, path, periods.map((period) => period.uptime), periods[0]?.coverage])).toEqual([
      ['steady', [], [1, 1], 1],
      ['shaky', ['group'], [0.916666, 0.958333], 1],
      ['new', [], [1, 1], 0.25],
    ])
    expect(daily.map(({ date, worst }) => [date, worst])).toEqual([
      ['2026-02-28', 'operational'],
      ['2026-03-01', 'partial_outage'],
    ])
    expect(components[1]?.daily).toEqual({ worst: ['operational', 'major_outage'], uptime: [1, 0.833333], coverage: [1, 1] })
  })

  it('counts what came after the last reading as observed only while that is fresh', async () => {
    const fresh = await serverWith([read('v-page', 24, 0)])
    const stale = await serverWith([read('v-page', 24, 3)], {
      page: [
        row.page('v', { first_read_at: hoursAgo(2_000), read_at: hoursAgo(3), health_at: hoursAgo(3), components_at: hoursAgo(5) }),
        row.page('w'),
      ],
    })

    expect((await historyOf(fresh)).periods[0]?.coverage).toBe(1)
    expect((await historyOf(stale)).periods[0]?.coverage).toBe(0.875)
    // Components that were told two hours earlier still.
    expect((await historyOf(stale)).components[0]?.periods[0]?.coverage).toBe(0.791666)
  })

  it('claims nothing of a page that was never read', async () => {
    const server = await serverWith([])

    const history = named.History.parse(await server.json('/api/v1/vendors/w/history?days=1'))

    expect(history.periods).toMatchObject([{ uptime: null, coverage: 0 }])
    expect(history.daily).toMatchObject([{ worst: 'unknown', uptime: null }])
    expect(history.components).toEqual([])
  })

  it('tells what the incidents come to, and reckons with no times that cannot be', async () => {
    const server = await serverWith([])

    expect((await historyOf(server)).incidents).toEqual({
      count: 3,
      byImpact: { none: 0, minor: 1, major: 1, critical: 0, unknown: 1 },
      postedDowntimeSeconds: 3 * hour,
      postedDowntime: { meanSeconds: 3 * hour, incidents: 1 },
      timeToAcknowledge: { meanSeconds: hour, incidents: 1 },
      timeToResolve: { meanSeconds: 4 * hour, incidents: 1 },
    })
  })

  it.each([
    { query: '?days=0', days: 1 },
    { query: '?days=-5', days: 1 },
    { query: '?days=9999', days: 400 },
    { query: '?days=30', days: 30 },
    { query: '', days: 90 },
  ])('holds $query to $days days', async ({ query, days }) => {
    const server = await serverWith([])
    const history = await historyOf(server, query)

    expect(history.days).toBe(days)
    expect(history.daily).toHaveLength(days)
    expect(history.components[0]?.daily.worst).toHaveLength(days)
    expect(history.periods.at(-1)?.days).toBe(days)
  })

  it.each([
    { path: '/api/v1/vendors/v/history?days=soon', status: 400 },
    { path: '/api/v1/vendors/v/history?limit=1', status: 400 },
    { path: '/api/v1/vendors/nobody/history', status: 404 },
  ])('answers $path with $status', async ({ path, status }) => {
    const server = await serverWith([])

    expect((await server.get(path)).status).toBe(status)
  })

  it('answers 304 within the minute, and anew after it: what was observed has grown', async () => {
    const server = await serverWith([read('v-page', 24, 0)])
    const etag = (await server.get('/api/v1/vendors/v/history')).headers.get('etag') ?? ''
    const again = await server.get('/api/v1/vendors/v/history', { 'if-none-match': etag })

    server.setNow(row.secondsAfter(now, 60))
    const later = await server.get('/api/v1/vendors/v/history', { 'if-none-match': etag })

    expect([again.status, later.status]).toEqual([304, 200])
  })
})
