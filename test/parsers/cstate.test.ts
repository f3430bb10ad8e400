import { describe, expect, it } from 'vitest'
import { cstate } from '../../parsers/cstate/index.ts'
import { ParseError } from '../../parsers/errors.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const healths: Record<string, string> = {
  ok: 'operational',
  notice: 'under_maintenance',
  disrupted: 'partial_outage',
  down: 'major_outage',
}

function read(documents: Parameters<typeof cstate.parse>[0]): Snapshot {
  const observedAt = instant('2026-11-20T05:00:00.000Z')
  return cstate.parse(documents, { page: { url: 'https://status.example.com' }, params: {}, observedAt })
}

function captured(file: string): string {
  return readCapture(`cstate/${file}`)
}

/** The values of one field in the order of the file, quotes left out. */
function valuesOf(text: string, field: string): readonly string[] {
  return [...text.matchAll(new RegExp(`"${field}": "?([^"\\n,]*)"?`, 'gu'))].map(([, value = '']) => value)
}

describe.skipIf(skipsCaptures)('parsers/cstate, on a site built with 6.0.1', () => {
  const list = skipsCaptures ? '' : captured('issues__index.json')
  const [, ...blocks] = list.split('"is": "issue",')

  it('reads every system with its word, out of the JSON and out of the page', () => {
    const json = read({ index: [documentOf('json', captured('index.json'))] })
    const html = read({ home: [documentOf('html', captured('index.html'))] })
    const systems = captured('index.json').split('"systems"')[1]?.split('"buildDate"')[0] ?? ''
    const rows = [...systems.matchAll(/"name": "([^"]+)"[^{]*?"status": "(\w+)"/gu)].map(([, name, word]) => [name, word])

    expect(leaves(json.components ?? []).map(({ name, native }) => [name, native])).toStrictEqual(rows)
    expect(leaves(html.components ?? []).map(({ name, native }) => [name, native])).toStrictEqual(rows)
    for (const { health, native } of leaves(json.components ?? [])) expect(health).toBe(healths[native])
    expect([json.health, json.native, html.health, html.native]).toStrictEqual(['major_outage', 'down', 'major_outage', 'down'])
    expect(json.components?.map(({ name, group }) => [name, group])).toStrictEqual([
      ['North Coast', true],
      ['Website', false],
      ['API', false],
      ['Media Proxy', false],
    ])
    expect(json.sourceUpdatedAt).toBe('2026-11-20T04:52:00.000Z')
  })

  it('reads every issue, its grade, its times and what it affects', () => {
    const { incidents = [], maintenances = [], omissions, coverage } = read({ issues: [documentOf('json', list)] })
    const truth = blocks.map((block) => {
      const [title = '', created = '', severity = '', resolved = '', end = '', link = ''] = [
        'title',
        'createdAt',
        'severity',
        'resolved',
        'resolvedAt',
        'permalink',
      ].map((field) => valuesOf(block, field)[0])
      const at = new Date(created.replace(' UTC', '')).toISOString()
      const ended = resolved === 'true' ? new Date(`${end}Z`).toISOString() : undefined
      const affected = [...(/"affected": \[(.*)\]/u.exec(block)?.[1] ?? '').matchAll(/"([^"]+)"/gu)].map(([, name]) => name)
      return { id: link.split('/').at(-2), title: title.replaceAll('&amp;', '&'), at, severity, resolved, ended, affected }
    })

    expect(incidents.length + maintenances.length).toBe(truth.length)
    for (const { id, title, at, severity, resolved, ended, affected } of truth) {
      const incident = incidents.find(({ nativeId }) => nativeId === id)
      const maintenance = maintenances.find(({ nativeId }) => nativeId === id)
      const entry = incident ?? maintenance
      expect(entry?.title).toBe(title)
      expect(incident?.startedAt ?? maintenance?.scheduledFor).toBe(at)
      expect(entry?.resolvedAt).toBe(ended)
      expect(entry?.components?.map(({ name }) => name)).toStrictEqual(affected)
      expect(maintenance !== undefined).toBe(severity === 'notice')
      expect(incident === undefined || (incident.phase === 'resolved') === (resolved === 'true')).toBe(true)
      expect(incident?.impact).toBe(incident && { down: 'critical', disrupted: 'major', '<no value>': 'none' }[severity])
    }
    expect([omissions, coverage.incidents]).toStrictEqual([[], 'full'])
  })

  it('tells planned work from outages, and its end before it has come', () => {
    const { maintenances = [] } = read({ index: [documentOf('json', captured('index.json'))] })

    expect(maintenances.map(({ phase, scheduledUntil, resolvedAt }) => [phase, scheduledUntil, resolvedAt])).toStrictEqual([
      ['unknown', '2026-12-05T04:00:00.000Z', undefined],
    ])
  })

  it.each([
    'issues__2018-04-13-unavailable-guilds-connection-issues__index.json',
    'issues__2026-11-19-live-api-outage__index.json',
    'issues__2026-12-05-planned-maintenance__index.json',
  ])("reads the text of %s into the list's entry", (file) => {
    const { incidents = [], maintenances = [] } = read({
      issues: [documentOf('json', list)],
      issue: [documentOf('json', captured(file))],
    })
    const body = /"body": (".*"),$/mu.exec(captured(file))?.[1] ?? ''
    const told = [...incidents, ...maintenances].filter(({ updates }) => updates)

    expect(told).toHaveLength(1)
    expect(told[0]?.updates?.map((update) => JSON.stringify(update.body))).toStrictEqual([JSON.stringify(JSON.parse(body))])
    expect(incidents.length + maintenances.length).toBe(blocks.length)
  })

  it('refuses its other pages as a home page', () => {
    for (const file of ['404.html', 'issues__index.html', 'issues__2026-11-19-live-api-outage__index.html']) {
      expect(() => read({ home: [documentOf('html', captured(file))] })).toThrow(ParseError)
    }
  })
})

