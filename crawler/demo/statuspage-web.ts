import { feed, historyPage, homePage, incidentPage } from './statuspage-html.ts'
import { componentRows, entryRow, pageRow, statusRow, type Site } from './statuspage-json.ts'
import type { EntryState, PageState } from './story-state.ts'

export interface Rendering {
  readonly type: string
  readonly body: string
}

/** The document that a Statuspage has at a path (with its query) below its own address; undefined where it has none. */
export function renderStatuspage(path: string, page: PageState, site: Site): Rendering | undefined {
  const json = apiDocument(path, page, site)
  if (json) return { type: 'application/json; charset=utf-8', body: JSON.stringify(json) }
  if (path === '/history.atom') return { type: 'application/atom+xml; charset=utf-8', body: feed(page, site) }
  const html = htmlDocument(path, page, site)
  return html === undefined ? undefined : { type: 'text/html; charset=utf-8', body: html }
}

function htmlDocument(path: string, page: PageState, site: Site): string | undefined {
  if (path === '' || path === '/') return homePage(page, site)
  const history = /^\/history(?:\?page=(?<number>[1-9]\d*))?$/u.exec(path)
  if (history) return historyPage(Number(history.groups?.['number'] ?? 1), page, site)
  const entry = entryNamedBy(path, page, '')
  return entry && incidentPage(entry, page, site)
}

function apiDocument(path: string, state: PageState, site: Site): object | undefined {
  const page = pageRow(state, site)
  function rows(kind: EntryState['kind'], wanted: (entry: EntryState) => boolean): readonly object[] {
    return state.entries.filter((entry) => entry.kind === kind && wanted(entry)).map((entry) => entryRow(entry, state, site))
  }

  switch (path) {
    case '/api/v2/summary.json':
      return {
        page,
        components: componentRows(state, site),
        incidents: rows('incident', isOpen),
        scheduled_maintenances: rows('maintenance', isOpen),
        status: statusRow(state),
      }
    case '/api/v2/status.json':
      return { page, status: statusRow(state) }
    case '/api/v2/components.json':
      return { page, components: componentRows(state, site) }
    case '/api/v2/incidents.json':
      return { page, incidents: rows('incident', isAny).slice(0, listLength) }
    case '/api/v2/incidents/unresolved.json':
      return { page, incidents: rows('incident', isOpen) }
    case '/api/v2/scheduled-maintenances.json':
      return { page, scheduled_maintenances: rows('maintenance', isAny).slice(0, listLength) }
    case '/api/v2/scheduled-maintenances/upcoming.json':
      return { page, scheduled_maintenances: rows('maintenance', isUpcoming) }
    case '/api/v2/scheduled-maintenances/active.json':
      return { page, scheduled_maintenances: rows('maintenance', isActive) }
    default: {
      const entry = entryNamedBy(path, state, '.json')
      return entry && { page, incident: entryRow(entry, state, site) }
    }
  }
}

/** The real lists hold the 50 most recent. */
const listLength = 50

function entryNamedBy(path: string, page: PageState, suffix: string): EntryState | undefined {
  return page.entries.find(({ id }) => path === `/incidents/${id}${suffix}`)
}

function isAny(): boolean {
  return true
}

function isOpen(entry: EntryState): boolean {
  return !entry.closed
}

function isUpcoming(entry: EntryState): boolean {
  return entry.status === 'scheduled'
}

function isActive(entry: EntryState): boolean {
  return isOpen(entry) && !isUpcoming(entry)
}
