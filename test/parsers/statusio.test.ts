import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { statusio } from '../../parsers/statusio/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

interface Coded {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly status_code: number
}
interface Answer {
  readonly result: {
    readonly status_overall: Coded & { readonly updated: string }
    readonly status: readonly (Coded & { readonly containers: readonly Coded[] })[]
    readonly incidents: readonly {
      readonly _id: string
      readonly name: string
      readonly datetime_open: string
      readonly messages: readonly { readonly details: string; readonly state: number; readonly status: number; readonly datetime: string }[]
      readonly components_affected: readonly { readonly _id: string }[]
    }[]
    readonly maintenance: { readonly active: readonly unknown[]; readonly upcoming: readonly unknown[] }
  }
}

const pageId = '64a0c0ffee00000000000001'
const context = { page: { url: 'https://status.example.com' }, params: { pageId }, observedAt: instant('2020-07-16T17:30:00.000Z') }
const captures = capturedFiles().filter(({ platform, file }) => platform === 'statusio' && file.endsWith('.json'))
const byCode: Readonly<Record<number, string>> = {
  100: 'operational',
  200: 'under_maintenance',
  300: 'degraded_performance',
  400: 'partial_outage',
  500: 'major_outage',
  600: 'major_outage',
}
const byState: Readonly<Record<number, string>> = { 100: 'investigating', 200: 'identified', 300: 'monitoring', 400: 'resolved' }

function idOf({ _id: id }: { readonly _id: string }): string {
  return id
}

function read(text: string): Snapshot {
  return statusio.parse({ status: [documentOf('json', text, `https://api.status.io/1.0/status/${pageId}`)] }, context)
}

describe.skipIf(skipsCaptures)('parsers/statusio, on captured pages', () => {
  it.each(captures)('$file: tells every component in every place', ({ file }) => {
    const { result }: Answer = JSON.parse(readCapture(file))

    const { components = [], health, native, sourceUpdatedAt } = read(readCapture(file))

    expect([health, native]).toEqual([byCode[result.status_overall.status_code], result.status_overall.status])
    expect(sourceUpdatedAt).toBe(new Date(result.status_overall.updated).toISOString())
    expect(components.map((row) => [row.nativeId, row.name, row.native, row.health])).toEqual(
      result.status.map((row) => [row.id, row.name, row.status, byCode[row.status_code]]),
    )
    expect(components.flatMap(({ children }) => children.map((row) => [row.nativeId, row.name, row.native, row.health]))).toEqual(
      result.status.flatMap(({ id, containers }) =>
        containers.map((row) => [`${id}/${row.id}`, row.name, row.status, byCode[row.status_code]]),
      ),
    )
  })

  it.each(captures)('$file: tells what is open, post by post', ({ file }) => {
    const { result }: Answer = JSON.parse(readCapture(file))

    const { incidents = [], maintenances = [], omissions } = read(readCapture(file))

    expect(omissions).toEqual([])
    expect(maintenances).toHaveLength(result.maintenance.active.length + result.maintenance.upcoming.length)
    expect(incidents.map(({ nativeId, title, startedAt }) => [nativeId, title, startedAt])).toEqual(
      result.incidents.map((entry) => [idOf(entry), entry.name, new Date(entry.datetime_open).toISOString()]),
    )
    expect(incidents.flatMap(({ updates = [] }) => updates.map(({ body, phase, postedAt }) => [body, phase, postedAt]))).toEqual(
      result.incidents.flatMap(({ messages }) =>
        messages.map(({ details, state, datetime }) => [details, byState[state], new Date(datetime).toISOString()]),
      ),
    )
    expect(incidents.map(({ components = [] }) => components[0]?.nativeId)).toEqual(
      result.incidents.map((entry) => entry.components_affected[0] && idOf(entry.components_affected[0])),
    )
  })
})

