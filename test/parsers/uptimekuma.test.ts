import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { type Component, leaves, type Snapshot } from '../../parsers/model.ts'
import { uptimekuma } from '../../parsers/uptimekuma/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const observedAt = instant('2026-11-20T04:52:00.000Z')

function read(documents: Parameters<typeof uptimekuma.parse>[0]): Snapshot {
  return uptimekuma.parse(documents, { page: { url: 'https://uptime.example.com/status/acme' }, params: {}, observedAt })
}

function captured(file: string): string {
  return readCapture(`uptimekuma/${file}`)
}

describe.skipIf(skipsCaptures)('parsers/uptimekuma, on a running 2.5.3', () => {
  it('reads every monitor in its group, with the state of its last beat', () => {
    const { components = [] } = read({
      page: [documentOf('json', captured('status-page_acme.json'))],
      heartbeat: [documentOf('json', captured('heartbeat_acme.json'))],
    })

    expect(components.map(({ name, group }) => [name, group])).toStrictEqual(
      [...captured('status-page_acme.json').matchAll(/"name":"([^"]+)","weight"/gu)].map(([, name]) => [name, true]),
    )
    const beats = [...captured('heartbeat_acme.json').matchAll(/"(\d+)":\[(.*?)\]/gu)]
    const last = beats.map(([, id, list = '']) => [id, [...list.matchAll(/"status":(\d)/gu)].at(-1)?.[1]])
    const health: Record<string, string> = { 0: 'major_outage', 1: 'operational', 2: 'unknown', 3: 'under_maintenance' }
    expect(leaves(components).map((component) => [component.nativeId, component.health])).toStrictEqual(
      last.map(([id, status]) => [id, health[status ?? '']]),
    )
    expect(leaves(components).map(({ native }) => native)).toStrictEqual(['up', 'down', 'pending', 'maintenance'])
  })

  it('reads the open post and the window of the moment, and tells the same out of the markup', () => {
    const json = read({ page: [documentOf('json', captured('status-page_acme.json'))] })
    const html = read({ home: [documentOf('html', captured('status_acme.html'))] })

    expect(html).toStrictEqual({ ...json, authority: 'embedded-state' })
    expect(json.incidents).toStrictEqual([
      {
        nativeId: '1',
        title: 'API outage',
        impact: 'major',
        nativeImpact: 'danger',
        phase: 'unknown',
        createdAt: new Date('2026-11-20 04:50:38Z').toISOString(),
        updates: [
          {
            nativeId: '1',
            body: 'We are **investigating** errors on the API.',
            format: 'markdown',
            postedAt: new Date('2026-11-20 04:50:38Z').toISOString(),
          },
        ],
      },
    ])
    expect(json.maintenances?.map(({ title, phase, nativePhase }) => [title, phase, nativePhase])).toStrictEqual([
      ['DB upgrade', 'in_progress', 'under-maintenance'],
    ])
  })

  it('reads the end of a post out of the history', () => {
    const { incidents = [] } = read({ incidents: [documentOf('json', captured('incident-history_acme.json'))] })

    expect(incidents.map(({ nativeId, phase, resolvedAt }) => [nativeId, phase, resolvedAt])).toStrictEqual([
      ['1', 'unknown', undefined],
      ['2', 'resolved', '2026-11-20T04:50:38.000Z'],
    ])
  })

  it('reads the headline and the posts of the feed, and no item for a monitor that is down', () => {
    const snapshot = read({ rss: [documentOf('xml', captured('status_acme.rss'))] })

    expect([snapshot.health, snapshot.native]).toStrictEqual(['under_maintenance', 'Under maintenance'])
    expect(snapshot.incidents?.map(({ nativeId, title }) => [nativeId, title])).toStrictEqual([['1', 'API outage']])
  })

  it('finds the short name of the page and knows an address without one', () => {
    const home = documentOf('html', captured('status_acme.html'))
    const lost = { ...documentOf('json', captured('notfound.json')), status: 404 }

    expect(uptimekuma.settingsOf?.({ home })).toStrictEqual({ slug: 'acme' })
    expect(uptimekuma.refusals.find((refusal) => refusal.match(lost))?.reason).toBe('unclaimed')
    expect(uptimekuma.refusals.find((refusal) => refusal.match(home))).toBeUndefined()
  })
})

