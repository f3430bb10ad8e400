import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import type { Component, Snapshot } from '../../parsers/model.ts'
import { statuspal } from '../../parsers/statuspal/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface Service {
  readonly id: number
  readonly name: string
  readonly current_incident_type: string | null
  readonly children: readonly Service[]
}
interface Entry {
  readonly id: number
  readonly title: string
  readonly url: string
  readonly type?: string
  readonly starts_at?: string
  readonly updated_at: string
  readonly service_ids: readonly number[]
  readonly updates: readonly { readonly id: number; readonly type: string; readonly posted_at: string }[]
}
interface Answer {
  readonly status_page: { readonly name: string; readonly subdomain: string; readonly current_incident_type: string | null }
  readonly services: readonly Service[]
  readonly incidents: readonly Entry[]
  readonly maintenances: readonly Entry[]
  readonly upcoming_maintenances: readonly Entry[]
  readonly info_notices?: readonly Entry[]
}

const settings = { subdomain: 'acme', region: 'eu' as const }
const context = { page: { url: 'https://status.example.com' }, params: settings, observedAt: instant('2025-10-17T12:00:00.000Z') }
const captures = capturedFiles().filter(
  ({ platform, file, origin }) => platform === 'statuspal' && origin === 'real' && file.endsWith('.json'),
)
const byType: Readonly<Record<string, string>> = {
  null: 'operational',
  info: 'unknown',
  performance: 'degraded_performance',
  minor: 'partial_outage',
  major: 'major_outage',
  scheduled: 'under_maintenance',
  'emergency-maintenance': 'under_maintenance',
}

function read(text: string): Snapshot {
  return statuspal.parse({ summary: [documentOf('json', text)] }, context)
}

/** Every service with the names above it. */
function paths(services: readonly Service[], above = ''): readonly string[] {
  const found: string[] = []
  for (const { id, name, current_incident_type: type, children } of services) {
    const path = `${above}/${name}`
    found.push(`${id} ${path} ${type ?? 'none'} ${byType[String(type)]} ${children.length > 0}`, ...paths(children, path))
  }
  return found
}

function componentPaths(components: readonly Component[], above = ''): readonly string[] {
  return components.flatMap(({ nativeId, name, native, health, group, children }) => [
    `${nativeId} ${above}/${name} ${native} ${health} ${group}`,
    ...componentPaths(children, `${above}/${name}`),
  ])
}

function leaf(id: number, type: string | null): Service {
  return { id, name: `${id}`, current_incident_type: type, children: [] }
}

function utc(text: string): string {
  return new Date(`${text}Z`).toISOString()
}

describe.skipIf(skipsCaptures)('parsers/statuspal, on captured pages', () => {
  it("refuses the maker's example: a service below another has neither id nor name there", () => {
    const text = readCapture('statuspal/doc-example/maintenance-ongoing-doc-example.json')

    expect(() => read(text)).toThrow(/^missing: /u)
  })

  it.each(captures)('$file: tells every service, at every depth', ({ file }) => {
    const answer: Answer = JSON.parse(readCapture(file))

    const { page, health, native, components = [], omissions } = read(readCapture(file))

    expect(page).toMatchObject({ nativeId: answer.status_page.subdomain, name: answer.status_page.name })
    expect([health, native]).toEqual([
      byType[String(answer.status_page.current_incident_type)],
      answer.status_page.current_incident_type ?? 'none',
    ])
    expect(componentPaths(components)).toEqual(paths(answer.services))
    expect(omissions).toEqual([])
  })

  it.each(captures)('$file: tells every entry under its kind, with its times in UTC', ({ file }) => {
    const answer: Answer = JSON.parse(readCapture(file))

    const { incidents = [], maintenances = [] } = read(readCapture(file))

    expect(
      incidents.map(({ nativeId, title, url, nativeImpact, startedAt, updatedAt }) => [
        nativeId,
        title,
        url,
        nativeImpact,
        startedAt,
        updatedAt,
      ]),
    ).toEqual([
      ...answer.incidents.map((entry) => [
        `${entry.id}`,
        entry.title,
        entry.url,
        entry.type,
        utc(entry.starts_at ?? ''),
        utc(entry.updated_at),
      ]),
      ...(answer.info_notices ?? []).map((entry) => [
        `info_notices/${entry.id}`,
        entry.title,
        entry.url,
        undefined,
        undefined,
        utc(entry.updated_at),
      ]),
    ])
    expect(maintenances.map(({ nativeId, phase, scheduledFor }) => [nativeId, phase, scheduledFor])).toEqual([
      ...answer.maintenances.map(({ id, starts_at: start }) => [`${id}`, 'in_progress', utc(start ?? '')]),
      ...answer.upcoming_maintenances.map(({ id, starts_at: start }) => [`${id}`, 'scheduled', utc(start ?? '')]),
    ])
    const all = [...answer.incidents, ...(answer.info_notices ?? []), ...answer.maintenances, ...answer.upcoming_maintenances]
    const posts = [...incidents, ...maintenances].flatMap(({ updates = [] }) => updates)
    expect(posts.map(({ nativeId, native, postedAt }) => [nativeId, native, postedAt])).toEqual(
      all.flatMap(({ updates }) =>
        updates.toSorted((a, b) => a.posted_at.localeCompare(b.posted_at)).map(({ id, type, posted_at: at }) => [`${id}`, type, utc(at)]),
      ),
    )
    expect([...incidents, ...maintenances].map(({ components = [] }) => components.map(({ nativeId }) => Number(nativeId)))).toEqual(
      all.map((entry) => entry.service_ids),
    )
  })
})

