import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { demoVendors, startVendorWeb, type VendorWeb } from '../../../crawler/demo/vendor-web.ts'

const Summary = z.object({
  page: z.object({ id: z.string(), name: z.string(), url: z.string(), time_zone: z.string(), updated_at: z.string() }),
  components: z.array(z.object({ id: z.string(), name: z.string(), status: z.string(), group: z.boolean() })),
  incidents: z.array(z.object({ id: z.string(), name: z.string() })),
  scheduled_maintenances: z.array(z.object({ id: z.string() })),
  status: z.object({ indicator: z.string(), description: z.string() }),
})

describe('crawler/demo/vendor-web.ts', () => {
  let now = Date.parse('2026-11-20T10:00:00Z')
  let web: VendorWeb

  beforeEach(async () => {
    now = Date.parse('2026-11-20T10:00:00Z')
    web = await startVendorWeb({ clock: () => now })
  })

  afterEach(async () => {
    await web.close()
  })

  async function summary(vendor: string): Promise<z.infer<typeof Summary>> {
    const response = await fetch(`${web.url}/${vendor}/api/v2/summary.json`)
    return Summary.parse(await response.json())
  }

  it('serves every vendor of its list below a path of its own', async () => {
    const vendors = demoVendors(web.url)

    const pages = await Promise.all(vendors.map(({ id }) => summary(id)))

    expect(pages.map(({ page }) => page.url)).toEqual(vendors.map(({ pages: [page] }) => page?.url))
    expect(pages.map(({ page }) => page.name)).toEqual(vendors.map(({ name }) => name))
    expect(new Set(pages.map(({ page }) => page.id)).size).toBe(vendors.length)
  })

  it('answers 304 as long as a page says the same, and 200 once it says more', async () => {
    const url = `${web.url}/bramble-pay/api/v2/summary.json`
    const first = await fetch(url)
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }

    now += 5_000
    const same = await fetch(url, { headers })
    now += 25_000
    const changed = await fetch(url, { headers })

    expect([first.status, same.status, changed.status]).toEqual([200, 304, 200])
    expect(await same.text()).toBe('')
    expect(web.answers).toEqual({ 200: 2, 304: 1 })
  })

  it('moves with its clock', async () => {
    const before = await summary('tallowgate')
    now += 350_000
    const during = await summary('tallowgate')
    now += 200_000
    const after = await summary('tallowgate')

    expect([before, during, after].map(({ status }) => status.indicator)).toEqual(['none', 'critical', 'none'])
    expect([before, during, after].map(({ incidents }) => incidents.length)).toEqual([0, 1, 0])
  })

  it('lets a page be out of reach for a while', async () => {
    now += 300_000
    const during = await fetch(`${web.url}/fernway/api/v2/summary.json`)
    now += 200_000
    const after = await fetch(`${web.url}/fernway/api/v2/summary.json`)

    expect([during.status, after.status]).toEqual([503, 200])
  })

  it.each([
    { path: '/fernway/nonsense', method: 'GET', status: 404 },
    { path: '/nobody/api/v2/summary.json', method: 'GET', status: 404 },
    { path: '/', method: 'GET', status: 404 },
    { path: '/fernway', method: 'HEAD', status: 200 },
    { path: '/fernway', method: 'POST', status: 405 },
  ])('answers $method $path with $status', async ({ path, method, status }) => {
    const response = await fetch(`${web.url}${path}`, { method })

    expect(response.status).toBe(status)
  })

  it('writes times of a page in the zone of that page', async () => {
    expect((await summary('bramble-pay')).page.updated_at).toMatch(/Z$/u)
    expect((await summary('harbourline')).page.updated_at).toMatch(/\+01:00$/u)
  })
})
