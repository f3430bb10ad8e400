import { createServer, type RequestListener, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { readConfig } from '../../crawler/config.ts'
import { openBrowserClient, openHttpClient } from '../../crawler/client.ts'
import { searchBrowser } from '../../crawler/fetch/browser-path.ts'
import { memoryMegabytes } from '../../crawler/fetch/browser/processes.ts'
import { createRunner } from '../../crawler/runner.ts'
import { sweepPages } from '../../crawler/sweep.ts'
import { openDatabase } from '../../data/database/open.ts'
import { watchedPageIds } from '../../data/store/due.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { browserProcesses } from '../support/browser-processes.ts'

/** What a page costs that a script draws, and what it costs others when the browser dies; prints one JSON object. */

const port = Number(process.argv[2])
const searchPath = process.env['PATH']
const chosen = process.env['STATUSWIRE_BROWSER']
const { found } = await searchBrowser({ chosen, searchPath })
if (!found) throw new Error('bench: there is no browser')
const environment = {
  STATUSWIRE_VENDORS: 'github',
  STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8',
  STATUSWIRE_BROWSER: found.path,
  PATH: searchPath,
}
const config = readConfig(environment)
const pagesVisited = 20
const pagesPolled = 1_000

/** 300 components in 300 KB of program and two lists that take 100 ms each, as pages of this kind have them. */
const program = `
  ${'// '.padEnd(300_000, 'a status page is mostly somebody’s framework ')}
  const [components, incidents] = await Promise.all(['/components.json', '/incidents.json'].map(async (path) => (await fetch(path)).json()))
  document.querySelector('#root').innerHTML = components.map(({ name, status }) => '<div class="component"><h3>' + name + '</h3><p>' + status + '</p></div>').join('')
    + incidents.map(({ title, body }) => '<article><h2>' + title + '</h2><p>' + body + '</p></article>').join('')`
const components = JSON.stringify(Array.from({ length: 300 }, (_, index) => ({ name: `Component ${index}`, status: 'Operational' })))
const incidents = JSON.stringify(
  Array.from({ length: 25 }, (_, index) => ({ title: `Incident ${index}`, body: 'It was slow. '.repeat(40) })),
)
const shell =
  '<!doctype html><html><head><title>Acme Status</title></head><body><div id="root"></div><script type="module" src="/app.js"></script></body></html>'

function serve(listener: RequestListener): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer(listener)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ server, origin: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}` })
    })
  })
}

const site = await serve(({ url }, response) => {
  if (url === '/app.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(program)
  else if (url?.endsWith('.json') === true) {
    setTimeout(
      () => response.writeHead(200, { 'content-type': 'application/json' }).end(url === '/components.json' ? components : incidents),
      100,
    )
  } else response.writeHead(200, { 'content-type': 'text/html' }).end(shell)
})
/** Never says a word. */
const silent = await serve(() => undefined)

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}

/** The most that the browser, all its processes together, was seen to take. */
function watchMemory(path: string): { most: number; stop(): void } {
  const watch = { most: 0, stop: () => clearInterval(timer) }
  const timer = setInterval(() => {
    watch.most = Math.max(watch.most, memoryMegabytes(browserProcesses(path).map(({ pid }) => pid)) ?? 0)
  }, 100)
  return watch
}

async function visit(): Promise<{ first: number; median: number; p95: number; megabytes: number }> {
  const http = openHttpClient(config)
  const browser = openBrowserClient(config, http)
  const memory = watchMemory(config.browser ?? '')
  const seconds: number[] = []
  for (let count = 0; count <= pagesVisited; count++) {
    const started = performance.now()
    const result = await browser.fetch({ url: `${site.origin}/`, medium: 'html' })
    seconds.push((performance.now() - started) / 1000)
    if (result.outcome !== 'ok' || !result.text.includes('Component 299')) throw new Error('bench: a page was not drawn')
  }
  memory.stop()
  await browser.close()
  await http.destroy()
  const [first = Number.NaN, ...rest] = seconds
  return { first, median: percentile(rest, 0.5), p95: percentile(rest, 0.95), megabytes: memory.most }
}

/** Polls by HTTP, with or without twenty pages that hang in a browser which is killed every second. */
async function poll(isTroubled: boolean): Promise<{ seconds: number; p99: number; crashes: number }> {
  const database = await openDatabase('sqlite::memory:')
  const hanging = Array.from({ length: 20 }, (_, index) => ({ url: `${silent.origin}/${index}`, platform: 'datadog' }))
  const ordinary = Array.from({ length: pagesPolled }, (_, index) => ({
    url: `http://127.0.0.1:${port}/p${index}`,
    platform: 'statuspage',
  }))
  await syncWatchList(
    database,
    [...hanging, ...ordinary].map((page, index) => ({ id: `page-${index}`, name: `Page ${index}`, pages: [page] })),
  )
  const runner = createRunner(config, database, pino({ level: 'silent' }), { drainMilliseconds: 100 })
  const ids = await watchedPageIds(database)
  const stuck = isTroubled ? sweepPages(database, runner, ids.slice(0, hanging.length), () => undefined) : undefined
  const killing = setInterval(() => {
    for (const { pid } of isTroubled ? browserProcesses(config.browser ?? '') : []) process.kill(pid, 'SIGKILL')
  }, 1_000)
  if (isTroubled) await sleep(1_500)
  const durations: number[] = []
  const started = performance.now()
  await sweepPages(database, runner, ids.slice(hanging.length), (outcome) => durations.push(outcome?.durationMilliseconds ?? Infinity))
  const seconds = (performance.now() - started) / 1000
  const { crashes } = runner.browser.stats()
  clearInterval(killing)
  await runner.close()
  await stuck
  await database.close()
  return { seconds, p99: percentile(durations, 0.99), crashes }
}

const page = await visit()
// The first sweep of each kind warms up.
await poll(false)
const [quiet, troubled] = [await poll(false), await poll(true)]
for (const { server } of [site, silent]) server.closeAllConnections()
for (const { server } of [site, silent]) server.close()
process.stdout.write(`${JSON.stringify({ page, quiet, troubled })}\n`)