describe('parsers/statuspal', () => {
  function pageOf(html: string, url = 'https://status.example.com/'): FetchedPage {
    return { home: documentOf('html', `<html><body>${html}</body></html>`, url) }
  }

  it.each([
    { page: pageOf('', 'https://acme.statuspal.eu/'), expected: settings, identified: false },
    {
      page: pageOf(
        '<script src="//statuspal.eu/js/app.js"></script><script>fetch("https://statuspal.eu/api/v2/status_pages/acme/summary")</script>',
      ),
      expected: settings,
      identified: true,
    },
    {
      page: pageOf('<script src="https://statuspal.io/js/app.js"></script><script>window.page = {subdomain: "acme"}</script>'),
      expected: { subdomain: 'acme', region: 'io' },
      identified: true,
    },
    {
      page: pageOf('<div class="system-status type-minor"></div><a href="https://www.statuspal.io/">Statuspal</a>'),
      expected: undefined,
      identified: true,
    },
    { page: pageOf('<a href="https://example.com">a page</a>'), expected: undefined, identified: undefined },
  ])('finds $expected in the page', ({ page, expected, identified }) => {
    expect(statuspal.settingsOf?.(page)).toEqual(expected)
    expect(detect(page, [statuspal])[0]?.identified).toBe(identified)
  })

  it.each([
    {
      next: 'https://statuspal.eu/api/v2/status_pages/acme/incidents?after=x',
      expected: 'https://statuspal.eu/api/v2/status_pages/acme/incidents?after=x',
    },
    { next: '?after=x', expected: 'https://statuspal.eu/api/v2/status_pages/acme/incidents?after=x' },
    { next: 'https://elsewhere.example/incidents?after=x', expected: undefined },
    { next: null, expected: undefined },
  ])('follows the list of incidents to $expected', ({ next, expected }) => {
    const text = JSON.stringify({ incidents: [], links: { next, prev: null }, meta: { total_count: 0 } })
    const [url = ''] = statuspal.sources.incidents.urls(context.page, settings)

    expect(statuspal.sources.incidents.next(documentOf('json', text, url))).toBe(expected)
  })

  it('takes a mere null for no proof where an open entry or a service below says otherwise', () => {
    const entry = { id: 9, title: 'Slow', type: 'performance', starts_at: '2025-10-17T10:00:00', service_ids: [1, 2], updates: [] }
    const answer = {
      status_page: { name: 'Acme', subdomain: 'acme', current_incident_type: null },
      services: [
        { ...leaf(1, null), children: [leaf(2, null), leaf(3, null)] },
        { ...leaf(4, null), children: [leaf(5, 'major')] },
        leaf(6, null),
      ],
      incidents: [entry],
      maintenances: [],
      upcoming_maintenances: [],
    }

    const { health, components = [], omissions } = read(JSON.stringify(answer))
    const over = read(JSON.stringify({ ...answer, incidents: [{ ...entry, ends_at: '2025-10-17T11:00:00' }], services: [leaf(1, null)] }))

    expect([health, ...components.map((component) => component.health)]).toEqual(['unknown', 'unknown', 'unknown', 'operational'])
    expect(components.flatMap(({ children }) => children.map((child) => child.health))).toEqual(['unknown', 'operational', 'major_outage'])
    expect(omissions).toHaveLength(4)
    expect([over.health, over.incidents?.[0]?.phase]).toEqual(['operational', 'resolved'])
  })
})