describe('parsers/statusio', () => {
  function pageOf(html: string, headers: Readonly<Record<string, string>> = {}): FetchedPage {
    return { home: { ...documentOf('html', html, 'https://status.example.com/'), headers } }
  }

  it.each([
    { name: 'the header', page: pageOf('<p>Status</p>', { 'x-status-page-id': pageId }), expected: { pageId }, identified: true },
    {
      name: 'the script',
      page: pageOf(`<img src="https://image.status.io/a.png"><script>var statuspage_id = '${pageId}'</script>`),
      expected: { pageId },
      identified: true,
    },
    { name: 'a link', page: pageOf(`<a href="/pages/history/${pageId}">History</a>`), expected: { pageId }, identified: undefined },
    { name: 'nothing', page: pageOf('<script>var statuspage_id = "kctbh9vrtdwd"</script>'), expected: undefined, identified: undefined },
  ])('finds the id of the page in $name', ({ page, expected, identified }) => {
    expect(statusio.settingsOf?.(page)).toEqual(expected)
    expect(detect(page, [statusio])[0]?.identified).toBe(identified)
  })

  it('takes no answer for an unknown id, and no feed of another page', () => {
    const unknown = documentOf('json', '{"error":"status page not found"}')
    const link = 'https://status.io/pages/incident/64a0c0ffee00000000000009/64a0c0ffee00000000000a01'
    const feed = documentOf('xml', `<rss><channel><title>Other</title><item><title>A</title><link>${link}</link></item></channel></rss>`)

    expect(() => statusio.parse({ status: [unknown] }, context)).toThrow(/^foreign: no page has this id/u)
    expect(() => statusio.parse({ rss: [feed] }, context)).toThrow(/^foreign: entries of another tenant/u)
  })

  it('believes the worse of a text and a number, and neither alone when it is green', () => {
    const answer = {
      result: {
        status_overall: { status: 'Operational', status_code: 500 },
        status: [
          { id: 'a', name: 'A', status: 'Operational', status_code: 400 },
          { id: 'b', name: 'B', status: 'Service Disruption', status_code: 100 },
          { id: 'c', name: 'C', status: 'Operational', status_code: 700 },
          { id: 'd', name: 'D', status: 'Fine', status_code: 100 },
        ],
        incidents: [],
        maintenance: { active: [], upcoming: [] },
      },
    }

    const { health, components = [], omissions } = read(JSON.stringify(answer))

    expect([health, ...components.map((component) => component.health)]).toEqual([
      'major_outage',
      'partial_outage',
      'major_outage',
      'unknown',
      'unknown',
    ])
    expect(omissions.length).toBeGreaterThanOrEqual(5)
  })

  it("refuses pages of past incidents that are another tenant's, were cut off, or tell none", () => {
    const [past] = fixtureCases('statusio').filter(({ name }) => name === 'history')
    const { history: [list] = [], incident: [one] = [] } = past?.documents(() => 'html') ?? {}
    const [listed, single] = [list?.body.text ?? '', one?.body.text ?? '']
    function readPage(source: 'history' | 'incident', text: string): Snapshot {
      const url = (source === 'history' ? list : one)?.url
      return statusio.parse({ [source]: [documentOf('html', text, url)] }, context)
    }

    expect(readPage('history', listed).incidents).toHaveLength(2)
    expect(readPage('incident', single).incidents).toStrictEqual(readPage('history', listed).incidents?.slice(1))
    expect(() => readPage('history', listed.replace(`/pages/incident/${pageId}`, `/pages/incident/${'f'.repeat(24)}`))).toThrow(
      /^foreign: /u,
    )
    expect(() => readPage('history', listed.replace('</html>', ''))).toThrow(/^shape: /u)
    expect(() => readPage('history', single)).toThrow(/^foreign: /u)
    expect(() => readPage('incident', listed)).toThrow(/^foreign: /u)
    expect(() => readPage('history', listed.replace('href="/pages', 'href="/other'))).toThrow(/^missing: /u)
    expect(() => readPage('history', listed.replaceAll('class="incident_time"', ''))).toThrow(/^empty: /u)
  })

  it('reads a stated time whichever way it stands, and a grade that nobody has mapped as unknown', () => {
    const [past] = fixtureCases('statusio').filter(({ name }) => name === 'history')
    const text = past?.documents(() => 'html')['history']?.[0]?.body.text ?? ''
    const changed = text
      .replace('Feb 10, 2026 14:52 PST<br />February 10, 2026 22:52 UTC', 'Feb 10, 2026 14:52')
      .replace('Feb 10, 2026 14:52 PST<br>February 10, 2026 22:52 UTC', 'Feb 10, 2026 14:52')
      .replaceAll('>Partial Service Disruption<', '>Wobbly<')

    const { incidents = [], omissions } = statusio.parse({ history: [documentOf('html', changed)] }, context)

    expect(incidents[1]?.impact).toBe('unknown')
    expect(incidents[1]?.resolvedAt).toBeUndefined()
    expect(omissions.map(({ native }) => native)).toStrictEqual(['Feb 10, 2026 14:52', 'Wobbly'])
  })
})
