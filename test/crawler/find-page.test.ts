import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { detectPage } from '../../crawler/detection.ts'
import { findPage } from '../../crawler/find-page.ts'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { statuspage } from '../../parsers/statuspage/index.ts'
import { answer, startFaultServer } from '../support/fault-server.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { html, paths, type Site, startSite } from './site.ts'

describe('crawler/find-page.ts', () => {
  let http: HttpClient
  let home: Site
  let status: Site
  let old: Site

  beforeEach(async () => {
    http = createTestClient()
    ;[home, status, old] = await Promise.all([startSite(), startSite(), startSite()])
    home.answers.set(paths.summary, { status: 404 })
  })
  afterEach(async () => {
    await http.destroy()
    await Promise.all([home, status, old].map((site) => site.close()))
  })

  function links(...anchors: readonly string[]): void {
    home.answers.set(paths.home, { headers: html, body: `<html><title>Acme</title><body>${anchors.join('\n')}</body></html>` })
  }

  function find(): ReturnType<typeof findPage> {
    return findPage(home.url, { http, candidates: [statuspage] })
  }

  it('takes a page that is one as it is, and looks no further', async () => {
    const { detection, by, tried } = await findPage(status.url, { http, candidates: [statuspage] })

    expect([by, detection.identified.length, tried]).toEqual(['itself', 1, [status.url]])
  })

  it('follows the link that says "status", among others that say something else', async () => {
    links(`<a href="/pricing">Pricing</a>`, `<a href="mailto:status@acme.example">Mail</a>`, `<a href="${status.url}">System Status</a>`)

    const { detection, by, others } = await find()

    expect([by, detection.pageUrl, others]).toEqual(['link', status.url, []])
  })

  it('knows a link by its address where its words are only a picture', async () => {
    links(`<a href="${status.url}/status"><img src="/dot.svg" alt=""></a>`)

    const { tried } = await find()

    expect(tried.slice(0, 2)).toEqual([home.url, `${status.url}/status`])
  })

  it('says so where it had to choose', async () => {
    links(`<a href="${status.url}">Status</a>`, `<a href="${old.url}">Status page</a>`)

    const { detection, others } = await find()

    expect(detection.pageUrl).toBe(status.url)
    expect(others.map(({ pageUrl }) => pageUrl)).toEqual([old.url])
  })

  it('looks at the usual paths where nothing is linked, and tells all that it looked at', async () => {
    links()

    const { detection, by, tried } = await find()

    expect([by, detection.identified]).toEqual(['itself', []])
    expect(tried).toEqual([home.url, `${home.url}/status`, `${home.url}/system-status`])
  })

  it('looks at no more than eight places', async () => {
    links(...Array.from({ length: 40 }, (_, index) => `<a href="${home.url}/status/${index}">Status</a>`))

    const { tried } = await find()

    expect(tried).toHaveLength(9)
  })

  it('reads no links out of markup that is too complex to be walked', async () => {
    links('<div>'.repeat(5_000), `<a href="${status.url}">Status</a>`)

    const { by, detection } = await find()

    expect([by, detection.identified]).toEqual(['itself', []])
  })

  it('puts no trust in what a host answers to every path alike', async () => {
    const summary = { page: { id: 'abcdefghij12', name: 'Acme', time_zone: 'Etc/UTC' }, status: { indicator: 'none' } }
    const host = await startFaultServer()
    host.on('*', answer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(summary) }))
    host.on('/', answer({ headers: html, body: '<html><title>Acme</title><body>Welcome</body></html>' }))

    const { identified, catchAll } = await detectPage(host.origin, { http, candidates: [statuspage] })
    await host.close()

    expect([identified, catchAll]).toEqual([[], [paths.summary]])
  })
})
