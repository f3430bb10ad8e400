import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { z } from 'zod'

/**
 * Statuspage pages of 20 KB for the benchmarks, in a process of its own: `/p<n>/api/v2/...` on every address of
 * loopback. `/__set?round=N&delay=MS` makes every page say something new, or answer later. Written by us to the documented format.
 */

const componentCount = 42
const statuses = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const

const state = { round: 0, delay: 0 }

function id(...parts: readonly (string | number)[]): string {
  return BigInt(`0x${createHash('sha1').update(parts.join('/')).digest('hex').slice(0, 15)}`)
    .toString(36)
    .padStart(12, '0')
    .slice(0, 12)
}

function stamp(round: number): string {
  return new Date(Date.UTC(2026, 0, 1) + round * 60_000).toISOString()
}

function pageRow(page: number): object {
  const url = `https://status.page${page}.example`
  return { id: id('page', page), name: `Page ${page}`, url, time_zone: 'Etc/UTC', updated_at: stamp(state.round) }
}

function components(page: number): object[] {
  return Array.from({ length: componentCount }, (_, index) => ({
    id: id('component', page, index),
    name: `Component number ${index} of page ${page}`,
    status: index === 0 ? statuses[state.round % statuses.length] : 'operational',
    created_at: '2024-03-05T10:00:00.000Z',
    updated_at: index === 0 ? stamp(state.round) : '2025-11-05T10:00:00.000Z',
    position: index + 1,
    description: `What component ${index} of page ${page} does for those who use it, in a sentence of a usual length.`,
    showcase: false,
    start_date: '2024-03-05',
    group_id: null,
    page_id: id('page', page),
    group: false,
    only_show_if_degraded: false,
  }))
}

function incident(page: number, number: number): object {
  const incidentId = id('incident', page, number)
  const at = stamp(-1_000 * number - 60)
  const updates = ['resolved', 'monitoring', 'investigating'].map((status, index) => ({
    id: id('update', page, number, index),
    status,
    body: `Update ${index} of incident ${number}: what was found and what is done about it.`,
    incident_id: incidentId,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: null,
    deliver_notifications: true,
  }))
  return {
    id: incidentId,
    name: `Incident ${number} of page ${page}`,
    status: 'resolved',
    created_at: at,
    updated_at: at,
    monitoring_at: at,
    resolved_at: at,
    impact: 'minor',
    shortlink: `https://stspg.example/${incidentId}`,
    started_at: at,
    page_id: id('page', page),
    incident_updates: updates,
    components: [],
  }
}

const documents: Readonly<Record<string, (page: number) => object>> = {
  '/api/v2/summary.json': (page) => ({
    page: pageRow(page),
    components: components(page),
    incidents: [],
    scheduled_maintenances: [],
    status: { indicator: state.round % statuses.length === 0 ? 'none' : 'minor', description: 'As the components say' },
  }),
  '/api/v2/incidents.json': (page) => ({ page: pageRow(page), incidents: [1, 2, 3, 4, 5].map((number) => incident(page, number)) }),
  '/api/v2/scheduled-maintenances.json': (page) => ({ page: pageRow(page), scheduled_maintenances: [] }),
}

const made = new Map<string, { readonly body: string; readonly etag: string }>()

function documentAt(path: string): { readonly body: string; readonly etag: string } | undefined {
  const known = made.get(path)
  if (known) return known
  const groups = /^\/p(?<page>\d+)(?<rest>\/.*)$/u.exec(path)?.groups
  const make = documents[groups?.['rest'] ?? '']
  if (!make) return undefined
  const body = JSON.stringify(make(Number(groups?.['page'])))
  const document = { body, etag: `"${state.round}-${path.length}-${groups?.['page'] ?? ''}"` }
  made.set(path, document)
  return document
}

const Settings = z.object({ round: z.coerce.number().optional(), delay: z.coerce.number().optional(), warm: z.coerce.number().optional() })

function set(query: URLSearchParams): void {
  const { round, delay, warm } = Settings.parse(Object.fromEntries(query))
  state.delay = delay ?? state.delay
  if (round !== undefined && round !== state.round) {
    state.round = round
    made.clear()
  }
  // Bodies are made before the clock runs: the server shall not be what is measured.
  for (let page = 0; page < (warm ?? 0); page++) for (const path of Object.keys(documents)) documentAt(`/p${page}${path}`)
}

const server = createServer((request, response) => {
  const path = request.url ?? '/'
  if (path.startsWith('/__set')) {
    set(new URL(path, 'http://bench.invalid').searchParams)
    response.end('ok')
    return
  }
  function answer(): void {
    const document = documentAt(path)
    if (!document) response.writeHead(404).end()
    else if (request.headers['if-none-match'] === document.etag) response.writeHead(304, { etag: document.etag }).end()
    else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', etag: document.etag }).end(document.body)
  }
  if (state.delay > 0) setTimeout(answer, state.delay)
  else answer()
})
server.keepAliveTimeout = 60_000
server.listen(0, '0.0.0.0', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
