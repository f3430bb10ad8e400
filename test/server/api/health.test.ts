import { describe, expect, it } from 'vitest'
import { neverRead, now, page, readAt, secondsAfter, vendor } from '../../support/rows.ts'
import { createTestServer } from '../harness.ts'

/** Pages at an interval of 120 s: the crawler has 360 s. */
const due = secondsAfter(readAt, 120)

describe('server/api/health.ts', () => {
  it.each([
    { what: 'nothing is watched', pages: [], later: 86_400, status: 200 },
    { what: 'the last poll is recent', pages: [page('v')], later: 0, status: 200 },
    { what: 'a page is due, for as long as three intervals', pages: [page('v')], later: 120 + 360 - 30, status: 200 },
    { what: 'a page is due for longer than three intervals', pages: [page('v')], later: 120 + 361 - 30, status: 503 },
    {
      what: 'another page was polled since',
      pages: [page('v'), page('v', { id: 'p2', key: 'p2', checked_at: secondsAfter(now, 300) })],
      later: 480,
      status: 200,
    },
    { what: 'every page backs off until later', pages: [page('v', { next_due_at: secondsAfter(now, 7_200) })], later: 7_000, status: 200 },
    { what: 'a page was never planned, and the server has just started', pages: [page('v', neverRead)], later: 359, status: 200 },
    { what: 'a page was never planned, long after the start', pages: [page('v', neverRead)], later: 361, status: 503 },
    {
      what: 'the store is old and the server has just started',
      pages: [page('v', { checked_at: secondsAfter(now, -86_400), next_due_at: secondsAfter(now, -86_300) })],
      later: 10,
      status: 200,
    },
    { what: 'only an unwatched page is due', pages: [page('v', { watched: 0 })], later: 86_400, status: 200 },
  ])('answers $status while $what', async ({ pages, later, status }) => {
    const server = await createTestServer({ vendor: [vendor('v')], page: pages })
    server.setNow(secondsAfter(now, later))

    const response = await server.get('/healthz')

    expect(response.status).toBe(status)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('says what is wrong, and that it is ready nonetheless', async () => {
    const server = await createTestServer({ vendor: [vendor('v')], page: [page('v', { next_due_at: due })] })
    server.setNow(secondsAfter(due, 1_000))

    expect(await server.json('/healthz')).toMatchObject({
      status: 503,
      detail: 'The crawler looks stuck: pages are due and none was polled for 1000 s',
    })
    expect(await server.json('/readyz')).toEqual({ status: 'ready' })
  })

  it.each(['/healthz', '/readyz'])('answers 503 at %s where the database does not', async (path) => {
    const server = await createTestServer()
    await server.database.close()

    const response = await server.get(path)

    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ detail: 'The database does not answer' })
  })
})
