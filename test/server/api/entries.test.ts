import { describe, expect, it } from 'vitest'
import { named } from '../../../server/api/schemas.ts'
import {
  affected,
  at,
  component,
  entryVersion,
  incident,
  maintenance,
  page,
  report,
  resolved,
  secondsAfter,
  hourAgo,
  update,
  updateVersion,
  vendor,
} from '../../support/rows.ts'
import { readReports } from '../../support/report-rows.ts'
import { readList } from '../answers.ts'
import { createTestServer } from '../harness.ts'

const rows = {
  vendor: [vendor('v'), vendor('w')],
  page: [page('v'), page('w')],
  component: [component('v-page', 'c1')],
  incident: [
    incident('v', 'i1', { sort_at: at('2026-01-01T00:00:00Z'), impact: 'major', ...resolved }),
    incident('v', 'i2', { sort_at: at('2026-02-01T00:00:00Z'), title: 'Uploads fail' }),
    incident('w', 'i3', { sort_at: at('2026-02-03T00:00:00Z'), impact: 'none' }),
  ],
  incident_component: [affected('i2', 0, { native_id: 'native-c1', name: 'API' })],
  incident_update: [update('i2', 'u1')],
  incident_update_version: [
    updateVersion('u1', 'a', { body: 'First', seen_until: hourAgo }),
    updateVersion('u1', 'b', { seen_from: secondsAfter(hourAgo, 60) }),
  ],
  incident_version: [entryVersion('i2', 'a')],
  ...readReports([report('i1')]),
  maintenance: [maintenance('v', 'm1')],
  maintenance_version: [entryVersion('m1', 'a')],
}

describe('server/api/entries.ts', () => {
  it.each([
    { query: '', ids: ['i3', 'i2', 'i1'] },
    { query: 'vendor=v', ids: ['i2', 'i1'] },
    { query: 'vendor=v,w', ids: ['i3', 'i2', 'i1'] },
    { query: 'vendor=v&vendor=w', ids: ['i3', 'i2', 'i1'] },
    { query: 'vendor=', ids: ['i3', 'i2', 'i1'] },
    { query: 'component=c1', ids: ['i2'] },
    { query: 'impact=major,none', ids: ['i3', 'i1'] },
    { query: 'phase=resolved', ids: ['i1'] },
    { query: 'state=open', ids: ['i3', 'i2'] },
    { query: 'state=closed', ids: ['i1'] },
    { query: 'since=2026-02-01', ids: ['i3', 'i2'] },
    { query: 'since=2026-02-01T01:00:00%2B01:00&until=2026-02-03T00:00:00Z', ids: ['i2'] },
    { query: 'since=2026-02-01T01:00:00+01:00', ids: ['i3', 'i2'] },
    { query: 'q=uploads', ids: ['i2'] },
    { query: 'limit=2', ids: ['i3', 'i2'] },
    { query: 'limit=0', ids: ['i3'] },
    { query: 'limit=99999', ids: ['i3', 'i2', 'i1'] },
  ])('lists incidents by ?$query', async ({ query, ids }) => {
    const server = await createTestServer(rows)

    const { data } = await readList(server, `/api/v1/incidents?${query}`, named.Incident)

    expect(data.map((row) => row.id)).toEqual(ids)
  })

  it.each([
    { query: 'impact=huge', parameter: 'impact' },
    { query: 'phase=done', parameter: 'phase' },
    { query: 'state=maybe', parameter: 'state' },
    { query: 'since=yesterday', parameter: 'since' },
    { query: 'since=2026-02-30', parameter: 'since' },
    { query: 'until=2026-02-01T00:00:00', parameter: 'until' },
    { query: 'limit=many', parameter: 'limit' },
    { query: 'limit=1.5', parameter: 'limit' },
    { query: 'cursor=forged', parameter: 'cursor' },
    { query: 'vendor=nobody', parameter: 'vendor' },
    { query: 'component=nothing', parameter: 'component' },
    { query: 'state=open&state=closed', parameter: 'state' },
    { query: 'severity=major', parameter: 'severity' },
    { query: `q=${'x'.repeat(201)}`, parameter: 'q' },
    { query: `vendor=${'x,'.repeat(51)}`, parameter: 'vendor' },
    { query: '__proto__=x', parameter: '__proto__' },
  ])('refuses ?$query with 400 and the name of the parameter', async ({ query, parameter }) => {
    const server = await createTestServer(rows)

    const response = await server.get(`/api/v1/incidents?${query}`)

    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(named.Problem.parse(await response.json())).toMatchObject({ status: 400, title: 'Bad Request', parameter })
  })

  it('shows one incident with its updates, versions and report', async () => {
    const server = await createTestServer(rows)

    expect(named.Incident.parse(await server.json('/api/v1/incidents/i2'))).toMatchObject({
      id: 'i2',
      open: true,
      components: [{ id: 'c1', name: 'API' }],
      updates: [{ id: 'u1', revisions: 2, editedAt: secondsAfter(hourAgo, 60) }],
      report: null,
    })
    expect(named.Incident.parse(await server.json('/api/v1/incidents/i1'))).toMatchObject({ report: { body: 'What went wrong' } })
  })

  it('lists revisions newest first, in parts', async () => {
    const server = await createTestServer(rows)

    const first = await readList(server, '/api/v1/incidents/i2/revisions?limit=1', named.Revision)
    const rest = await readList(server, `/api/v1/incidents/i2/revisions?cursor=${first.next}`, named.Revision)

    expect(first.data).toMatchObject([{ subject: 'update', seenUntil: null }])
    expect(rest.data.map((row) => row.subject)).toEqual(['update', 'incident'])
  })

  it('gives revisions a new tag where an older reading adds a version without a change', async () => {
    const server = await createTestServer(rows)
    const [list, one] = [await server.get('/api/v1/incidents/i2/revisions'), await server.get('/api/v1/incidents/i2')]

    await server.database.db
      .insertInto('incident_update_version')
      .values(updateVersion('u1', 'c', { seen_until: hourAgo }))
      .execute()

    expect((await server.get('/api/v1/incidents/i2/revisions', { 'if-none-match': list.headers.get('etag') ?? '' })).status).toBe(200)
    expect((await server.get('/api/v1/incidents/i2', { 'if-none-match': one.headers.get('etag') ?? '' })).status).toBe(200)
  })

  it('keeps maintenances under an address of their own', async () => {
    const server = await createTestServer(rows)

    expect((await readList(server, '/api/v1/maintenances?vendor=v&state=open', named.Maintenance)).data).toMatchObject([
      { id: 'm1', phase: 'scheduled', scheduledFor: '2026-03-02T02:00:00.000Z' },
    ])
    expect(named.Maintenance.parse(await server.json('/api/v1/maintenances/m1'))).toMatchObject({ id: 'm1' })
    expect((await readList(server, '/api/v1/maintenances/m1/revisions', named.Revision)).data).toHaveLength(1)
  })
})
