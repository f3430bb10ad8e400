import { Gauge, Histogram, Registry } from 'prom-client'
import { trusts } from '../../parsers/model.ts'
import { instantOf } from '../clock.ts'
import type { ServerContext, ServerRequest } from '../context.ts'

/** What Prometheus reads. Labels have few values: routes are patterns, vendors are those of the watch list. */
export interface Metrics {
  readonly registry: Registry
  observe(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void
  render(server: ServerContext): Promise<string>
}

const outcomes = ['changed', 'unchanged', 'not_modified', 'unreachable', 'refused', 'unparseable'] as const
const recentMs = 300_000
/** A crawler says every few seconds that it is alive. */
const aliveMs = 60_000

export function createMetrics(): Metrics {
  const registry = new Registry()
  const durations = new Histogram({
    name: 'statuswire_http_request_duration_seconds',
    help: 'Time to answer a request, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const gauges = createGauges(registry)
  return {
    registry,
    observe: ({ method, route, status, seconds }) => durations.observe({ method, route, status: String(status) }, seconds),
    async render(server) {
      await fill(gauges, server)
      return registry.metrics()
    },
  }
}

export async function metrics(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  return c.body(await server.metrics.render(server), 200, {
    'content-type': server.metrics.registry.contentType,
    'cache-control': 'no-store',
  })
}

function gauge<Label extends string>(registry: Registry, name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
  return new Gauge({ name: `statuswire_${name}`, help, labelNames: [...labelNames], registers: [registry] })
}

interface Gauges {
  readonly pages: Gauge<'trust'>
  readonly vendorHealth: Gauge<'vendor' | 'health'>
  readonly openIncidents: Gauge<'vendor'>
  readonly polls: Gauge<'outcome'>
  readonly browserPages: Gauge<'browser'>
  readonly browserCrashes: Gauge<'browser'>
  readonly lastPoll: Gauge
  readonly newestChange: Gauge
  readonly streams: Gauge
}

function createGauges(registry: Registry): Gauges {
  return {
    pages: gauge(registry, 'pages', 'Watched pages by how far their reading can be trusted', ['trust']),
    vendorHealth: gauge(
      registry,
      'vendor_health',
      'Present health of each watched vendor: 1 for the one that holds; operational only while fresh',
      ['vendor', 'health'],
    ),
    openIncidents: gauge(registry, 'vendor_open_incidents', 'Open incidents of each watched vendor', ['vendor']),
    polls: gauge(registry, 'recent_polls', 'Polls of the last five minutes by outcome', ['outcome']),
    browserPages: gauge(registry, 'browser_pages', 'Pages that the running crawlers have had drawn, by browser', ['browser']),
    browserCrashes: gauge(registry, 'browser_crashes', 'How often a browser of the running crawlers has died, by browser', ['browser']),
    lastPoll: gauge(registry, 'last_poll_timestamp_seconds', 'When the last poll of any page ended; absent before the first', []),
    newestChange: gauge(registry, 'newest_change_id', 'Id of the newest change', []),
    streams: gauge(registry, 'streams', 'Open event streams', []),
  }
}

async function fill(gauges: Gauges, server: ServerContext): Promise<void> {
  const { vendors, newest } = await server.board()
  const pages = vendors.flatMap((vendor) => vendor.pages)
  for (const trust of trusts) gauges.pages.set({ trust }, pages.filter((page) => page.trust === trust).length)
  gauges.vendorHealth.reset()
  gauges.openIncidents.reset()
  for (const { id, health, openIncidents } of vendors) {
    gauges.vendorHealth.set({ vendor: id, health }, 1)
    gauges.openIncidents.set({ vendor: id }, openIncidents)
  }
  const polls = await server.store.pollCounts(instantOf(Date.parse(server.now()) - recentMs))
  for (const outcome of outcomes) gauges.polls.set({ outcome }, polls.get(outcome) ?? 0)
  gauges.browserPages.reset()
  gauges.browserCrashes.reset()
  for (const { name, pages: drawn, crashes } of await server.store.browsers(instantOf(Date.parse(server.now()) - aliveMs))) {
    gauges.browserPages.inc({ browser: name }, drawn)
    gauges.browserCrashes.inc({ browser: name }, crashes)
  }
  const { lastCheckedAt } = await server.store.activity()
  gauges.lastPoll.reset()
  if (lastCheckedAt !== null) gauges.lastPoll.set(Date.parse(lastCheckedAt) / 1000)
  gauges.newestChange.set(newest)
  gauges.streams.set(server.live.listeners())
}
