import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { named } from '../../../server/api/schemas.ts'
import { readReports } from '../../support/report-rows.ts'
import * as row from '../../support/rows.ts'
import { insert } from '../../support/database.ts'
import { readList } from '../answers.ts'
import { createTestServer, type TestServer } from '../harness.ts'

function reportOf(incident: string, vendor: string, day: number, body: string): ReturnType<typeof row.report> {
  const at = row.at(`2026-02-${String(day).padStart(2, '0')}T18:00:00Z`)
  return row.report(incident, { vendor_id: vendor, body, published_at: at, dated_at: at, posts: '["2026-02-01T10:30:00.000Z"]' })
}

const scene = {
  vendor: [row.vendor('v', { name: 'Vendor' }), row.vendor('w'), row.vendor('left', { watched: 0 })],
  page: [row.page('v'), row.page('w'), row.page('left')],
  incident: [
    row.incident('v', 'i1', { ...row.resolved, title: 'Checkout fails', resolved_at: row.at('2026-02-01T11:30:00Z') }),
    row.incident('w', 'i2', { ...row.resolved, title: 'Mail is late' }),
    row.incident('left', 'i3', { ...row.resolved }),
    row.incident('v', 'i4', { ...row.resolved }),
  ],
  incident_update: [
    row.update('i1', 'u1', { posted_at: row.at('2026-02-01T10:30:00Z') }),
    row.update('i1', 'u2', { phase: 'resolved', position: 1, posted_at: row.at('2026-02-01T11:30:00Z') }),
  ],
  ...readReports([
    reportOf(
      'i1',
      'v',
      3,
      'Between 10:00 UTC and 12:00 UTC on 1 February 2026 about 30 % of requests to Checkout failed. The outage was caused by an expired certificate at Cloudflare.',
    ),
    reportOf('i2', 'w', 5, 'Between 09:00 UTC and 09:30 UTC on 4 February 2026 mail was late. The outage was caused by a full disk.'),
    reportOf('i3', 'left', 6, 'Between 09:00 UTC and 09:30 UTC on 5 February 2026 nothing worked. It was caused by a power outage.'),
  ]),
}

