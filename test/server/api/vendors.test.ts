import { describe, expect, it } from 'vitest'
import { named } from '../../../server/api/schemas.ts'
import { component, now, page, secondsAfter, vendor } from '../../support/rows.ts'
import { readList } from '../answers.ts'
import { createTestServer } from '../harness.ts'

describe('server/api/vendors.ts', () => {
  it('lists vendors with the fields that are promised, in parts', async () => {
    const ids = ['a', 'b', 'c']
    const server = await createTestServer({ vendor: ids.map((id, position) => vendor(id, { position })), page: ids.map((id) => page(id)) })

    const first = await readList(server, '/api/v1/vendors?limit=2', named.Vendor)
    const second = await readList(server, `/api/v1/vendors?limit=2&cursor=${first.next}`, named.Vendor)

    expect(first.data.map((row) => row.id)).toEqual(['a', 'b'])
    expect(second.data.map((row) => row.id)).toEqual(['c'])
    expect(second.next).toBeNull()
    expect(first.data[0]).toMatchObject({
      health: 'operational',
      trust: 'fresh',
      trustReason: null,
      openIncidents: 0,
      pages: [{ id: 'a-page', platform: 'statuspage', authority: 'api' }],
    })
  })

  it('names the next part in a Link header, under the public address where one is set', async () => {
    const rows = { vendor: [vendor('a'), vendor('b', { position: 1 })] }
    const plain = await createTestServer(rows)
    const proxied = await createTestServer(rows, { publicUrl: 'https://status.example/wire' })

    const link = (await plain.get('/api/v1/vendors?limit=1')).headers.get('link') ?? ''
    const [, url = ''] = /^<([^>]+)>; rel="next"$/u.exec(link) ?? []

    expect((await readList(plain, url.replace('http://status.test', ''), named.Vendor)).data).toMatchObject([{ id: 'b' }])
    expect((await proxied.get('/api/v1/vendors?limit=1')).headers.get('link')).toMatch(
      /^<https:\/\/status\.example\/wire\/api\/v1\/vendors\?limit=1&cursor=/u,
    )
    expect((await plain.get('/api/v1/vendors')).headers.get('link')).toBeNull()
  })

  it('shows an unwatched vendor by its id alone', async () => {
    const server = await createTestServer({ vendor: [vendor('gone', { watched: 0 })], page: [page('gone')] })

    expect((await readList(server, '/api/v1/vendors', named.Vendor)).data).toEqual([])
    expect(named.Vendor.parse(await server.json('/api/v1/vendors/gone'))).toMatchObject({ id: 'gone' })
  })

  it('lists components, none of them operational once the page is stale', async () => {
    const server = await createTestServer({ vendor: [vendor('v')], page: [page('v')], component: [component('v-page', 'c1')] })
    const fresh = await readList(server, '/api/v1/vendors/v/components', named.Component)

    server.setNow(secondsAfter(now, 3_600))
    const stale = await readList(server, '/api/v1/vendors/v/components', named.Component)

    expect(fresh.data).toMatchObject([{ health: 'operational', trust: 'fresh' }])
    expect(stale.data).toMatchObject([{ health: 'unknown', trust: 'stale' }])
  })
})
