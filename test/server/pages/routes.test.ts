import { load } from 'cheerio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, type TestServer } from '../harness.ts'
import * as row from '../../support/rows.ts'

/** The pages as the server answers them, over rows as the crawler writes them. */

const rows = {
  vendor: [row.vendor('one', { name: 'One' }), row.vendor('left', { name: 'Left', watched: 0 })],
  page: [row.page('one'), row.page('left')],
  component: [row.component('one-page', 'c1', { name: 'Part' })],
  incident: [
    row.incident('one', 'i1', { title: 'Slow', impact: 'major' }),
    ...Array.from({ length: 25 }, (_, index) =>
      row.incident('one', `old${index}`, { ...row.resolved, sort_at: row.secondsAfter(row.hourAgo, -index) }),
    ),
  ],
  incident_version: [
    row.entryVersion('i1', 'a', { title: 'Before', seen_until: row.readAt }),
    row.entryVersion('i1', 'b', { title: 'Slow', impact: 'major', seen_from: row.readAt }),
  ],
  incident_update: [row.update('i1', 'u1', { body: 'Looking.' })],
  maintenance: [row.maintenance('one', 'm1')],
} as const

describe('server/pages', () => {
  let server: TestServer

  beforeEach(async () => {
    server = await createTestServer(rows)
  })

  afterEach(async () => {
    await server.database.close()
    if (server.faults.length > 0) throw new AggregateError(server.faults, 'The server failed')
  })

  it.each([
    { path: '/', status: 200, heading: '1 of 1 vendor has problems' },
    { path: '/vendors/one', status: 200, heading: 'One' },
    { path: '/vendors/left', status: 200, heading: 'Left' },
    { path: '/incidents/i1', status: 200, heading: 'Slow' },
    { path: '/maintenances', status: 200, heading: 'Maintenances' },
    { path: '/reports', status: 200, heading: 'Incident reports' },
    { path: '/vendors/none', status: 404, heading: 'Nothing is here' },
    { path: '/incidents/none', status: 404, heading: 'Nothing is here' },
    { path: '/vendors/one?before=forged', status: 404, heading: 'Nothing is here' },
    { path: '/maintenances?before=forged', status: 404, heading: 'Nothing is here' },
  ])('answers $path with $status: $heading', async ({ path, status, heading }) => {
    const response = await server.get(path, { accept: 'text/html' })
    const $ = load(await response.text())

    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect($('h1').text()).toBe(heading)
  })

  it('pages through the past without losing one', async () => {
    const first = load(await (await server.get('/vendors/one')).text())
    const next = first('.paging a[rel=next]').attr('href') ?? ''
    const second = load(await (await server.get(next)).text())

    expect(first('#past-list .entry')).toHaveLength(20)
    expect(second('#past-list .entry')).toHaveLength(5)
    expect(second('.paging a[rel=next]')).toHaveLength(0)
  })

  it('shows the versions of an incident', async () => {
    const $ = load(await (await server.get('/incidents/i1')).text())

    expect($('#entry-versions del').first().text()).toBe('Before')
    expect($('#entry-versions ins').first().text()).toBe('Slow')
  })

  it('answers 304 only while what was sent is still what would be sent', async () => {
    for (const path of ['/', '/vendors/one', '/incidents/i1', '/maintenances', '/reports']) {
      server.setNow(row.now)
      const etag = (await server.get(path)).headers.get('etag') ?? ''
      const again = await server.get(path, { 'if-none-match': etag })
      server.setNow(row.secondsAfter(row.now, 15))
      const later = await server.get(path, { 'if-none-match': etag })

      expect([again.status, later.status]).toEqual([304, 200])
    }
  })

  it('keeps no green component alive by a 304 when only the components went unread', async () => {
    await server.database.db
      .updateTable('page')
      .set({ components_at: row.secondsAfter(row.now, -240) })
      .execute()
    const response = await server.get('/vendors/one')
    expect(load(await response.text())('#c-c1 use').attr('href')).toBe('#mark-operational')

    server.setNow(row.secondsAfter(row.now, 1))
    const next = await server.get('/vendors/one', { 'if-none-match': response.headers.get('etag') ?? '' })

    expect(next.status).toBe(200)
    expect(load(await next.text())('#c-c1 use').attr('href')).toBe('#mark-unknown')
  })

  it('tells the stream where to go on from', async () => {
    await server.database.db.insertInto('change').values(row.change('one', 'k1')).execute()
    const $ = load(await (await server.get('/')).text())

    expect($('main').attr('data-newest')).toBe('1')
  })
})
