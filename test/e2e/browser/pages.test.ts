import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FetchedDocument } from '../../../crawler/fetch/conclude.ts'
import type { BrowserRequest } from '../../../crawler/fetch/browser.ts'
import { usualSettling } from '../../../crawler/fetch/browser/settling.ts'
import { answer, redirect, reset, type Script, silence } from '../../support/fault-server.ts'
import { documentOf, errorOf } from '../../support/fetch-client.ts'
import { browserProcesses, openVisitor, page, type Visitor, words } from './visitor.ts'

const json = { 'content-type': 'application/json' }

/** The answer after some time. */
function later(milliseconds: number, script: Script): Script {
  return (socket, request) => void setTimeout(() => script(socket, request), milliseconds)
}

describe('crawler/fetch/browser.ts', () => {
  let visitor: Visitor

  beforeAll(async () => {
    visitor = await openVisitor({ limits: { pagesAtOnce: 4, maximumWireBytes: 2_000_000, maximumDecodedBytes: 1_000_000 } })
    visitor.site.on('/favicon.ico', answer())
  })
  afterAll(() => visitor.close())

  function show(path: string, script: Script): void {
    visitor.site.on(path, script)
  }

  async function read(path: string, more: Partial<BrowserRequest> = {}): Promise<FetchedDocument> {
    return documentOf(await visitor.client.fetch({ url: visitor.site.url(path), medium: 'html', ...more }))
  }

  async function refusal(path: string, more: Partial<BrowserRequest> = {}): Promise<string> {
    return errorOf(await visitor.client.fetch({ url: visitor.site.url(path), medium: 'html', ...more })).message
  }

  it('reads a page as its script draws it, late, in English and in UTC', async () => {
    show(
      '/late',
      page(
        '<div id="root"></div>',
        "const data = await (await fetch('/data')).json(); root.textContent = data.said + new Date(0) + navigator.language",
      ),
    )
    show('/data', later(600, answer({ headers: json, body: JSON.stringify({ said: words }) })))

    const { url, finalUrl, status, medium, text, headers, etag } = await read('/late')

    expect({ finalUrl, status, medium, etag }).toEqual({ finalUrl: url, status: 200, medium: 'html', etag: undefined })
    expect(text).toMatch(/^<!doctype html><html lang="en"><head><title>Acme Status<\/title>/u)
    expect(text).toContain(`<div id="root">${words}Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)en-US</div>`)
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-length': String(Buffer.byteLength(text)) })
    const asked = visitor.site.seen.find(({ target }) => target.endsWith('/late'))
    expect(asked?.headers).toMatchObject({
      'user-agent': expect.stringMatching(/Chrome\/.* Statuswire\/test \(\+https:\/\/statuswire\.test\/contact\)$/u),
      'accept-language': expect.stringContaining('en-US'),
    })
  })

  it('loads no pictures, films, fonts or beacons', async () => {
    const style =
      '<style>@font-face { font-family: F; src: url(/kept-out/font) } p { font-family: F; background: url(/kept-out/background) }</style>'
    const media = '<img src="/kept-out/img"><video src="/kept-out/video" autoplay></video><audio src="/kept-out/audio" autoplay></audio>'
    show('/heavy', page(`${style}<p>${words}</p>${media}`, "navigator.sendBeacon('/kept-out/beacon'); await fetch('/let-in')"))

    await read('/heavy')

    expect(visitor.site.seen.filter(({ target }) => target.includes('/kept-out/'))).toEqual([])
    expect(visitor.site.seen.some(({ target }) => target.endsWith('/let-in'))).toBe(true)
  })

  it('keeps what the page fetches, where that is wanted: the first good answer, in full', async () => {
    show(
      '/app',
      page(
        '<div id="root"></div>',
        "await fetch('/api/none.json'); await fetch('/api/status.json?try=1'); await fetch('/api/status.json?try=2')",
      ),
    )
    let tries = 0
    show('/api/status.json', (socket, request) =>
      answer(++tries === 1 ? { status: 500, body: 'no' } : { headers: { ...json, etag: '"1"' }, body: '{"components":[]}' })(
        socket,
        request,
      ),
    )

    const kept = await read('/app', { medium: 'json', response: (url) => new URL(url).pathname === '/api/status.json' })

    expect(kept).toMatchObject({ url: visitor.site.url('/app'), finalUrl: visitor.site.url('/api/status.json?try=2'), medium: 'json' })
    expect([kept.text, kept.etag, kept.headers['content-type']]).toEqual(['{"components":[]}', undefined, 'application/json'])
  })

  it('fails where the wanted answer is never fetched, is refused, or is not fetched by the page itself', async () => {
    const frame = "document.body.append(Object.assign(document.createElement('iframe'), { src: '/inner' }))"
    show('/api/refused.json', answer({ status: 503 }))
    show('/api/inner.json', answer({ headers: json, body: '{}' }))
    show('/inner', page(words, "fetch('/api/inner.json')"))
    show('/never', page(words))
    show('/refused', page(words, "fetch('/api/refused.json')"))
    show('/frame', page(words, frame))

    const said = await Promise.all(
      ['/never', '/refused', '/frame'].map((path) => refusal(path, { medium: 'json', response: (url) => url.includes('/api/') })),
    )

    expect(said).toEqual(['browser: no_response', 'status: server_error', 'browser: no_response'])
  })

  it('waits for the mark of a drawn page, where one is named', async () => {
    show(
      '/marked',
      page(
        `<div id="root">Loading the status of all services of Acme</div>`,
        `setTimeout(() => { root.innerHTML = '<main>${words}</main>' }, 900)`,
      ),
    )

    const { text } = await read('/marked', { drawn: '#root > main' })

    expect(text).toContain(`<main>${words}</main>`)
  })

  it('reads open shadow roots, and is deceived by none of the page’s own scripts', async () => {
    const script = `
      customElements.define('acme-status', class extends HTMLElement {
        connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<p>${words}</p><acme-inner></acme-inner>' }
      })
      customElements.define('acme-inner', class extends HTMLElement {
        connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<b>Major outage</b>' }
      })
      Object.defineProperty(Element.prototype, 'outerHTML', { get: () => 'All systems operational' })
      Element.prototype.getHTML = () => 'All systems operational'
      Document.prototype.querySelectorAll = () => []
      XMLSerializer.prototype.serializeToString = () => 'All systems operational'`
    show('/shadow', page('<acme-status></acme-status>', script))

    const { text } = await read('/shadow')

    expect(text).toMatch(/^<!doctype html><html lang="en"><head>/u)
    expect(text).toContain(
      `<acme-status><template shadowrootmode="open"><p>${words}</p><acme-inner><template shadowrootmode="open"><b>Major outage</b>`,
    )
  })

  it('takes a page that polls without end for drawn, once it stands still', async () => {
    show(
      '/polling',
      page(`<p>${words}</p><p id="clock"></p>`, "setInterval(() => { clock.textContent = performance.now(); fetch('/tick') }, 50)"),
    )
    show('/hanging', page(`<p>${words}</p>`, "fetch('/silence')"))
    show('/silence', silence())

    const [polling, hanging] = await Promise.all([read('/polling'), read('/hanging')])

    expect([polling.text.includes(words), hanging.text.includes(words)]).toEqual([true, true])
  })

  it('reads nothing out of a page that never settles, or is never drawn', async () => {
    const hasty = await openVisitor({ limits: { settling: { ...usualSettling, limitMilliseconds: 1_500 } } })
    hasty.site.on('/growing', page(words, "setInterval(() => document.body.append(document.createElement('p')), 20)"))
    hasty.site.on('/unmarked', page(words))

    const results = await Promise.all(
      ['/growing', '/unmarked'].map((path) =>
        hasty.client.fetch({ url: hasty.site.url(path), medium: 'html', ...(path === '/unmarked' ? { drawn: 'main' } : {}) }),
      ),
    )
    await hasty.close()

    expect(results.map((result) => errorOf(result).message)).toEqual(['browser: never_settled', 'browser: never_drawn'])
  })

  it('waits for no bot wall to have its way, whichever way it shows itself', async () => {
    const wall = {
      status: 403,
      headers: { 'content-type': 'text/html', 'cf-mitigated': 'challenge' },
      body: '<html><title>Just a moment...</title><script>for (;;) {}</script></html>',
    }
    show('/wall', answer(wall))
    show(
      '/drawn-wall',
      page(
        '<div id="root"></div>',
        "document.title = 'Just a moment...'; root.textContent = 'Verifying that you are human. This may take some seconds.'",
      ),
    )

    const started = performance.now()
    const messages = await Promise.all([refusal('/wall'), refusal('/drawn-wall')])

    expect(messages).toEqual(['challenge: cloudflare', 'challenge: a bot challenge of Cloudflare'])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it.each<{ what: string; script: Script; says: string }>([
    { what: 'is not there', script: answer({ status: 404, body: '<html>Not here</html>' }), says: 'status: not_found' },
    {
      what: 'is a download',
      script: answer({ headers: { 'content-type': 'application/zip', 'content-disposition': 'attachment' }, body: 'PK' }),
      says: 'wrong_medium: binary',
    },
    { what: 'hangs up', script: reset(), says: 'connection: reset' },
    { what: 'leads into private places', script: redirect('http://127.0.0.2/'), says: 'forbidden_address: blocked_address' },
    { what: 'leads there by script', script: page(words, "location = 'http://10.0.0.1/'"), says: 'forbidden_address: blocked_address' },
    { what: 'leads round in circles', script: redirect('/failing'), says: 'redirect: too_many_redirects' },
    { what: 'leads out of the web', script: redirect('file:///etc/passwd'), says: 'redirect: scheme' },
    {
      what: 'is drawn too large',
      script: page(words, "document.body.append('x'.repeat(1_000_001))"),
      says: 'too_large: decoded_too_large',
    },
    {
      what: 'takes in too much',
      script: page(words, "await fetch('/huge').then((r) => r.text()).catch(() => 0)"),
      says: 'too_large: body_too_large',
    },
  ])('says so where a page $what', async ({ script, says }) => {
    show('/huge', answer({ body: Buffer.alloc(2_100_000, 'x') }))
    show('/failing', script)

    expect(await refusal('/failing')).toBe(says)
  })

  it('tells where a page has led', async () => {
    show('/old', redirect('/new#there'))
    show('/new', page(words, "history.replaceState(0, '', '/newest#here')"))

    const { url, finalUrl } = await read('/old')

    expect([url, finalUrl]).toEqual(['/old', '/newest'].map((path) => visitor.site.url(path)))
  })

  it('opens no windows, answers no questions, and asks for no leave', async () => {
    const script = `
      for (let i = 0; i < 20; i++) window.open('/window')
      alert('Hello'); confirm('Sure?'); prompt('Name?')
      addEventListener('beforeunload', (event) => event.preventDefault())
      const leave = await Promise.all(['geolocation', 'notifications', 'camera'].map((name) => navigator.permissions.query({ name }).then(({ state }) => state)))
      root.textContent = '${words}' + leave.filter((state) => state === 'granted').length`
    show('/pushy', page('<div id="root"></div>', script))

    expect((await read('/pushy', { drawn: '#root:not(:empty)' })).text).toContain(`${words}0`)
  })

  it('remembers nothing of a visit', async () => {
    show(
      '/memory',
      page(
        '<div id="root"></div>',
        `root.textContent = '${words} Seen: ' + [document.cookie, localStorage.seen, (await caches.keys()).length]; document.cookie = 'seen=1; max-age=9999'; localStorage.seen = 1; await caches.open('x')`,
      ),
    )

    const [first, second] = [await read('/memory', { drawn: '#root:not(:empty)' }), await read('/memory', { drawn: '#root:not(:empty)' })]

    expect([first.text.includes('Seen: ,,0'), second.text.includes('Seen: ,,0')]).toEqual([true, true])
  })

  it('does all of that with one browser, and leaves no window behind', async () => {
    show('/one', page(words, "open('/window')"))

    await read('/one')

    const started = {
      type: 'started',
      browser: expect.stringMatching(/^Chromium \d+\./u),
      path: expect.any(String),
      sandboxed: expect.any(Boolean),
    }
    expect(visitor.events).toEqual([started])
    expect(visitor.client.stats()).toMatchObject({ crashes: 0 })
    await expect.poll(() => browserProcesses(/--type=renderer/u)).toEqual([])
  })
})
