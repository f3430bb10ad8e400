import { beforeEach, describe, expect, it } from 'vitest'
import { isKnown } from '../../../server/http/caching.ts'
import { affected, change, incident, now, page, readAt, secondsAfter, vendor } from '../../support/rows.ts'
import { insert } from '../../support/database.ts'
import { createTestServer, type TestServer } from '../harness.ts'

const cached = [
  '/api/v1/vendors',
  '/api/v1/vendors/v',
  '/api/v1/incidents',
  '/api/v1/changes',
  '/feed.json',
  '/feed.rss',
  '/feed.atom',
  '/badge/v.svg',
  '/vendors/v/api/v2/status.json',
  '/calendar.ics',
]
const pages = ['/', '/vendors/v', '/maintenances', '/reports']

describe('server/http/caching.ts', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await createTestServer({ vendor: [vendor('v')], page: [page('v')], change: [change('v', 'k1')] })
  })

  async function tagOf(path: string): Promise<string> {
    return (await server.get(path)).headers.get('etag') ?? ''
  }

  it.each([...cached, ...pages])('answers 304 for %s where nothing moved: no body, the same headers', async (path) => {
    const first = await server.get(path)
    const etag = first.headers.get('etag') ?? ''

    const second = await server.get(path, { 'if-none-match': etag })

    expect(etag).toMatch(/^W\/"[\w-]{20,}"$/u)
    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
    expect(second.headers.get('etag')).toBe(etag)
    expect(second.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
  })

  it.each([...cached, ...pages])('answers %s anew after a change', async (path) => {
    const etag = await tagOf(path)
    await insert(server.database, { change: [change('v', 'k2')] })

    expect((await server.get(path, { 'if-none-match': etag })).status).toBe(200)
  })

  it.each(pages)('never keeps a dead green of the page %s alive', async (path) => {
    const etag = await tagOf(path)
    server.setNow(secondsAfter(readAt, 240.001))

    expect((await server.get(path, { 'if-none-match': etag })).status).toBe(200)
  })

  it.each(cached)('never keeps a dead green of %s alive: a reading gone stale is another tag', async (path) => {
    const etag = await tagOf(path)
    server.setNow(secondsAfter(readAt, 240))
    const atTheLimit = await server.get(path, { 'if-none-match': etag })
    server.setNow(secondsAfter(readAt, 240.001))
    const beyond = await server.get(path, { 'if-none-match': etag })

    expect([atTheLimit.status, beyond.status]).toEqual([304, 200])
  })

  it.each([
    { age: 30, maxAge: 5 },
    { age: 236.5, maxAge: 3 },
    { age: 239.5, maxAge: 0 },
    { age: 240, maxAge: 0 },
    { age: 300, maxAge: 5 },
  ])('lets an answer be kept for $maxAge s where its reading is $age s old and good for 240', async ({ age, maxAge }) => {
    server.setNow(secondsAfter(readAt, age))

    expect((await server.get('/api/v1/vendors')).headers.get('cache-control')).toBe(`public, max-age=${maxAge}, must-revalidate`)
  })

  it.each(['/api/v1/incidents/i9', '/api/v1/incidents?vendor=gone', '/api/v1/vendors/gone'])(
    'keeps no green of an unwatched vendor alive at %s',
    async (path) => {
      await insert(server.database, {
        vendor: [vendor('gone', { watched: 0 })],
        page: [page('gone')],
        incident: [incident('gone', 'i9')],
        incident_component: [affected('i9', 0, { health: 'operational' })],
      })
      const etag = await tagOf(path)
      server.setNow(secondsAfter(readAt, 240.001))

      const response = await server.get(path, { 'if-none-match': etag })

      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('"health":"operational"')
    },
  )

  it('has pages asked for anew each time', async () => {
    expect((await server.get('/')).headers.get('cache-control')).toBe('no-cache')
  })

  it('gives each address a tag of its own', async () => {
    const tags = await Promise.all(
      ['/api/v1/vendors', '/api/v1/vendors?limit=1', '/api/v1/incidents', '/feed.rss', '/feed.atom'].map(tagOf),
    )

    expect(new Set(tags).size).toBe(tags.length)
    expect((await server.get('/api/v1/incidents', { 'if-none-match': tags[0] ?? '' })).status).toBe(200)
  })

  it.each([
    { moved: 'the name', row: { name: 'Other' } },
    { moved: 'the category', row: { category: 'payments' } },
    { moved: 'the homepage', row: { homepage: null } },
  ])('moves with $moved of a vendor, which makes no change', async ({ row }) => {
    const etag = await tagOf('/api/v1/vendors')
    await server.database.db.updateTable('vendor').set(row).execute()

    expect(await tagOf('/api/v1/vendors')).not.toBe(etag)
  })

  it('stays over a reading that said the same', async () => {
    const etag = await tagOf('/api/v1/vendors')
    await server.database.db.updateTable('page').set({ read_at: now, health_at: now, checked_at: now }).execute()

    expect(await tagOf('/api/v1/vendors')).toBe(etag)
  })

  it.each([
    { given: undefined, known: false },
    { given: '*', known: true },
    { given: 'W/"a"', known: true },
    { given: '"a"', known: true },
    { given: '"b", W/"a"', known: true },
    { given: '"b","a" , "c"', known: true },
    { given: '"b"', known: false },
    { given: 'a', known: false },
    { given: '', known: false },
  ])('takes If-None-Match $given by weak comparison', ({ given, known }) => {
    expect(isKnown(given, 'W/"a"')).toBe(known)
  })
})
