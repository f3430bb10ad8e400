import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../crawler/failure.ts'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { type Detecting, detectPage } from '../../crawler/detection.ts'
import { brokenOff } from '../../crawler/fetch/conclude.ts'
import { platformOfPage } from '../../crawler/platforms.ts'
import { platforms } from '../../parsers/registry.ts'
import { answer, redirect, startFaultServer } from '../support/fault-server.ts'
import { createTestClient, documentOf } from '../support/fetch-client.ts'
import { html, login, type Override, paths, type Site, startSite, unavailable } from './site.ts'

const { statuspage } = platforms
const unknownPage: Override = { headers: html, body: '<!doctype html><html><title>Acme</title><body>All good!</body></html>' }

describe('crawler/platforms.ts', () => {
  let site: Site
  let http: HttpClient

  beforeEach(async () => {
    site = await startSite()
    http = createTestClient()
  })
  afterEach(async () => {
    await http.destroy()
    await site.close()
  })

  function asked(): readonly string[] {
    return site.requests.map(({ path }) => path)
  }

  it('knows a page by itself, and asks for nothing more', async () => {
    const { identified, matches, pageUrl, finalUrl } = await detectPage(site.url, { http, candidates: [statuspage] })

    expect(identified.map(({ platform }) => platform)).toEqual(['statuspage'])
    expect(matches[0]?.evidence.map(({ kind, weight }) => `${weight} ${kind}`)).toContain('proof selector')
    expect([pageUrl, finalUrl]).toEqual([site.url, `${site.url}/`])
    expect(asked()).toEqual([paths.home])
  })

  it.each<{ what: string; home: Override }>([
    { what: 'says nothing', home: unknownPage },
    { what: 'cannot be had', home: unavailable },
    { what: 'is not there', home: { status: 404 } },
  ])('knows a page by a well-known path where its address $what', async ({ home }) => {
    site.answers.set(paths.home, home)

    const { identified, error } = await detectPage(site.url, { http, candidates: [statuspage] })

    expect(identified.map(({ platform }) => platform)).toEqual(['statuspage'])
    expect(identified[0]?.evidence.map(({ kind }) => kind)).toEqual(['probeShape'])
    expect(error).toBeUndefined()
    // The last one is a path that nobody has: the host does not answer everything alike.
    expect(asked()).toEqual([paths.home, paths.summary, expect.stringMatching(/^\/[0-9a-f]{12}\.json$/u)])
  })

  it('says that it knows no platform of a page, whatever its host answers with 200', async () => {
    site.answers.set(paths.home, unknownPage)
    site.answers.set(paths.summary, unknownPage)

    const platform = await platformOfPage(rowOf(site.url, null), { http, candidates: [statuspage] })

    expect(platform).toMatchObject({ outcome: 'unparseable', kind: 'foreign', detail: 'no known platform recognises this page' })
  })

  it.each<{ what: string; home: Override; failure: object; askedFor: readonly string[] }>([
    {
      what: 'a login form',
      home: login,
      failure: { outcome: 'refused', kind: 'foreign', detail: 'a login form', understood: false },
      askedFor: [paths.home],
    },
    {
      what: 'a bot challenge',
      home: { status: 403, headers: html, body: '<html><title>Just a moment...</title></html>' },
      failure: { outcome: 'refused', kind: 'challenge', detail: 'a bot challenge of Cloudflare' },
      askedFor: [paths.home],
    },
    {
      what: 'a limit of requests',
      home: { status: 429, headers: { 'retry-after': '90' } },
      failure: { outcome: 'refused', kind: 'status', detail: '429', cause: { retryAfterSeconds: 90 } },
      askedFor: [paths.home],
    },
    {
      what: 'errors everywhere',
      home: unavailable,
      failure: { outcome: 'refused', kind: 'status', detail: '503' },
      askedFor: [paths.home, paths.summary],
    },
  ])('is told by $what that it may not know, and asks no further than that allows', async ({ home, failure, askedFor }) => {
    site.answers.set(paths.home, home)
    site.answers.set(paths.summary, unavailable)

    const platform = await platformOfPage(rowOf(site.url, null), { http, candidates: [statuspage] })

    expect(platform).toMatchObject(failure)
    expect(asked()).toEqual(askedFor)
  })

  describe('of a page that is the empty shell of a script', () => {
    const shell: Override = {
      headers: html,
      body: '<!doctype html><html><body><div id="root"></div><script src="/app.js"></script></body></html>',
    }
    let visits: string[]
    let status: Site

    beforeEach(async () => {
      visits = []
      status = await startSite()
      site.answers.set(paths.home, shell)
      site.answers.set(paths.summary, { status: 404 })
    })

    afterEach(async () => {
      await status.close()
    })

    /** A browser that draws this address instead. */
    function drawing(path: string): NonNullable<Detecting['browser']> {
      return {
        async fetch({ url, medium }) {
          visits.push(url)
          const { finalUrl: _, ...drawn } = documentOf(await http.fetch({ url: `${site.url}${path}`, medium }))
          return { ...drawn, url, finalUrl: `${url}/` }
        },
      }
    }

    const absent: NonNullable<Detecting['browser']> = {
      fetch: ({ url }) => Promise.resolve(brokenOff({ kind: 'browser', detail: 'not_installed' }, url, url)),
    }

    it('knows it as a browser draws it, after everything else', async () => {
      site.answers.set('/drawn', { headers: html, body: documentOf(await http.fetch({ url: status.url, medium: 'html' })).text })

      const detection = await detectPage(site.url, { http, browser: drawing('/drawn'), candidates: [statuspage] })

      expect([detection.identified.map(({ platform }) => platform), detection.drawn]).toEqual([['statuspage'], 'seen'])
      expect([visits, asked().slice(0, 2)]).toEqual([[site.url], [paths.home, paths.summary]])
    })

    it('is told by what was drawn that it may not know', async () => {
      site.answers.set('/drawn', login)

      const failure = await platformOfPage(rowOf(site.url, null), { http, browser: drawing('/drawn'), candidates: [statuspage] })

      expect(failure).toMatchObject({ outcome: 'refused', kind: 'foreign', detail: 'a login form' })
    })

    it.each([
      { failures: 0, kind: 'browser' },
      { failures: 2, kind: 'browser' },
      { failures: 3, kind: 'foreign' },
      { failures: 9, kind: 'foreign' },
      { failures: 20, kind: 'browser' },
    ])('wants a browser at first, and then now and then (after $failures failures: $kind)', async ({ failures, kind }) => {
      const page = { ...rowOf(site.url, null), failures }

      const failure = await platformOfPage(page, { http, browser: absent, candidates: [statuspage] })

      expect(failure).toMatchObject({ kind })
    })

    it('wants none for a page that says something, or that it knows', async () => {
      site.answers.set(paths.home, unknownPage)
      await detectPage(site.url, { http, browser: drawing('/'), candidates: [statuspage] })
      site.answers.set(paths.home, shell)
      site.answers.delete(paths.summary)
      await detectPage(site.url, { http, browser: drawing('/'), candidates: [statuspage] })

      expect(visits).toEqual([])
    })
  })

  it('says why a page cannot be reached', async () => {
    const closed = await startSite()
    await closed.close()

    const platform = await platformOfPage(rowOf(closed.url, null), { http, candidates: [statuspage] })

    expect(platform).toMatchObject({ outcome: 'unreachable', kind: 'connection', detail: 'connect_refused' })
  })

  it('reports a page that two platforms claim, and breaks no tie', async () => {
    const imitation = { ...statuspage, id: 'imitation' } as const

    const both = await platformOfPage(rowOf(site.url, null), { http, candidates: [statuspage, imitation] })

    expect(both).toMatchObject({ kind: 'foreign', detail: 'more than one platform claims this page: statuspage, imitation' })
  })

  it('believes the name that a vendor row gives, without a question', async () => {
    const named = await platformOfPage(rowOf(site.url, 'statuspage'), { http, candidates: [statuspage] })
    const wrong = await platformOfPage(rowOf(site.url, 'nosuch'), { http, candidates: [statuspage] })

    expect(isFailure(named) ? undefined : named.platform.id).toBe('statuspage')
    expect(wrong).toMatchObject({ kind: 'foreign', detail: 'no platform is called nosuch' })
    expect(asked()).toEqual([])
  })

  it.each([
    { what: 'for good', status: 301, path: '/', moved: true },
    { what: 'for good', status: 308, path: '/', moved: true },
    { what: 'for now', status: 302, path: '/', moved: false },
    { what: 'for good to another place', status: 301, path: '/?from=old', moved: false },
  ])('tells the address to watch where a host has moved $what ($status)', async ({ status, path, moved }) => {
    const old = await startFaultServer()
    old.on('/', redirect(`${site.url}${path}`, status))
    old.on('/api/v2/summary.json', answer({ status: 404 }))

    const { pageUrl, finalUrl } = await detectPage(old.origin, { http, candidates: [statuspage] })
    await old.close()

    expect(pageUrl).toBe(moved ? site.url : old.origin)
    expect(finalUrl).toBe(`${site.url}${path}`)
  })
})

function rowOf(url: string, platform: string | null): Parameters<typeof platformOfPage>[0] {
  return { url, platform, params: '{}', settings: null, failures: 0 }
}
