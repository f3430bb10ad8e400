import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { VendorRow } from '../../../data/catalog/vendor-row.ts'
import { openWorkshop, type Workshop } from '../../support/processes.ts'
import { html, login, paths, type Site, startSite } from '../site.ts'

const Detected = z.strictObject({
  url: z.string(),
  page: z.string(),
  foundBy: z.enum(['itself', 'link', 'usual-place']),
  finalUrl: z.string(),
  platform: z.string().nullable(),
  ambiguous: z.boolean(),
  candidates: z.array(z.object({ platform: z.string(), identified: z.boolean(), evidence: z.array(z.object({ kind: z.string() })) })),
  catchAll: z.array(z.string()),
  drawn: z.string().nullable(),
  alsoFound: z.array(z.object({ url: z.string(), platform: z.string().nullable() })),
  tried: z.array(z.string()),
  refusal: z.object({ reason: z.string(), what: z.string() }).nullable(),
  error: z.object({ kind: z.string(), detail: z.string(), httpStatus: z.number().nullable() }).nullable(),
  vendor: VendorRow.nullable(),
})

const environment = { STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8', STATUSWIRE_VENDORS: 'github' }

describe('crawler/commands/detect.ts', () => {
  let workshop: Workshop
  let site: Site

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  it('tells the platform, its evidence and the line to paste', async () => {
    const [words, json] = await Promise.all([
      workshop.run('crawler/main.ts', ['detect', site.url], environment),
      workshop.run('crawler/main.ts', ['detect', '--json', site.url], environment),
    ])

    const lines = words.stdout.trimEnd().split('\n')
    const detected = Detected.parse(JSON.parse(json.stdout))
    expect([words.code, words.stderr, json.code, json.stderr]).toEqual([0, '', 0, ''])
    expect(lines.slice(0, 3)).toEqual([site.url, 'platform: statuspage', '  statuspage'])
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}proof {2}selector: the body of a status page \(seen 20\d\d-\d\d\) \[/u))
    expect(VendorRow.parse(JSON.parse(lines.at(-1)?.replace('vendor line: ', '') ?? ''))).toEqual(detected.vendor)
    expect(detected).toMatchObject({ platform: 'statuspage', ambiguous: false, refusal: null, error: null })
    expect(detected.candidates[0]?.evidence.length).toBeGreaterThan(1)
  })

  it("finds the status page that a vendor's home page links to, and says how", async () => {
    const vendor = await startSite()
    vendor.answers.set(paths.home, { headers: html, body: `<html><body><a href="${site.url}/">System status</a></body></html>` })
    for (const path of [paths.summary, paths.atom, paths.rss]) vendor.answers.set(path, { status: 404 })

    const [words, json] = await Promise.all([
      workshop.run('crawler/main.ts', ['detect', vendor.url], environment),
      workshop.run('crawler/main.ts', ['detect', '--json', vendor.url], environment),
    ])
    await vendor.close()

    const detected = Detected.parse(JSON.parse(json.stdout))
    expect(words.stdout.split('\n').slice(0, 3)).toEqual([
      `${vendor.url} -> ${site.url}/`,
      'platform: statuspage',
      `found by the page's own link: ${site.url}`,
    ])
    expect(detected).toMatchObject({ url: vendor.url, page: site.url, foundBy: 'link', platform: 'statuspage', alsoFound: [] })
    expect(detected.vendor?.pages).toEqual([{ url: site.url, platform: 'statuspage' }])
  })

  it('exits 1 where it is no page that it knows, with the reason', async () => {
    site.answers.set(paths.home, login)
    const stranger = await startSite()
    stranger.answers.set(paths.home, { headers: html, body: '<html><title>Acme</title></html>' })
    for (const path of [paths.summary, paths.atom, paths.rss]) stranger.answers.set(path, { status: 404 })
    const closed = await startSite()
    await closed.close()

    const [refused, unknown, unreachable] = await Promise.all(
      [site, stranger, closed].map(({ url }) => workshop.run('crawler/main.ts', ['detect', url], environment)),
    )
    await stranger.close()

    expect([refused?.code, refused?.stdout]).toEqual([1, `${site.url}\nnot a status page: a login form (login_wall)\n`])
    expect([unknown?.code, unknown?.stdout]).toEqual([
      1,
      `${stranger.url}\nno known platform recognises this page\nlooked in vain at ${stranger.url}/status, ${stranger.url}/system-status\n`,
    ])
    expect([unreachable?.code, unreachable?.stdout]).toEqual([1, `${closed.url}\nnot reached: connection (connect_refused)\n`])
  })
})
