import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { createTestServer, type TestServer } from '../server/harness.ts'
import { launchBrowser } from '../support/browser.ts'
import { readReports } from '../support/report-rows.ts'
import * as row from '../support/rows.ts'

/** A site to look at in a real browser: the real server over a database in memory. */

export const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>'
const word = 'W'.repeat(300)

const postmortem = `## Summary

Between 10:20 UTC and 11:50 UTC on 1 March 2026 about 30 % of requests to Checkout failed.

## Timeline

* 10:20 UTC A deploy goes out; requests begin to fail.
* 11:00 UTC First post.
* 11:50 UTC The deploy is taken back.

## Root cause

The outage was caused by a deploy that lacked a library.`

/** Vendors in every state, one that is hostile, one with many components. */
const rows = {
  vendor: [
    row.vendor('fine', { name: 'Fine Hosting', category: 'Hosting' }),
    row.vendor('down', { name: 'Down Payments', category: 'Payments' }),
    row.vendor('stale', { name: 'Stale Storage' }),
    row.vendor('never', { name: 'Never Read' }),
    row.vendor('hostile', { name: hostile, category: word }),
    ...Array.from({ length: 40 }, (_, index) => row.vendor(`v${index}`, { name: `Vendor ${index}`, position: index })),
  ],
  page: [
    row.page('fine'),
    row.page('down', { health: 'major_outage', native: 'Major Service Outage' }),
    row.page('stale', { read_at: row.at('2026-03-01T09:00:00Z'), failures: 3, failure_kind: 'status', failure_detail: '503' }),
    row.page('never', row.neverRead),
    row.page('hostile', { health: 'partial_outage', native: hostile, url: 'https://status.hostile.example/?"><script>' }),
    ...Array.from({ length: 40 }, (_, index) => row.page(`v${index}`)),
  ],
  component: [
    ...Array.from({ length: 8 }, (_, index) =>
      row.component('fine-page', `g${index}`, { is_group: 1, name: `Region ${index}`, position: index * 100 }),
    ),
    ...Array.from({ length: 480 }, (_, index) =>
      row.component('fine-page', `c${index}`, {
        parent_id: `g${Math.floor(index / 60)}`,
        name: `Point ${index}`,
        position: Math.floor(index / 60) * 100 + (index % 60) + 1,
      }),
    ),
    row.component('hostile-page', 'h1', { name: hostile, health: 'unknown', native: hostile, description: word }),
    row.component('down-page', 'd1', { name: 'Checkout', health: 'major_outage' }),
  ],
  incident: [
    row.incident('down', 'i1', { title: 'Payments fail', impact: 'critical' }),
    row.incident('hostile', 'i2', { title: hostile, url: 'javascript:alert(4)', native_impact: word }),
    ...Array.from({ length: 45 }, (_, index) =>
      row.incident('fine', `old${index}`, {
        ...row.resolved,
        title: `Past ${index}`,
        sort_at: row.secondsAfter(row.hourAgo, -index * 3600),
      }),
    ),
  ],
  incident_component: [row.affected('i2', 0, { name: word })],
  incident_update: [
    row.update('i1', 'u1', { body: 'We are looking into failing payments.' }),
    row.update('i1', 'u1b', { body: 'Over.', phase: 'resolved', position: 1, posted_at: row.readAt }),
    row.update('i2', 'u2', {
      body: `${hostile}<a href="javascript:alert(5)">x</a><table><tr><td>${word}</td><td>${word}</td></tr></table>`,
      format: 'html',
    }),
  ],
  incident_update_version: [
    row.updateVersion('u2', 'v1', {
      body: `<iframe src="javascript:alert(6)"></iframe>${hostile}`,
      format: 'html',
      seen_until: row.readAt,
    }),
    row.updateVersion('u2', 'v2', { seen_from: row.readAt }),
  ],
  maintenance: [row.maintenance('hostile', 'm1', { title: word }), row.maintenance('fine', 'm2')],
  ...readReports([
    row.report('i2', {
      vendor_id: 'hostile',
      format: 'markdown',
      title: hostile,
      body: `## Summary\n\nBetween 10:20 UTC and 11:50 UTC on 1 March 2026 it failed. [link](javascript:alert(7)) ${hostile}\n\n## Root cause\n\nIt was caused by ${word}.`,
    }),
    row.report('i1', { vendor_id: 'down', format: 'markdown', body: postmortem, dated_at: row.readAt }),
  ]),
  doubt: [row.doubt('hostile', { text: hostile })],
} as const

export interface Site {
  readonly browser: Browser
  readonly server: TestServer
  /** Whatever a page did that it should not have. */
  readonly faults: string[]
  /** A page of its own browser context. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Takes the server off the network, and brings it back at the same address. */
  disconnect(): Promise<void>
  reconnect(): Promise<void>
  /** Throws if the server failed at anything meanwhile. */
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  const browser = await launchBrowser()
  const server = await createTestServer(rows, { maximumStreams: 20 })
  // Its first look sets where it begins: what a test changes comes after it.
  await server.live.look()
  server.live.start()
  const answer = getRequestListener(server.app.fetch)
  const faults: string[] = []
  let listener = await listen(answer, 0)
  const port = portOf(listener)
  const url = `http://127.0.0.1:${port}`
  return {
    browser,
    server,
    faults,
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
      const page = await context.newPage()
      await watch(page, url, faults)
      await page.goto(url + path)
      return page
    },
    disconnect: () => stop(listener),
    async reconnect() {
      listener = await listen(answer, port)
    },
    async close() {
      await browser.close()
      await stop(listener)
      server.live.stop()
      await server.database.close()
      if (server.faults.length > 0) throw new AggregateError(server.faults, 'The server failed')
    },
  }
}

type Answer = ReturnType<typeof getRequestListener>

async function listen(answer: Answer, port: number): Promise<Server> {
  const listener = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => {
    listener.listen(port, '127.0.0.1', resolve)
  })
  return listener
}

function portOf(listener: Server): number {
  const address = listener.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function stop(listener: Server): Promise<void> {
  if (!listener.listening) return
  const closed = new Promise((resolve) => {
    listener.close(resolve)
  })
  listener.closeAllConnections()
  await closed
}

async function watch(page: Page, url: string, faults: string[]): Promise<void> {
  await page.addInitScript("addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))")
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // That a missing page answers 404 is what the browser reports of it.
    if (message.type() !== 'log' && !message.text().includes('404')) faults.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) faults.push(`${response.status()}: ${response.url()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`request: ${request.url()}`)
  })
}