describe('parsers/cstate', () => {
  const issue = { is: 'issue', title: 'A', permalink: '/issues/a/', severity: 'down', resolved: true, informational: false, affected: [] }

  it.each([
    { createdAt: '2026-03-02 09:00:00 +0000 UTC', resolvedAt: '2026-03-02 10:00:00', ends: '2026-03-02T10:00:00.000Z' },
    { createdAt: '2026-03-02 09:00:00 +0000 UTC', resolvedAt: '2026-03-02T10:00', ends: '2026-03-02T10:00:00.000Z' },
    { createdAt: '2026-03-02 09:00:00 +0100 CET', resolvedAt: '2026-03-02 10:00:00 +0100 CET', ends: '2026-03-02T09:00:00.000Z' },
    { createdAt: '2026-03-02 09:00:00 +0100 CET', resolvedAt: '2026-03-02 10:00:00', ends: undefined },
    { createdAt: '2026-03-02 09:00:00 +0000 UTC', resolvedAt: 'soon', ends: undefined },
  ])('reads $resolvedAt beside $createdAt as $ends', ({ createdAt, resolvedAt, ends }) => {
    const { incidents = [] } = read({ issue: [documentOf('json', JSON.stringify({ ...issue, createdAt, resolvedAt }))] })

    expect(incidents.map((incident) => incident.resolvedAt)).toStrictEqual([ends])
    expect(incidents[0]?.url).toBe('https://status.example.com/issues/a/')
  })

  it('asks for the file of each issue that is new or changed', () => {
    const entry = { kind: 'incident', open: true, changed: true, listed: false, hasReport: false } as const
    const entries = [
      { ...entry, nativeId: 'a' },
      { ...entry, nativeId: 'b', changed: false },
    ]

    expect(cstate.sources.issue.urls({ url: 'https://status.example.com' }, {}, { entries })).toStrictEqual([
      'https://status.example.com/issues/a/index.json',
    ])
  })

  it('tells two systems of one name apart by their categories', () => {
    const systems = ['One', 'Two'].map((category) => ({ name: 'API', category, status: 'ok' }))
    const categories = ['One', 'Two'].map((name) => ({ name, hideTitle: false }))
    const index = { is: 'index', cStateVersion: '6', title: 'A', summaryStatus: 'ok', categories, systems }

    const { components = [] } = read({ index: [documentOf('json', JSON.stringify(index))] })

    expect(leaves(components).map(({ nativeId }) => nativeId)).toStrictEqual(['api', 'two/api'])
  })
})
