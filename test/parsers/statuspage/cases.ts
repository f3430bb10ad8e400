import type { Capture } from '../../support/documents.ts'
import { atomXml, rssXml } from './build-feed.ts'
import { historyHtml, homeHtml, incidentHtml } from './build-html.ts'
import {
  componentsJson,
  historyProps,
  incidentJson,
  incidentsJson,
  maintenancesJson,
  print,
  statusJson,
  summaryJson,
} from './build-json.ts'
import { commerceLayer2023, commerceLayer2024, commerceLayerDown } from './commerce-layer.ts'
import { allClear, maintenance, openIncident, resolvedIncident } from './example-page.ts'
import { isClosed, type PageFacts } from './facts.ts'

interface Written {
  readonly file: string
  /** Behind the page's own address. */
  readonly path: string
  readonly text: string
}

/** A fixture case as it is written: the facts, the moment, and which documents of it there are. */
export interface CaseToWrite {
  readonly name: string
  readonly facts: PageFacts
  readonly capturedAt: string
  readonly states: Capture['states']
  readonly notes: string
  readonly timeZone?: string
  readonly sources: Readonly<Record<string, readonly Written[]>>
}

const api = '/api/v2'

export const cases: readonly CaseToWrite[] = [
  {
    name: 'all-clear',
    facts: allClear,
    capturedAt: '2026-02-01T08:05:00.000Z',
    states: ['all-clear'],
    notes: 'A group and two components share a name; no incident was ever open.',
    sources: {
      summary: one('summary.json', `${api}/summary.json`, summaryJson(allClear)),
      status: one('status.json', `${api}/status.json`, statusJson(allClear)),
      components: one('components.json', `${api}/components.json`, componentsJson(allClear)),
      home: one('home.html', '', homeHtml(allClear, '2026-02-01T08:05:00.000Z')),
    },
  },
  {
    name: 'open-incident',
    facts: openIncident,
    capturedAt: '2026-03-02T16:31:00.000Z',
    states: ['open-incident', 'resolved-incident'],
    notes: 'A backdated start, two posts in one phase, markup in a text.',
    sources: {
      summary: one('summary.json', `${api}/summary.json`, summaryJson(openIncident)),
      incidents: one('incidents.json', `${api}/incidents.json`, incidentsJson(openIncident)),
      unresolved: one(
        'unresolved.json',
        `${api}/incidents/unresolved.json`,
        incidentsJson(openIncident, (entry) => !isClosed(entry)),
      ),
    },
  },
  {
    name: 'resolved-incident',
    facts: resolvedIncident,
    capturedAt: '2026-01-02T09:00:00.000Z',
    states: ['resolved-incident'],
    notes: 'Over New Year, so that the year of each stamp has to be found.',
    timeZone: 'America/New_York',
    sources: {
      incident: one('incident.json', '/incidents/x1inc0000002.json', incidentJson(resolvedIncident, 'x1inc0000002')),
      incidentPage: one(
        'incident.html',
        '/incidents/x1inc0000002',
        incidentHtml(resolvedIncident, 'x1inc0000002', '2026-01-02T09:00:00.000Z'),
      ),
      atom: one('history.atom', '/history.atom', atomXml(resolvedIncident, '2026-01-02T09:00:00.000Z')),
      rss: one('history.rss', '/history.rss', rssXml(resolvedIncident, '2026-01-02T09:00:00.000Z')),
    },
  },
  {
    name: 'feed-alone',
    facts: openIncident,
    capturedAt: '2026-03-02T16:31:00.000Z',
    states: ['open-incident', 'resolved-incident'],
    notes: 'The last resort: no impact, no components, no ids of updates, years from the stamps around.',
    timeZone: 'America/New_York',
    sources: { atom: one('history.atom', '/history.atom', atomXml(openIncident, '2026-03-02T16:31:00.000Z')) },
  },
  {
    name: 'maintenance',
    facts: maintenance,
    capturedAt: '2026-03-02T16:05:00.000Z',
    states: ['maintenance'],
    notes: 'One running, one planned over the night in which the clocks change, one done.',
    sources: {
      summary: one('summary.json', `${api}/summary.json`, summaryJson(maintenance)),
      scheduledMaintenances: one('scheduled-maintenances.json', `${api}/scheduled-maintenances.json`, maintenancesJson(maintenance)),
      active: one(
        'active.json',
        `${api}/scheduled-maintenances/active.json`,
        maintenancesJson(maintenance, ({ status }) => status === 'in_progress'),
      ),
      upcoming: one(
        'upcoming.json',
        `${api}/scheduled-maintenances/upcoming.json`,
        maintenancesJson(maintenance, ({ status }) => status === 'scheduled'),
      ),
    },
  },
  {
    name: 'maintenance-home',
    facts: maintenance,
    capturedAt: '2026-03-02T16:05:00.000Z',
    states: ['maintenance'],
    notes: 'The same on the home page alone.',
    timeZone: 'America/New_York',
    sources: { home: one('home.html', '', homeHtml(maintenance, '2026-03-02T16:05:00.000Z')) },
  },
  {
    name: 'truncated',
    facts: openIncident,
    capturedAt: '2026-03-02T16:31:00.000Z',
    states: ['truncated'],
    notes: 'A summary that was cut off in its middle.',
    sources: { summary: one('summary.json', `${api}/summary.json`, summaryJson(openIncident).slice(0, 3000)) },
  },
  {
    name: 'commerce-layer-2023-01-17',
    facts: commerceLayer2023,
    capturedAt: '2023-01-19T14:00:00.000Z',
    states: ['resolved-incident', 'report'],
    notes: 'Rebuilt from the facts of https://status.commercelayer.io/incidents/mh619g3jmz17; the wording is ours.',
    sources: commerceLayer(commerceLayer2023, 'mh619g3jmz17', '2023-01-19T14:00:00.000Z'),
  },
  {
    name: 'commerce-layer-2024-04-09',
    facts: commerceLayer2024,
    capturedAt: '2024-04-22T15:00:00.000Z',
    states: ['resolved-incident', 'report'],
    notes: 'Rebuilt from the facts of https://status.commercelayer.io/incidents/zr2t0kfxdbsg; the wording is ours.',
    sources: commerceLayer(commerceLayer2024, 'zr2t0kfxdbsg', '2024-04-22T15:00:00.000Z'),
  },
  {
    name: 'commerce-layer-2024-04-09-page',
    facts: commerceLayer2024,
    capturedAt: '2024-04-22T15:00:00.000Z',
    states: ['resolved-incident', 'report'],
    notes: "The incident's own page alone, as it is read where no JSON is to be had.",
    sources: {
      incidentPage: one(
        'incident.html',
        '/incidents/zr2t0kfxdbsg',
        incidentHtml(commerceLayer2024, 'zr2t0kfxdbsg', '2024-04-22T15:00:00.000Z'),
      ),
    },
  },
  {
    name: 'commerce-layer-2024-04-09-down',
    facts: commerceLayerDown,
    capturedAt: '2024-04-09T08:40:00.000Z',
    states: ['open-incident'],
    notes: 'The home page alone while it was down; the zone known from earlier readings.',
    timeZone: 'Europe/Rome',
    sources: { home: one('home.html', '', homeHtml(commerceLayerDown, '2024-04-09T08:40:00.000Z')) },
  },
  {
    name: 'commerce-layer-history',
    facts: commerceLayer2024,
    capturedAt: '2024-04-22T15:00:00.000Z',
    states: ['history'],
    notes: 'Two pages of the history, as a page and as JSON.',
    sources: {
      history: [
        { file: 'history-1.html', path: '/history?page=1', text: historyHtml(commerceLayer2024, spring2024(), '2024-04-22T15:00:00.000Z') },
      ],
      historyJson: [{ file: 'history-6.json', path: '/history.json?page=6', text: print(winter2023()) }],
    },
  },
]

function one(file: string, path: string, text: string): readonly Written[] {
  return [{ file, path, text }]
}

function commerceLayer(facts: PageFacts, id: string, at: string): CaseToWrite['sources'] {
  return {
    summary: one('summary.json', `${api}/summary.json`, summaryJson(facts)),
    incidents: one('incidents.json', `${api}/incidents.json`, incidentsJson(facts)),
    incident: one('incident.json', `/incidents/${id}.json`, incidentJson(facts, id)),
    incidentPage: one('incident.html', `/incidents/${id}`, incidentHtml(facts, id, at)),
    home: one('home.html', '', homeHtml(facts, at)),
  }
}

function spring2024(): object {
  const months = [
    ['April', 2024, 1, 30],
    ['March', 2024, 5, 31],
    ['February', 2024, 4, 29],
  ] as const
  return historyProps(commerceLayer2024, months, ['2024-02-01T00:00:00Z', '2024-04-30T23:59:59Z'])
}

function winter2023(): object {
  const months = [
    ['January', 2023, 0, 31],
    ['December', 2022, 4, 31],
    ['November', 2022, 2, 30],
  ] as const
  return historyProps(commerceLayer2024, months, ['2022-11-01T00:00:00Z', '2023-01-31T23:59:59Z'])
}
