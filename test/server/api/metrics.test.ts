import { describe, expect, it } from 'vitest'
import { change, hourAgo, incident, neverRead, now, page, poll, secondsAfter, vendor } from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'

async function samples(server: TestServer): Promise<ReadonlyMap<string, number>> {
  const text = await (await server.get('/metrics')).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

const rows = {
  vendor: [vendor('a'), vendor('b', { position: 1 }), vendor('gone', { watched: 0 })],
  page: [page('a'), page('b', neverRead), page('gone', { watched: 0 })],
  incident: [incident('a', 'i1')],
  poll: [poll('a-page'), poll('a-page', { outcome: 'changed' }), poll('a-page', { recorded_at: hourAgo })],
  change: [change('a', 'k1'), change('a', 'k2')],
} as const

describe('server/api/metrics.ts', () => {
  it('counts pages by trust, polls by outcome, open incidents, changes and streams', async () => {
    const server = await createTestServer(rows)

    const read = await samples(server)

    expect(Object.fromEntries(read)).toMatchObject({
      'statuswire_pages{trust="fresh"}': 1,
      'statuswire_pages{trust="stale"}': 0,
      'statuswire_pages{trust="unknown"}': 1,
      'statuswire_recent_polls{outcome="unchanged"}': 1,
      'statuswire_recent_polls{outcome="changed"}': 1,
      'statuswire_recent_polls{outcome="unreachable"}': 0,
      'statuswire_vendor_open_incidents{vendor="a"}': 1,
      statuswire_newest_change_id: 2,
      statuswire_streams: 0,
      statuswire_last_poll_timestamp_seconds: Date.parse('2026-03-01T11:59:30Z') / 1000,
    })
    expect([...read.keys()].filter((key) => key.includes('gone'))).toEqual([])
  })

  it('names the browsers of the crawlers that are alive, and how many pages each has drawn', async () => {
    const crawler = { role: 'crawler', started_at: hourAgo, seen_at: secondsAfter(now, -5) } as const
    const instance = [
      { ...crawler, id: 'one', browser: 'Chromium 153', browser_pages: 7, browser_crashes: 1 },
      { ...crawler, id: 'two', browser: 'Chromium 153', browser_pages: 3, browser_crashes: 0 },
      { ...crawler, id: 'three' },
      { ...crawler, id: 'gone', seen_at: hourAgo, browser: 'Chromium 99', browser_pages: 9, browser_crashes: 9 },
    ]
    const server = await createTestServer({ ...rows, instance })

    const told = [...(await samples(server))].filter(([key]) => key.startsWith('statuswire_browser'))

    expect(told).toEqual([
      ['statuswire_browser_pages{browser="Chromium 153"}', 10],
      ['statuswire_browser_crashes{browser="Chromium 153"}', 1],
    ])
  })

  it('says operational of a vendor only while that is fresh, and one health at a time', async () => {
    const server = await createTestServer(rows)
    async function healths(): Promise<readonly string[]> {
      return [...(await samples(server)).keys()].filter((key) => key.startsWith('statuswire_vendor_health'))
    }

    expect(await healths()).toEqual([
      'statuswire_vendor_health{vendor="a",health="operational"}',
      'statuswire_vendor_health{vendor="b",health="unknown"}',
    ])
    server.setNow(secondsAfter(now, 3_600))
    expect(await healths()).toEqual([
      'statuswire_vendor_health{vendor="a",health="unknown"}',
      'statuswire_vendor_health{vendor="b",health="unknown"}',
    ])
  })

  it('times requests by pattern, never by address', async () => {
    const server = await createTestServer(rows)
    for (let index = 0; index < 20; index++) await server.get(`/api/v1/vendors/${index === 0 ? 'a' : index}`)
    for (let index = 0; index < 20; index++) await server.app.request(`/random-${index}`, { method: `X${index}` })

    const counts = [...(await samples(server))].filter(([key]) => key.includes('_duration_seconds_count'))

    expect(counts).toEqual([
      ['statuswire_http_request_duration_seconds_count{method="GET",route="/api/v1/vendors/:id",status="200"}', 1],
      ['statuswire_http_request_duration_seconds_count{method="GET",route="/api/v1/vendors/:id",status="404"}', 19],
      ['statuswire_http_request_duration_seconds_count{method="other",route="none",status="404"}', 20],
    ])
  })

  it('is a text that Prometheus takes: each family once, with help and type, no series twice, a line end last', async () => {
    const server = await createTestServer(rows)
    await server.get('/')

    const response = await server.get('/metrics')
    const text = await response.text()
    const series = text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.slice(0, line.lastIndexOf(' ')))
    const families = [...text.matchAll(/^# TYPE (\S+)/gmu)].map((match) => match[1])

    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(text.endsWith('\n')).toBe(true)
    expect(new Set(series).size).toBe(series.length)
    expect(new Set(families).size).toBe(families.length)
    expect([...text.matchAll(/^# HELP (\S+)/gmu)].map((match) => match[1])).toEqual(families)
  })
})
