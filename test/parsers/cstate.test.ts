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

  it('reads one system and what affects it', () => {
    const text = captured('affected__api__index.json')
    const { components = [], incidents = [], maintenances = [], coverage } = read({ affected: [documentOf('json', text)] })

    expect(components.map(({ name, native, health }) => [name, native, health])).toStrictEqual([
      [valuesOf(text, 'title')[0], valuesOf(text, 'status')[0], 'major_outage'],
    ])
    expect(new Set([...incidents, ...maintenances].map(({ title }) => title.replaceAll('&', '&amp;')))).toStrictEqual(
      new Set(
        valuesOf(text, 'title')
          .slice(1)
          .map((title) => title.replaceAll('&amp;', '&').replaceAll('&', '&amp;')),
      ),
    )
    expect(coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
  })

  it.each(['index.xml', 'issues__index.xml', 'affected__api__index.xml'])(
    'reads the entries of %s, what has not begun yet as planned',
    (file) => {
      const text = captured(file)
      const known = read({ issues: [documentOf('json', list)] })
      const entries = text.split('<item>').slice(1)

      const { incidents = [], maintenances = [], coverage } = read({ feed: [documentOf('xml', text)] })

      expect(incidents.length + maintenances.length).toBe(entries.length)
      expect(maintenances.map(({ title }) => title)).toStrictEqual(file.startsWith('affected') ? [] : ['Gateway maintenance'])
      for (const { nativeId, title, phase, startedAt, resolvedAt, updates = [] } of incidents) {
        const entry = entries.find((part) => part.includes(`/issues/${nativeId}/</link>`)) ?? ''
        const incident = known.incidents?.find((other) => other.nativeId === nativeId)
        const planned = known.maintenances?.find((other) => other.nativeId === nativeId)
        expect(startedAt).toBe(new Date(/<pubDate>([^<]+)/u.exec(entry)?.[1] ?? '').toISOString())
        expect(phase).toBe(/<title>\[Resolved\]/u.test(entry) ? 'resolved' : 'unknown')
        expect([title, resolvedAt]).toStrictEqual([(incident ?? planned)?.title, (incident ?? planned)?.resolvedAt])
        expect(updates).toHaveLength(1)
      }
      expect(coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
    },
  )

  it('reads the list that readers see: grade and kind of what is open, no kind of what is over', () => {
    const text = captured('issues__index.html')
    const known = read({ issues: [documentOf('json', list)] })

    const { incidents = [], maintenances = [], omissions } = read({ list: [documentOf('html', text)] })

    expect(incidents.length + maintenances.length).toBe(text.split('class="issue no-underline"').length - 1)
    expect(maintenances.map(({ nativeId, scheduledFor }) => [nativeId, scheduledFor])).toStrictEqual([
      ['2026-12-05-planned-maintenance', '2026-12-05T02:00:00.000Z'],
    ])
    for (const { nativeId, title, phase, impact, startedAt } of incidents) {
      const incident = known.incidents?.find((other) => other.nativeId === nativeId)
      const planned = known.maintenances?.find((other) => other.nativeId === nativeId)
      // The page shows whole seconds.
      expect([title, startedAt?.slice(0, 19)]).toStrictEqual([
        incident?.title ?? planned?.title,
        (incident?.startedAt ?? planned?.scheduledFor)?.slice(0, 19),
      ])
      expect(phase === 'resolved').toBe(incident?.phase === 'resolved' || planned?.phase === 'completed')
      expect(impact).toBe(phase === 'resolved' ? undefined : incident?.impact)
    }
    expect(omissions).toHaveLength(incidents.filter(({ phase }) => phase === 'resolved').length)
  })

  it('reads one issue as readers see it', () => {
    const text = captured('issues__2026-11-19-live-api-outage__index.html')
    const [, title] = /<h1 class="clean">\s*([^<]*?)\s*<\/h1>/u.exec(text) ?? []

    const { incidents = [], omissions } = read({ issuePage: [documentOf('html', text)] })

    expect(incidents.map((incident) => [incident.nativeId, incident.title, incident.impact, incident.phase])).toStrictEqual([
      ['2026-11-19-live-api-outage', title, 'critical', 'unknown'],
    ])
    expect(incidents[0]?.components?.map(({ name }) => name)).toStrictEqual(['API'])
    expect(incidents[0]?.updates?.map(({ body }) => body.includes('Database failover in progress'))).toStrictEqual([true])
    expect(omissions).toStrictEqual([])
  })

  it('names the open issues of the home page by their signs, and nothing that is over', () => {
    const known = read({ issues: [documentOf('json', list)] })

    const { incidents = [], maintenances = [], coverage } = read({ home: [documentOf('html', captured('index.html'))] })

    expect(incidents.map(({ nativeId, impact }) => [nativeId, impact])).toStrictEqual(
      known.incidents
        ?.filter(({ phase, impact }) => phase !== 'resolved' && impact !== 'none')
        .map(({ nativeId, impact }) => [nativeId, impact]),
    )
    expect(maintenances.map(({ nativeId }) => nativeId)).toStrictEqual(['2026-12-05-planned-maintenance'])
    expect([coverage.incidents, coverage.maintenances]).toStrictEqual(['none', 'none'])
  })

  it('refuses its other pages as a home page', () => {
    for (const file of ['404.html', 'issues__index.html', 'issues__2026-11-19-live-api-outage__index.html']) {
      expect(() => read({ home: [documentOf('html', captured(file))] })).toThrow(ParseError)
    }
  })
})

describe('parsers/cstate', () => {
  it('refuses a feed of another maker, an entry without address and pages that are none of its own', () => {
    function feed(generator: string, items: string) {
      return documentOf('xml', `<rss><channel><title>A</title><generator>${generator}</generator>${items}</channel></rss>`)
    }
    function page(words: string, body: string) {
      return documentOf(
        'html',
        `<html><head><meta name="generator" content="cState v6"></head><body class="${words}">${body}</body></html>`,
      )
    }

    expect(read({ feed: [feed('github.com/cstate', '')] }).incidents).toStrictEqual([])
    expect(() => read({ feed: [feed('Hugo', '')] })).toThrow(/^foreign: /u)
    expect(() => read({ feed: [feed('github.com/cstate', '<item><title>A</title></item>')] })).toThrow(/^shape: /u)
    expect(() => read({ list: [page('default list', '<p>Nothing here</p>')] })).toThrow(/^foreign: /u)
    expect(() => read({ list: [page('default list', '<a class="issue" href="/issues/a/"></a>')] })).toThrow(/^missing: /u)
    expect(() => read({ list: [page('issues single', '')] })).toThrow(/^foreign: /u)
    expect(() => read({ issuePage: [page('issues single', '<div class="article"></div>')] })).toThrow(/^missing: /u)
  })

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
