import type { z } from 'zod'
import { feedParameters } from '../feeds/routes.ts'
import { changeListParameters } from './changes.ts'
import { historyParameters } from './history.ts'
import { entryFilters, listParameters } from './query.ts'
import { reportListParameters } from './reports.ts'
import type { SchemaName } from './schemas.ts'
import { streamParameters } from './stream.ts'

/** What the interface offers to programs, as /openapi.json and /docs tell it. */
export interface Operation {
  /** As the URL table writes it. */
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly parameters: z.ZodRawShape
  readonly answer: { readonly list: SchemaName } | { readonly one: SchemaName } | { readonly type: string }
}

const entryListParameters = { ...entryFilters, ...listParameters }
const json = 'application/json'
const feedFormats = [
  ['json', 'application/feed+json', 'JSON Feed'],
  ['rss', 'application/rss+xml', 'RSS'],
  ['atom', 'application/atom+xml', 'Atom'],
] as const
const shapeDocuments = [
  'summary',
  'status',
  'components',
  'incidents',
  'incidents/unresolved',
  'scheduled-maintenances',
  'scheduled-maintenances/upcoming',
  'scheduled-maintenances/active',
]

export const operations: readonly Operation[] = [
  { path: '/api/v1/vendors', id: 'listVendors', summary: 'Every watched vendor', parameters: listParameters, answer: { list: 'Vendor' } },
  { path: '/api/v1/vendors/:id', id: 'getVendor', summary: 'One vendor', parameters: {}, answer: { one: 'Vendor' } },
  {
    path: '/api/v1/vendors/:id/components',
    id: 'listComponents',
    summary: 'Components in page order, groups as their path',
    parameters: listParameters,
    answer: { list: 'Component' },
  },
  {
    path: '/api/v1/vendors/:id/history',
    id: 'getHistory',
    summary:
      'Uptime of a vendor and of each component, always with its coverage, and what its incidents come to. Up is operational or degraded, down a partial or major outage; maintenance is neither, and time that was not observed is left out',
    parameters: historyParameters,
    answer: { one: 'History' },
  },
  {
    path: '/api/v1/vendors/:id/honesty',
    id: 'getHonesty',
    summary:
      'How much of what the incident reports of a vendor state its page had shown: report lag, hidden downtime, and a grade with its rule',
    parameters: {},
    answer: { one: 'Honesty' },
  },
  {
    path: '/api/v1/reports',
    id: 'listReports',
    summary: 'Incident reports across vendors, one an incident, newest first; the text of each is in its incident',
    parameters: reportListParameters,
    answer: { list: 'ReportListing' },
  },
  {
    path: '/api/v1/incidents',
    id: 'listIncidents',
    summary: 'Incidents, newest first',
    parameters: entryListParameters,
    answer: { list: 'Incident' },
  },
  { path: '/api/v1/incidents/:id', id: 'getIncident', summary: 'One incident', parameters: {}, answer: { one: 'Incident' } },
  {
    path: '/api/v1/incidents/:id/revisions',
    id: 'listIncidentRevisions',
    summary: 'Every version of an incident and its updates, newest first',
    parameters: listParameters,
    answer: { list: 'Revision' },
  },
  {
    path: '/api/v1/maintenances',
    id: 'listMaintenances',
    summary: 'Maintenances, latest start first',
    parameters: entryListParameters,
    answer: { list: 'Maintenance' },
  },
  { path: '/api/v1/maintenances/:id', id: 'getMaintenance', summary: 'One maintenance', parameters: {}, answer: { one: 'Maintenance' } },
  {
    path: '/api/v1/maintenances/:id/revisions',
    id: 'listMaintenanceRevisions',
    summary: 'Every version of a maintenance and its updates, newest first',
    parameters: listParameters,
    answer: { list: 'Revision' },
  },
  { path: '/api/v1/changes', id: 'listChanges', summary: 'The change log', parameters: changeListParameters, answer: { list: 'Change' } },
  {
    path: '/api/v1/changes/stream',
    id: 'streamChanges',
    summary: 'The change log as server-sent events: `change`, `readings`, `reset`; resumable by Last-Event-ID',
    parameters: streamParameters,
    answer: { type: 'text/event-stream' },
  },
  ...feedFormats.flatMap(([format, type, name]) => [
    {
      path: `/feed.${format}`,
      id: `${format}Feed`,
      summary: `${name} of all watched vendors`,
      parameters: feedParameters,
      answer: { type },
    },
    {
      path: `/vendors/:id/feed.${format}`,
      id: `${format}VendorFeed`,
      summary: `${name} of one vendor`,
      parameters: feedParameters,
      answer: { type },
    },
  ]),
  {
    path: '/calendar.ics',
    id: 'calendar',
    summary: 'Maintenances of all watched vendors',
    parameters: {},
    answer: { type: 'text/calendar' },
  },
  {
    path: '/vendors/:id/calendar.ics',
    id: 'vendorCalendar',
    summary: 'Maintenances of one vendor',
    parameters: {},
    answer: { type: 'text/calendar' },
  },
  ...shapeDocuments.map((name) => ({
    path: `/vendors/:id/api/v2/${name}.json`,
    id: `statuspage-${name.replace('/', '-')}`,
    summary: `${name}.json as Statuspage writes it. Its vocabulary cannot say "unknown": that is sent as \`minor\` or \`degraded_performance\`, never as good, with the truth in the member \`statuswire\``,
    parameters: {},
    answer: { type: json },
  })),
  {
    path: '/badge/:id.svg',
    id: 'badge',
    summary: 'A picture of a vendor’s state: green only on fresh proof',
    parameters: {},
    answer: { type: 'image/svg+xml' },
  },
  {
    path: '/healthz',
    id: 'health',
    summary: 'The server answers, the database too, and the crawler is not stuck',
    parameters: {},
    answer: { type: json },
  },
  { path: '/readyz', id: 'readiness', summary: 'Requests can be answered', parameters: {}, answer: { type: json } },
  { path: '/metrics', id: 'metrics', summary: 'For Prometheus', parameters: {}, answer: { type: 'text/plain' } },
  { path: '/openapi.json', id: 'openApi', summary: 'This interface as OpenAPI 3.1', parameters: {}, answer: { type: json } },
]