describe('server/api/reports.ts', () => {
  let server: TestServer

  beforeEach(async () => {
    server = await createTestServer(scene)
  })

  afterEach(() => server.database.close())

  it.each([
    { query: '', ids: ['i2', 'i1'] },
    { query: 'vendor=v', ids: ['i1'] },
    { query: 'vendor=v,left', ids: ['i3', 'i1'] },
    { query: 'cause=certificate', ids: ['i1'] },
    { query: 'cause=certificate,power&vendor=v,w,left', ids: ['i3', 'i1'] },
    { query: 'thirdParty=cloudflare', ids: ['i1'] },
    { query: 'since=2026-02-05', ids: ['i2'] },
    { query: 'until=2026-02-05', ids: ['i1'] },
    { query: 'q=checkout+certificate', ids: ['i1'] },
    { query: 'q=%25', ids: ['i1'] },
    { query: 'limit=1', ids: ['i2'] },
  ])('lists reports by ?$query', async ({ query, ids }) => {
    const { data } = await readList(server, `/api/v1/reports?${query}`, named.ReportListing)

    expect(data.map(({ incidentId }) => incidentId)).toEqual(ids)
  })

  it('goes on where the answer before ended', async () => {
    const first = await readList(server, '/api/v1/reports?limit=1', named.ReportListing)
    const rest = await readList(server, `/api/v1/reports?limit=1&cursor=${first.next}`, named.ReportListing)

    expect(rest.data.map(({ incidentId }) => incidentId)).toEqual(['i1'])
    expect(rest.next).toBeNull()
  })

  it.each([
    { query: 'vendor=nobody', parameter: 'vendor' },
    { query: 'cause=gremlins', parameter: 'cause' },
    { query: 'since=yesterday', parameter: 'since' },
    { query: 'cursor=forged', parameter: 'cursor' },
    { query: 'impact=major', parameter: 'impact' },
    { query: `q=${'x'.repeat(201)}`, parameter: 'q' },
  ])('refuses ?$query with 400 and the name of the parameter', async ({ query, parameter }) => {
    const response = await server.get(`/api/v1/reports?${query}`)

    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(named.Problem.parse(await response.json())).toMatchObject({ status: 400, parameter })
  })

  it('tells in an incident what its report states, each with its sentence', async () => {
    const [{ report }, list] = [
      named.Incident.parse(await server.json('/api/v1/incidents/i1')),
      await readList(server, '/api/v1/incidents?vendor=v', named.Incident),
    ]

    expect(report).toMatchObject({
      causeCategory: 'certificate',
      affectedSharePercent: 30,
      windows: [{ start: '2026-02-01T10:00:00.000Z', end: '2026-02-01T12:00:00.000Z', role: 'main' }],
      figures: { reportLagSeconds: 1800, statedDowntimeSeconds: 7200, postedDowntimeSeconds: 3600, reason: null },
      thirdParties: [{ name: 'Cloudflare' }],
      versions: [{ digest: 'r1', seenUntil: null }],
    })
    expect(report?.causeEvidence?.text).toContain('caused by an expired certificate')
    expect(list.data.find(({ id }) => id === 'i1')?.report).toEqual(report)
    expect(list.data.find(({ id }) => id === 'i4')?.report).toBeNull()
  })

  it('answers a report of a megabyte with script tags and control characters, and shows it, as text', async () => {
    const body = `## Summary\n\n\u0001<script>alert(1)</script>\u001B[2J ${'It was down. '.repeat(80_000)}`
    await insert(server.database, readReports([{ ...reportOf('i4', 'v', 9, body), format: 'markdown' }]))
    const { report } = named.Incident.parse(await server.json('/api/v1/incidents/i4'))
    const listed = await readList(server, '/api/v1/reports?vendor=v&limit=1', named.ReportListing)
    const pages = await Promise.all(['/incidents/i4', '/reports', '/vendors/v'].map(async (path) => (await server.get(path)).text()))

    expect(report?.body).toBe(body)
    expect(listed.data[0]?.excerpt.length).toBeLessThan(400)
    expect(pages.map((html) => html.match(/<script/gu)?.length)).toEqual([1, 1, 1])
    expect(pages.filter((html) => html.includes('\u0001') || html.includes('\u001B'))).toEqual([])
  })

  it('sums up a vendor, and says by what rule it would be graded', async () => {
    const honesty = named.Honesty.parse(await server.json('/api/v1/vendors/v/honesty'))

    expect(honesty).toMatchObject({
      vendorId: 'v',
      reports: 1,
      lag: { reports: 1, medianSeconds: 1800, p90Seconds: 1800 },
      downtime: { reports: 1, statedSeconds: 7200, postedSeconds: 3600, hiddenSeconds: 3600 },
      grade: null,
    })
    expect(honesty.rule).toContain('at least 5 reports')
    expect((await server.get('/api/v1/vendors/nobody/honesty')).status).toBe(404)
    expect((await server.get('/api/v1/vendors/v/honesty?days=3')).status).toBe(400)
    expect(named.Honesty.parse(await server.json('/api/v1/vendors/left/honesty'))).toMatchObject({ reports: 1 })
  })

  it.each(['/api/v1/reports', '/api/v1/vendors/v/honesty', '/api/v1/incidents/i4'])(
    'answers %s with 304 until another report is read, even where no change tells of it',
    async (path) => {
      const etag = (await server.get(path)).headers.get('etag') ?? ''
      const again = await server.get(path, { 'if-none-match': etag })
      await insert(
        server.database,
        readReports([reportOf('i4', 'v', 9, 'Between 09:00 UTC and 09:30 UTC on 8 February 2026 it was down.')]),
      )
      const later = await server.get(path, { 'if-none-match': etag })

      expect([again.status, later.status]).toEqual([304, 200])
    },
  )
})
