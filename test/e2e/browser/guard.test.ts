import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, type FaultServer, head, raw, startFaultServer } from '../../support/fault-server.ts'
import { documentOf } from '../../support/fetch-client.ts'
import { openVisitor, page, type Visitor, words } from './visitor.ts'

/** Every way out of a page that is known; {place} stands for an address that may not be reached, {udp} for the same by UDP. */
const probes: Readonly<Record<string, string>> = {
  fetch: "fetch('http://{place}/fetch', { mode: 'no-cors' })",
  secure: "fetch('https://{place}/secure', { mode: 'no-cors' })",
  beacon: "navigator.sendBeacon('http://{place}/beacon', 'x')",
  xhr: "Object.assign(new XMLHttpRequest()).open('GET', 'http://{place}/xhr')",
  eventSource: "new EventSource('http://{place}/events')",
  webSocket: "new WebSocket('ws://{place}/socket')",
  secureWebSocket: "new WebSocket('wss://{place}/socket')",
  picture: "add('img', { src: 'http://{place}/img' })",
  frame: "add('iframe', { src: 'http://{place}/frame' })",
  script: "add('script', { src: 'http://{place}/script' })",
  style: "add('link', { rel: 'stylesheet', href: 'http://{place}/style' })",
  prefetch: "add('link', { rel: 'prefetch', href: 'http://{place}/prefetch' })",
  preconnect: "add('link', { rel: 'preconnect', href: 'http://{place}' })",
  dnsPrefetch: "add('link', { rel: 'dns-prefetch', href: '//{place}' })",
  embed: "add('embed', { src: 'http://{place}/embed' })",
  object: "add('object', { data: 'http://{place}/object' })",
  video: "add('video', { src: 'http://{place}/video', autoplay: true })",
  window: "open('http://{place}/window')",
  form: "add('form', { action: 'http://{place}/form', target: 'inner', method: 'post' }).submit()",
  ping: "add('a', { href: '#', ping: 'http://{place}/ping' }).click()",
  worker:
    "new Worker(URL.createObjectURL(new Blob([`fetch('http://{place}/worker', { mode: 'no-cors' }).catch(() => 0); new WebSocket('ws://{place}/worker-socket')`])))",
  sharedWorker:
    "new SharedWorker(URL.createObjectURL(new Blob([`fetch('http://{place}/shared').catch(() => 0); new WebSocket('ws://{place}/shared-socket')`])))",
  serviceWorker: "navigator.serviceWorker?.register('/service-worker.js')",
  transport: "new WebTransport('https://{place}/transport').ready",
  rtc: `const peer = new RTCPeerConnection({ iceServers: [{ urls: ['stun:{udp}', 'turn:{udp}?transport=tcp'], username: 'u', credential: 'p' }] })
    peer.createDataChannel('x')
    await peer.setLocalDescription(await peer.createOffer())`,
  file: "fetch('file:///etc/passwd')",
  own: "location.assign('chrome://version')",
}

interface Place {
  readonly place: string
  readonly udp: string
}

function pageOfProbes(places: readonly Place[]): string {
  const attempts = places.flatMap(({ place, udp }) =>
    Object.values(probes).map((probe) => {
      const there = probe.replaceAll('{place}', place).replaceAll('{udp}', udp)
      return `try { void (async () => { ${there} })().catch(() => {}) } catch {}`
    }),
  )
  return `
    const add = (name, properties) => { const element = Object.assign(document.createElement(name), properties); document.body.append(element); return element }
    add('iframe', { name: 'inner' })
    ${attempts.join('\n')}
    await new Promise((resolve) => setTimeout(resolve, 1000))
    root.textContent = '${words}'`
}

describe('crawler/fetch/browser/egress.ts, in a browser', () => {
  let visitor: Visitor
  /** Wherever it is asked for: a connection that is not to be made is a connection to it. */
  let forbidden: FaultServer
  let udp: Socket
  let datagrams = 0

  beforeAll(async () => {
    visitor = await openVisitor()
    forbidden = await startFaultServer({ host: '::' })
    udp = createSocket({ type: 'udp6' })
      .on('message', () => datagrams++)
      .bind(0, '::')
    await once(udp, 'listening')
    visitor.site.on(
      '/service-worker.js',
      answer({ headers: { 'content-type': 'text/javascript' }, body: `fetch('http://127.0.0.2:${forbidden.port}/')` }),
    )
  })
  afterAll(async () => {
    udp.close()
    await forbidden.close()
    await visitor.close()
  })

  it('lets nothing of a page, its workers and its windows out, however the place is spelt', async () => {
    const hosts = ['127.0.0.2', '[::1]', '[::ffff:127.0.0.2]', '2130706434', '127.0.0.2.nip.invalid']
    const places = hosts.map((host) => ({ place: `${host}:${forbidden.port}`, udp: `${host}:${udp.address().port}` }))
    visitor.site.on('/probes', page('<main id="root"></main>', pageOfProbes(places)))

    const { text } = documentOf(await visitor.client.fetch({ url: visitor.site.url('/probes'), medium: 'html', drawn: 'main:not(:empty)' }))

    expect(text).toContain(words)
    expect([forbidden.connections.accepted, datagrams]).toEqual([0, 0])
  })

  it('lets the same page out to where it may go, WebSockets too: the probes are no dummies', async () => {
    const open = await startFaultServer()
    open.on('*', answer({ headers: { 'access-control-allow-origin': '*' } }))
    const accept = head(101, { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-accept': 'x' })
    for (const path of ['/socket', '/worker-socket']) open.on(path, raw(accept))
    visitor.site.on('/probes', page('<main id="root"></main>', pageOfProbes([{ place: `127.0.0.1:${open.port}`, udp: '127.0.0.1:9' }])))

    await visitor.client.fetch({ url: visitor.site.url('/probes'), medium: 'html', drawn: 'main:not(:empty)' })
    const seen = open.seen.map(({ target }) => target.replace(/^http:\/\/[^/]+/u, ''))
    await open.close()

    expect(seen).toEqual(expect.arrayContaining(['/fetch', '/events', '/socket', '/frame', '/script', '/worker', '/worker-socket']))
    expect(seen.filter((path) => ['/img', '/video', '/beacon', '/ping'].includes(path))).toEqual([])
  })

  it('serves nobody but the browser, and the browser itself only on a visit', async () => {
    // What the browser might ask for on its own account goes out by no other way.
    visitor.site.on('/quiet', page(words))
    const before = visitor.site.seen.length

    await visitor.client.fetch({ url: visitor.site.url('/quiet'), medium: 'html' })

    expect(visitor.site.seen.slice(before).map(({ target }) => target)).toEqual(['/quiet'])
  })
})