const page = {
  config: { slug: 'acme', title: 'Acme' },
  incidents: [],
  publicGroupList: [{ id: 1, name: 'All', monitorList: [1, 2, 3].map((id) => ({ id, name: `Monitor ${id}` })) }],
}

function stateOf(beats: Record<string, readonly unknown[]>): readonly Pick<Component, 'health' | 'native'>[] {
  const heartbeat = documentOf('json', JSON.stringify({ heartbeatList: beats, uptimeList: {} }))
  const { components = [] } = read({ page: [documentOf('json', JSON.stringify(page))], heartbeat: [heartbeat] })
  return leaves(components).map(({ health, native }) => ({ health, native }))
}

function beat(status: number, time: string): unknown {
  return { status, time, msg: '', ping: null }
}

describe('parsers/uptimekuma', () => {
  it.each([
    { url: 'https://up.example.com/status/shop', slug: undefined, path: '/api/status-page/shop' },
    { url: 'https://up.example.com/status', slug: undefined, path: '/api/status-page/default' },
    { url: 'https://up.example.com/status-page', slug: undefined, path: '/api/status-page/default' },
    { url: 'https://up.example.com', slug: 'shop', path: '/api/status-page/shop' },
    { url: 'https://up.example.com', slug: undefined, path: '/api/status-page/default' },
  ])('asks for $path at $url', ({ url, slug, path }) => {
    const params = slug === undefined ? {} : { slug }

    expect(uptimekuma.sources.page.urls({ url }, params, { entries: [] })).toStrictEqual([`https://up.example.com${path}`])
  })

  it('follows the history to its end', () => {
    const url = 'https://up.example.com/api/status-page/acme/incident-history'
    const answer = { ok: true, incidents: [], total: 60, nextCursor: '2026-01-01 00:00:00', hasMore: true }

    expect(uptimekuma.sources.history.next(documentOf('json', JSON.stringify(answer), url))).toBe(`${url}?cursor=2026-01-01+00%3A00%3A00`)
    expect(uptimekuma.sources.history.next(documentOf('json', JSON.stringify({ ...answer, hasMore: false }), url))).toBeUndefined()
  })

  it('takes no beat for news that came long before those of the other monitors', () => {
    const states = stateOf({
      1: [beat(1, '2026-03-02 09:58:00'), beat(1, '2026-03-02 09:59:00')],
      2: [beat(1, '2026-03-01 09:58:00'), beat(1, '2026-03-01 09:59:00')],
      // Once a day: the next beat is not due yet.
      3: [beat(1, '2026-02-28 10:00:00'), beat(1, '2026-03-01 10:00:00')],
    })

    expect(states.map(({ health }) => health)).toStrictEqual(['operational', 'unknown', 'operational'])
  })

  it('keeps a state that nobody has mapped', () => {
    const states = stateOf({ 1: [beat(9, '2026-03-02 09:58:00')], 2: [], 3: [beat(1, '2026-03-02 09:58:00'), 0] })

    expect(states).toStrictEqual([
      { health: 'unknown', native: '9' },
      { health: 'unknown', native: 'N/A' },
      { health: 'unknown', native: 'N/A' },
    ])
  })

  it('lets beats alone prove trouble, never that all is well', () => {
    function alone(status: number): Snapshot {
      const list = { 1: [beat(1, '2026-03-02 09:58:00')], 2: [beat(status, '2026-03-02 09:58:00')] }
      return read({ heartbeat: [documentOf('json', JSON.stringify({ heartbeatList: list, uptimeList: {} }))] })
    }

    expect([alone(0).health, alone(0).native, alone(1).health]).toStrictEqual(['major_outage', 'down', 'unknown'])
  })

  it('refuses a literal that holds anything but values', () => {
    const literals = ["{'config':alert(1)}", "{'config':{}", "{'a':'\\", '{}}}']

    for (const literal of literals) {
      const html = `<html><script>window.preloadData = ${literal};</script></html>`
      expect(() => read({ home: [documentOf('html', html)] })).toThrow(ParseError)
    }
  })

  it('reads every escape of the literal', () => {
    const title = String.raw`It\'s \"50\" \u20ac \x3c/script\x3e\n`
    const html = `<html><script>window.preloadData = {'config':{'slug':'acme','title':'${title}'},'incident':null,'publicGroupList':[]};</script></html>`

    expect(read({ home: [documentOf('html', html)] }).page.name).toBe('It\'s "50" € </script>\n')
  })
})
