import { describe, expect, it } from 'vitest'
import type { Document, Known, KnownEntry } from '../../../parsers/platform.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { documentOf } from '../../support/documents.ts'
import { historyHtml } from './build-html.ts'
import { historyProps } from './build-json.ts'
import { commerceLayer2024 } from './commerce-layer.ts'

const { sources } = statuspage
const nothing: Known = { entries: [] }

describe('parsers/statuspage/sources', () => {
  it('has the sources by which archives and the command line call them', () => {
    expect(Object.keys(sources)).toStrictEqual(
      'summary status components incidents unresolved scheduledMaintenances active upcoming incident incidentPage history historyJson home atom rss'.split(
        ' ',
      ),
    )
  })

  it('reads the summary each time, lists when they moved, and the page and the feeds only where all else failed', () => {
    const byWhen = Map.groupBy(Object.entries(sources), ([, { when }]) => when)
    const names = Object.fromEntries([...byWhen].map(([when, found]) => [when, found.map(([name]) => name)]))

    expect(names).toStrictEqual({
      poll: ['summary'],
      moved: ['incidents', 'scheduledMaintenances'],
      detail: ['incident', 'incidentPage'],
      history: ['history', 'historyJson'],
      fallback: ['home', 'atom', 'rss'],
      archive: ['status', 'components', 'unresolved', 'active', 'upcoming'],
    })
  })

  it('builds every address from that of the page, sub-path included', () => {
    const page = { url: 'https://example.com/cloud/status' }
    const known: Known = { entries: [entry({}), entry({ nativeId: 'b', phase: 'postmortem', listed: true })] }

    const urls = Object.values(sources).flatMap((source) => source.urls(page, {}, known))

    expect(urls).toStrictEqual([
      'https://example.com/cloud/status/api/v2/summary.json',
      'https://example.com/cloud/status/api/v2/status.json',
      'https://example.com/cloud/status/api/v2/components.json',
      'https://example.com/cloud/status/api/v2/incidents.json',
      'https://example.com/cloud/status/api/v2/incidents/unresolved.json',
      'https://example.com/cloud/status/api/v2/scheduled-maintenances.json',
      'https://example.com/cloud/status/api/v2/scheduled-maintenances/active.json',
      'https://example.com/cloud/status/api/v2/scheduled-maintenances/upcoming.json',
      'https://example.com/cloud/status/incidents/a.json',
      'https://example.com/cloud/status/incidents/b',
      'https://example.com/cloud/status/history?page=1',
      'https://example.com/cloud/status/history.json?page=1',
      'https://example.com/cloud/status',
      'https://example.com/cloud/status/history.atom',
      'https://example.com/cloud/status/history.rss',
    ])
  })

  it.each([
    ['changed and on no list', entry({}), true],
    ['changed, but told in full by a list', entry({ listed: true }), false],
    ['as it was', entry({ changed: false }), false],
    ['a maintenance that changed', entry({ kind: 'maintenance' }), true],
  ])('asks for one entry: %s', (_what, given, isAsked) => {
    expect(sources.incident.urls({ url: 'https://status.example.com' }, {}, { entries: [given] })).toHaveLength(isAsked ? 1 : 0)
  })

  it.each([
    ['closed with a report that nobody has read', entry({ phase: 'postmortem', listed: true }), true],
    ['with a report that is known', entry({ phase: 'postmortem', hasReport: true }), false],
    ['resolved without a report', entry({ phase: 'resolved' }), false],
    ['as it was', entry({ phase: 'postmortem', changed: false }), false],
  ])('asks for the page of an entry: %s', (_what, given, isAsked) => {
    expect(sources.incidentPage.urls({ url: 'https://status.example.com' }, {}, { entries: [given] })).toHaveLength(isAsked ? 1 : 0)
  })

  it('asks for nothing of its own accord', () => {
    expect(
      [sources.incident, sources.incidentPage].flatMap((source) => source.urls({ url: 'https://status.example.com' }, {}, nothing)),
    ).toStrictEqual([])
  })
})

