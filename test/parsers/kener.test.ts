import { describe, expect, it } from 'vitest'
import { kener } from '../../parsers/kener/index.ts'
import { isWhole } from '../../parsers/lib/html.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const page = { url: 'https://status.example.com' }
const context = { page, params: {}, observedAt: instant('2026-11-20T05:00:00Z') }

function read(source: 'home' | 'months', text: string): Snapshot {
  return kener.parse({ [source]: [documentOf('json', text, `${page.url}/incidents/November-2026/__data.json`)] }, context)
}

function readPages(...texts: readonly string[]): Snapshot {
  return kener.parse({ page: texts.map((text) => documentOf('html', text)) }, context)
}

function pageWith(data: string): string {
  const layout = '{"type":"data","data":{site:{siteName:"Acme"}}}'
  return `<html><script>__sveltekit_x = {};const data = [null,${layout},{"type":"data","data":${data}}];</script></html>`
}

/** The flat list of the page's own node, and a way through it that knows nothing of formats. */
function flatOf(text: string): readonly unknown[] {
  const { nodes } = JSON.parse(text)
  return nodes.at(-1).data
}

function rowsWith(flat: readonly unknown[], key: string): Record<string, unknown>[] {
  return flat.flatMap((element) => {
    if (typeof element !== 'object' || element === null || Array.isArray(element) || !(key in element)) return []
    return [Object.fromEntries(Object.entries(element).map(([name, place]) => [name, flat[Number(place)]]))]
  })
}

describe.skipIf(skipsCaptures)('parsers/kener, on the pages of a server of version 3', () => {
  const home = skipsCaptures ? '' : readCapture('kener/home_v3__data.json')
  const html = skipsCaptures ? '' : readCapture('kener/home_v3.html')

  it('has every monitor in order, with the colour that the rendered page gives it', () => {
    const { components = [], coverage } = read('home', home)
    const told = rowsWith(flatOf(home), 'category_name')

    expect(components.map(({ nativeId, name, description }) => [nativeId, name, description])).toStrictEqual(
      told.map(({ tag, name, description }) => [tag, name, description]),
    )
    expect(components.map(({ native }) => native)).toStrictEqual(['api-up', 'api-down', 'api-degraded'])
    expect(components.map(({ health }) => health)).toStrictEqual(['operational', 'major_outage', 'degraded_performance'])
    for (const { name, native } of components) {
      expect(html).toContain(name)
      expect(html).toMatch(new RegExp(`summaryColorClass:"${native}"`, 'u'))
    }
    expect(coverage).toStrictEqual({ components: 'full', incidents: 'recent', maintenances: 'recent' })
  })

  it.each(['home', 'months'] as const)('has the incidents of %s with all their comments', (source) => {
    const text = source === 'home' ? home : readCapture('kener/incidents_month__data.json')
    const { incidents = [], maintenances } = read(source, text)
    const told = rowsWith(flatOf(text), 'incident_type')
    const comments = rowsWith(flatOf(text), 'commented_at')

    expect(incidents.map(({ title, nativePhase }) => [title, nativePhase])).toStrictEqual(told.map(({ title, state }) => [title, state]))
    expect(incidents.map(({ startedAt }) => startedAt)).toStrictEqual(
      told.map(({ start_date_time: start }) => new Date(Number(start) * 1000).toISOString()),
    )
    expect(incidents.map(({ resolvedAt }) => resolvedAt)).toStrictEqual(
      told.map(({ end_date_time: end }) => (end === null ? undefined : new Date(Number(end) * 1000).toISOString())),
    )
    expect(incidents.map(({ createdAt }) => createdAt)).toStrictEqual(
      told.map(({ created_at: created }) => new Date(`${String(created)}Z`).toISOString()),
    )
    const updates = incidents.flatMap((incident) => incident.updates ?? [])
    expect(new Set(updates.map(({ nativeId, body, native }) => [nativeId, body, native].join(' ')))).toStrictEqual(
      new Set(comments.map(({ id, comment, state }) => [id, comment, state].join(' '))),
    )
    expect(incidents.find(({ title }) => title === 'API outage')?.updates?.map(({ phase }) => phase)).toStrictEqual([
      'investigating',
      'identified',
      'monitoring',
    ])
    expect(maintenances).toStrictEqual([])
  })

  it('reads the same out of the pages as out of their data', () => {
    const month = readCapture('kener/incidents_month.html')

    const { components, incidents, health, coverage } = readPages(html)

    expect([components, incidents, health, coverage]).toStrictEqual([
      read('home', home).components,
      read('home', home).incidents,
      undefined,
      read('home', home).coverage,
    ])
    expect(readPages(month).incidents).toStrictEqual(read('months', readCapture('kener/incidents_month__data.json')).incidents)
    expect(readPages(readCapture('kener/view_events.html')).incidents).toStrictEqual([])
  })

  it('reads one monitor that is made to stand in other pages, and claims nothing of the others', () => {
    const text = readCapture('kener/embed_monitor_api.html')
    const [, name, colour] = /name:"([^"]+)",description:"REST API".*summaryColorClass:"([\w-]+)"/u.exec(text) ?? []

    const { components = [], coverage } = readPages(text)

    expect(components.map((component) => [component.nativeId, component.name, component.native])).toStrictEqual([['api', name, colour]])
    expect(components[0]?.health).toBe('major_outage')
    expect(coverage.components).toBe('none')
  })

  it('reads the answers that need a key', () => {
    const [incidents, updates, monitors, status] = ['incident_list', 'incident_updates', 'monitor', 'status'].map((name) =>
      readCapture(`kener/api_${name}.json`),
    )
    const rows: Record<string, unknown>[] = JSON.parse(incidents ?? '')
    const posts: Record<string, unknown>[] = JSON.parse(updates ?? '')
    const watched: Record<string, unknown>[] = JSON.parse(monitors ?? '')

    const snapshot = kener.parse(
      {
        incidents: [documentOf('json', incidents ?? '')],
        updates: [documentOf('json', updates ?? '')],
        monitorList: [documentOf('json', monitors ?? '')],
        status: [documentOf('json', status ?? '', `${page.url}/api/status?tag=api`)],
      },
      context,
    )

    expect(
      snapshot.incidents?.map(({ nativeId, title, nativePhase, updates: own }) => [nativeId, title, nativePhase, own?.length]),
    ).toStrictEqual(
      rows.map(({ id, title, state }) => {
        const own = posts.filter((post) => post['incident_id'] === id).length
        return [`incident-${String(id)}`, title, state, own === 0 ? undefined : own]
      }),
    )
    expect(snapshot.components?.map(({ nativeId, name, health }) => [nativeId, name, health])).toStrictEqual(
      watched.map(({ tag, name }) => [tag, name, tag === 'api' ? 'major_outage' : 'unknown']),
    )
    expect(kener.parse({ status: [documentOf('json', status ?? '')] }, context).components?.map(({ nativeId }) => nativeId)).toStrictEqual([
      'unnamed',
    ])
  })

  it('reads its settings from the rendered page', () => {
    expect(isWhole(html)).toBe(true)
    expect(kener.settingsOf?.({ home: documentOf('html', html) })).toStrictEqual({ version: 3, categories: [] })
  })
})

