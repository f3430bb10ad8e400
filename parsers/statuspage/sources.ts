import type { Medium, PageRef, Source, When } from '../platform.ts'
import { nextHistoryPage } from './history.ts'

/**
 * A poll reads the summary; the lists of the newest 50 when the summary or an open entry says that they moved; the page
 * of one entry when no list tells all of it. Fallbacks are tried in the order written.
 */
export const sources = {
  summary: source('json', 'poll', '/api/v2/summary.json'),
  status: source('json', 'archive', '/api/v2/status.json'),
  components: source('json', 'archive', '/api/v2/components.json'),
  incidents: source('json', 'moved', '/api/v2/incidents.json'),
  unresolved: source('json', 'archive', '/api/v2/incidents/unresolved.json'),
  scheduledMaintenances: source('json', 'moved', '/api/v2/scheduled-maintenances.json'),
  active: source('json', 'archive', '/api/v2/scheduled-maintenances/active.json'),
  upcoming: source('json', 'archive', '/api/v2/scheduled-maintenances/upcoming.json'),
  incident: {
    medium: 'json',
    via: 'http',
    when: 'detail',
    urls: (page, _params, known) =>
      known.entries.filter((entry) => entry.changed && !entry.listed).map(({ nativeId }) => `${page.url}/incidents/${nativeId}.json`),
  } satisfies Source<'json'>,
  incidentPage: {
    medium: 'html',
    via: 'http',
    when: 'detail',
    // The report itself is not in every JSON answer that says there is one.
    urls: (page, _params, known) =>
      known.entries
        .filter((entry) => entry.changed && entry.phase === 'postmortem' && !entry.hasReport)
        .map(({ nativeId }) => `${page.url}/incidents/${nativeId}`),
  } satisfies Source<'html'>,
  history: { ...source('html', 'history', '/history?page=1'), next: nextHistoryPage },
  historyJson: { ...source('json', 'history', '/history.json?page=1'), next: nextHistoryPage },
  home: source('html', 'fallback', ''),
  atom: source('xml', 'fallback', '/history.atom'),
  rss: source('xml', 'fallback', '/history.rss'),
} as const

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page: PageRef) => [page.url + path] }
}