describe('parsers/statuspage/history, walked', () => {
  const made = '2020-03-02T09:00:00Z'

  it.each([
    ['a page with incidents', { end: '2024-04-30T23:59:59Z', incidents: 2 }, 2],
    ['an empty page in the middle', { end: '2023-10-31T23:59:59Z', incidents: 0 }, 2],
    ['an empty page from before the page was made', { end: '2020-01-31T23:59:59Z', incidents: 0 }, 2],
    ['an empty page from a year before that', { end: '2019-01-31T23:59:59Z', incidents: 0 }, undefined],
    ['incidents from a year before that', { end: '2019-01-31T23:59:59Z', incidents: 1 }, 2],
    ['an empty page without an end', { end: null, incidents: 0 }, undefined],
    ['an empty page of a page that does not say when it was made', { end: '2013-01-31T23:59:59Z', incidents: 0, made: null }, 2],
    ['the same from before there were such pages', { end: '2010-06-30T23:59:59Z', incidents: 0, made: null }, undefined],
  ])('after %s the walk goes on to %s', (_what, given, next) => {
    const document = historyJson(given, 'https://status.example.com/sub/history.json?page=1')

    expect(sources.historyJson.next(document, 1)).toBe(
      next === undefined ? undefined : `https://status.example.com/sub/history.json?page=${next}`,
    )
  })

  it('counts on from the page that it read', () => {
    const given = { end: '2024-04-30T23:59:59Z', incidents: 2 }

    expect(sources.historyJson.next(historyJson(given, 'https://status.example.com/history.json?page=41'), 41)).toBe(
      'https://status.example.com/history.json?page=42',
    )
    expect(sources.historyJson.next(historyJson(given, 'https://status.example.com/history.json'), 1)).toBe(
      'https://status.example.com/history.json?page=2',
    )
  })

  it('ends after thirty years, whatever the pages hold', () => {
    const document = historyJson({ end: '2024-04-30T23:59:59Z', incidents: 2 }, 'https://status.example.com/history.json?page=120')

    expect(sources.historyJson.next(document, 120)).toBeUndefined()
  })

  it('walks the pages for readers in the same way', () => {
    const props = historyProps(commerceLayer2024, [['April', 2024, 1, 30]], ['2024-02-01T00:00:00Z', '2024-04-30T23:59:59Z'])
    const document = documentOf(
      'html',
      historyHtml(commerceLayer2024, props, '2024-04-22T15:00:00Z'),
      'https://status.commercelayer.io/history?page=1',
    )

    expect(sources.history.next(document, 1)).toBe('https://status.commercelayer.io/history?page=2')
  })

  it.each([
    ['JSON', documentOf('json', '{"months": []}')],
    ['a broken answer', documentOf('json', '{')],
    ['a page', documentOf('html', '<html></html>')],
  ])('ends at %s that is no history', (_what, document: Document) => {
    expect(sources.history.next(document, 1)).toBeUndefined()
  })

  function historyJson(given: { end: string | null; incidents: number; made?: null }, url: string): Document<'json'> {
    const incidents = Array.from({ length: given.incidents }, (_, index) => ({
      code: `x1inc000000${index}`,
      name: 'Incident',
      message: '',
      impact: 'minor',
      timestamp: '',
    }))
    const page = {
      id: 'x1page000001',
      name: 'Example',
      time_zone: 'UTC',
      created_at: given.made === null ? null : made,
      updated_at: '2026-01-01T00:00:00Z',
    }
    const history = {
      page_status: { page },
      components: [],
      months: [{ name: 'April', year: 2024, starts_on: 1, days: 30, incidents }],
      end_time: given.end,
    }
    return documentOf('json', JSON.stringify(history), url)
  }
})

function entry(given: Partial<KnownEntry>): KnownEntry {
  return { kind: 'incident', nativeId: 'a', open: true, changed: true, listed: false, hasReport: false, ...given }
}
