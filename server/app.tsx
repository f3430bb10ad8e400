import { Hono } from 'hono'
import { CursorError } from '../data/store/cursor.ts'
import { badge } from './api/badge.ts'
import { listChanges } from './api/changes.ts'
import { docsPage } from './api/docs.tsx'
import * as entries from './api/entries.ts'
import { healthz, readyz } from './api/health.ts'
import { vendorHistory } from './api/history.ts'
import { metrics } from './api/metrics.ts'
import { openApi } from './api/openapi.ts'
import { QueryError } from './api/query.ts'
import { listReports, vendorHonesty } from './api/reports.ts'
import { statuspageDocument as statuspage } from './api/statuspage-routes.ts'
import { changeStream } from './api/stream.ts'
import { listComponents, listVendors, oneVendor } from './api/vendors.ts'
import type { ServerContext, ServerEnv, ServerRequest } from './context.ts'
import { calendar, vendorCalendar } from './feeds/calendar.ts'
import { feedIn, vendorFeedIn } from './feeds/routes.ts'
import { publicFile } from './http/assets.ts'
import { allowedMethods, preflight, standardHeaders } from './http/headers.ts'
import { problem } from './http/problem.ts'
import { dashboardPage } from './pages/dashboard.tsx'
import { incidentPage } from './pages/incident.tsx'
import { maintenancesPage } from './pages/maintenances.tsx'
import { notFoundPage } from './pages/not-found.tsx'
import { reportsPage } from './pages/reports.tsx'
import { vendorPage } from './pages/vendor.tsx'

type Handler = (c: ServerRequest) => Response | Promise<Response>

/** Every address of the server. All are read with GET. */
export const table: readonly (readonly [path: string, handler: Handler])[] = [
  ['/', dashboardPage],
  ['/vendors/:id', vendorPage],
  ['/incidents/:id', incidentPage],
  ['/maintenances', maintenancesPage],
  ['/reports', reportsPage],
  ['/docs', docsPage],
  ['/public/:file', publicFile],

  ['/api/v1/vendors', listVendors],
  ['/api/v1/vendors/:id', oneVendor],
  ['/api/v1/vendors/:id/components', listComponents],
  ['/api/v1/vendors/:id/history', vendorHistory],
  ['/api/v1/vendors/:id/honesty', vendorHonesty],
  ['/api/v1/incidents', entries.listIncidents],
  ['/api/v1/incidents/:id', entries.oneIncident],
  ['/api/v1/incidents/:id/revisions', entries.incidentRevisions],
  ['/api/v1/maintenances', entries.listMaintenances],
  ['/api/v1/maintenances/:id', entries.oneMaintenance],
  ['/api/v1/maintenances/:id/revisions', entries.maintenanceRevisions],
  ['/api/v1/reports', listReports],
  ['/api/v1/changes', listChanges],
  ['/api/v1/changes/stream', changeStream],
  ['/openapi.json', openApi],

  ['/feed.json', feedIn('json')],
  ['/feed.rss', feedIn('rss')],
  ['/feed.atom', feedIn('atom')],
  ['/calendar.ics', calendar],
  ['/vendors/:id/feed.json', vendorFeedIn('json')],
  ['/vendors/:id/feed.rss', vendorFeedIn('rss')],
  ['/vendors/:id/feed.atom', vendorFeedIn('atom')],
  ['/vendors/:id/calendar.ics', vendorCalendar],
  ['/badge/:id{.+\\.svg}', badge],

  ['/vendors/:id/api/v2/summary.json', statuspage('summary')],
  ['/vendors/:id/api/v2/status.json', statuspage('status')],
  ['/vendors/:id/api/v2/components.json', statuspage('components')],
  ['/vendors/:id/api/v2/incidents.json', statuspage('incidents')],
  ['/vendors/:id/api/v2/incidents/unresolved.json', statuspage('unresolved')],
  ['/vendors/:id/api/v2/scheduled-maintenances.json', statuspage('maintenances')],
  ['/vendors/:id/api/v2/scheduled-maintenances/upcoming.json', statuspage('upcoming')],
  ['/vendors/:id/api/v2/scheduled-maintenances/active.json', statuspage('active')],

  ['/healthz', healthz],
  ['/readyz', readyz],
  ['/metrics', metrics],
]

const longestUrl = 8_192

export function createApp(server: ServerContext): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.use(standardHeaders)
  app.use(async (c, next) => {
    c.set('server', server)
    c.set('route', 'none')
    const started = performance.now()
    if (c.req.url.length > longestUrl) return problem(c, 414, 'The address is longer than 8,192 characters')
    await next()
    const seconds = (performance.now() - started) / 1000
    server.metrics.observe({ method: methodLabel(c.req.method), route: c.get('route'), status: c.res.status, seconds })
    return undefined
  })
  for (const [path, handler] of table) {
    app.get(path, (c) => {
      c.set('route', path)
      return handler(c)
    })
    app.options(path, preflight)
    app.all(path, (c) => problem(c, 405, 'This address is only read', { headers: { allow: allowedMethods } }))
  }
  app.notFound(notFound)
  app.onError(failed)
  return app
}

/** Any word may be sent as a method; a label holds the few that are known. */
function methodLabel(method: string): string {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method) ? method : 'other'
}

/** People get a page, programs a problem document. */
function notFound(c: ServerRequest): Response | Promise<Response> {
  const isProgram = /^\/(?:api|public|badge)\/|\.[a-z]{2,5}$/u.test(c.req.path) || !(c.req.header('accept') ?? '').includes('text/html')
  return isProgram ? problem(c, 404, 'There is nothing at this address') : notFoundPage(c)
}

function failed(error: Error, c: ServerRequest): Response {
  if (error instanceof QueryError) return problem(c, 400, error.message, { parameter: error.parameter })
  if (error instanceof CursorError) return problem(c, 400, error.message, { parameter: 'cursor' })
  c.get('server').onError(error)
  return problem(c, 500, 'The server failed; its log says why')
}