describe('parsers/kener', () => {
  it('reads the monitors of version 4, and the categories of version 3, from the page', () => {
    const four = '<body class="kener-public"><script>const data = [{monitorTags:["web","a-b"],x:1}]</script></body>'
    const three =
      '<link href="./_app/immutable/assets/kener.f1c9a636.css"><a href="/?category=Home">Home</a><a href="/?category=North%20%26%20South">N</a>'

    expect(kener.settingsOf?.({ home: documentOf('html', four) })).toStrictEqual({ version: 4, tags: ['web', 'a-b'] })
    expect(kener.settingsOf?.({ home: documentOf('html', three) })).toStrictEqual({ version: 3, categories: ['North & South'] })
    expect(kener.settingsOf?.({ home: documentOf('html', '<p>Another page</p>') })).toBeUndefined()
  })

  it('asks for what the version has, and walks from month to month', () => {
    const { home, monitors, events, upcoming, months } = kener.sources

    expect(home.urls(page, { version: 3, categories: ['North & South'] })).toStrictEqual([
      'https://status.example.com/__data.json',
      'https://status.example.com/__data.json?category=North%20%26%20South',
    ])
    expect(monitors.urls(page, { version: 4, tags: ['web', 'a b'] })).toStrictEqual([
      'https://status.example.com/dashboard-apis/monitor-bars?tags=web,a%20b&days=1',
    ])
    expect([monitors, events, upcoming, months].map((source) => source.urls(page, {}))).toStrictEqual([[], [], [], []])
    const redirect = documentOf('json', '{"type":"redirect","location":"/incidents/March-2026"}', `${page.url}/incidents/__data.json`)
    expect(months.next(redirect)).toBe('https://status.example.com/incidents/March-2026/__data.json')
    expect(kener.parse({ months: [redirect] }, context).incidents).toBeUndefined()
  })

  it('refuses a page that was cut off, one that tells no status, and one monitor that is not there', () => {
    expect(readPages(pageWith('{incidents:[]}')).incidents).toStrictEqual([])
    expect(() => readPages(pageWith('{incidents:[]}').slice(0, -7))).toThrow(/^shape: /u)
    expect(() => readPages(pageWith('{docs:[]}'))).toThrow(/^foreign: /u)
    expect(() => readPages(pageWith('{monitors:[]}').replace('siteName', 'x:1},embed:true,z:{siteName'))).toThrow(/^empty: /u)
  })

  it('names updates whose incident was not told', () => {
    const updates = [{ id: 1, comment: 'Looking', incident_id: 7, commented_at: 1_795_166_700, state: 'INVESTIGATING' }]

    const snapshot = kener.parse({ updates: [documentOf('json', JSON.stringify(updates))] }, context)

    expect([snapshot.incidents, snapshot.omissions.map(({ native }) => native)]).toStrictEqual([undefined, [[7]]])
  })

  it('has read no more than its home page where other categories were not asked for', () => {
    const node = {
      site: { categories: [{ name: 'Home' }, { name: 'Lab', isHidden: true }, { name: 'Regions', isHidden: false }] },
      monitors: [{ tag: 'web', name: 'Website', pageData: { summaryColorClass: 'api-up' } }],
      allRecentIncidents: [],
      allRecentMaintenances: [],
    }
    const snapshot = read('home', JSON.stringify({ type: 'data', nodes: [{ type: 'data', data: flattened(node) }] }))

    expect(leaves(snapshot.components ?? [])).toHaveLength(1)
    expect(snapshot.coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
    expect(snapshot.omissions.map(({ native }) => native)).toStrictEqual([['Regions']])
  })
})

function flattened(value: unknown): unknown[] {
  const flat: unknown[] = []
  function put(part: unknown): number {
    const place = flat.push(null) - 1
    if (Array.isArray(part)) flat[place] = part.map(put)
    else if (typeof part === 'object' && part !== null)
      flat[place] = Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, put(inner)]))
    else flat[place] = part
    return place
  }
  put(value)
  return flat
}
