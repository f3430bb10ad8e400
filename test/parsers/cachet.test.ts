import { describe, expect, it } from 'vitest'
import { cachet } from '../../parsers/cachet/index.ts'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

type Row = Readonly<Record<string, unknown>>
interface Answer {
  readonly data: Row | readonly Row[]
}

const page = { url: 'https://status.example.com' }
const observedAt = instant('2026-11-20T00:00:00.000Z')
const captures = capturedFiles().filter(({ platform, file }) => platform === 'cachet' && file.endsWith('.json'))
const components = captures.filter(({ kind }) => kind === 'components')
const incidents = captures.filter(({ kind }) => kind.startsWith('incident'))

function read(source: string, text: string, timeZone?: string): Snapshot {
  return cachet.parse({ [source]: [documentOf('json', text)] }, { page, params: timeZone === undefined ? {} : { timeZone }, observedAt })
}

function rowsOf(file: string): readonly Row[] {
  const answer: Answer = JSON.parse(readCapture(file))
  return [answer.data].flat()
}

const words: Readonly<Record<string, string>> = {
  Operational: 'operational',
  'Performance Issues': 'degraded_performance',
  'Partial Outage': 'partial_outage',
  'Major Outage': 'major_outage',
  Investigating: 'investigating',
  Identified: 'identified',
  Watching: 'monitoring',
  Fixed: 'resolved',
}

describe.skipIf(skipsCaptures)('parsers/cachet, on captured answers', () => {
  it.each(components)('$file: tells every component by its id, in the health that its label says', ({ file }) => {
    const stated = rowsOf(file).map((row) => [`${Number(row['id'])}`, row['name'], row['status_name'], words[String(row['status_name'])]])

    const { components: told = [], coverage } = read('components', readCapture(file))

    expect(new Set(leaves(told).map(({ nativeId, name, native, health }) => [nativeId, name, native, health]))).toEqual(new Set(stated))
    expect(coverage.components).toBe('full')
  })

  it.each(incidents)('$file: tells every incident in the phase of its latest label, and its posts', ({ file }) => {
    const { incidents: told = [] } = read('incident', readCapture(file), 'Etc/UTC')

    expect(
      told.map(({ nativeId, title, nativePhase, phase, startedAt, url, updates }) => [
        nativeId,
        title,
        nativePhase,
        phase,
        startedAt,
        url,
        updates?.length,
      ]),
    ).toEqual(
      rowsOf(file).map((row) => [
        `${Number(row['id'])}`,
        row['name'],
        row['latest_human_status'],
        words[String(row['latest_human_status'])],
        `${String(row['occurred_at']).replace(' ', 'T')}.000Z`,
        row['permalink'],
        1 + (Array.isArray(row['updates']) ? row['updates'].length : 0),
      ]),
    )
  })

  it.each(incidents)('$file: without a zone there are no times, and that is said once', ({ file }) => {
    const { incidents: told = [], omissions } = read('incident', readCapture(file))

    expect(
      told.flatMap(({ startedAt, createdAt, updatedAt, updates = [] }) => [startedAt, createdAt, updatedAt, updates[0]?.postedAt]),
    ).toEqual(told.flatMap(() => [undefined, undefined, undefined, undefined]))
    expect(omissions).toHaveLength(1)
  })
})

describe('parsers/cachet', () => {
  function pageOf(html: string): FetchedPage {
    return { home: documentOf('html', html) }
  }
  const second = '<div class="section-status">\n  <div class="alert alert-success">All is well</div></div>'
  const footer = '<footer><p>Acme is powered by <a href="https://cachethq.io" class="links">Cachet</a>.<br>Europe/Berlin</p></footer>'
  const third = '<link rel="apple-touch-icon" href="https://status.example.com/vendor/cachethq/cachet/apple-touch-icon.png">'

  it.each([
    {
      name: 'a page of 2.x that shows its zone',
      html: second + footer,
      settings: { generation: 2, timeZone: 'Europe/Berlin' },
      identified: true,
    },
    { name: 'a page of 2.x', html: `${second}<a href="https://cachethq.io">Cachet</a>`, settings: { generation: 2 }, identified: true },
    { name: 'a page of 3.x', html: third, settings: { generation: 3 }, identified: true },
    { name: 'a page that links to the maker', html: '<a href="https://cachethq.io">a tool</a>', settings: undefined, identified: false },
  ])('$name: $settings', ({ html, settings, identified }) => {
    expect(cachet.settingsOf?.(pageOf(html))).toEqual(settings)
    expect(detect(pageOf(html), [cachet])[0]?.identified).toBe(identified)
  })

  it.each([
    { params: { generation: 2 as const }, asked: ['/api/v1/status'] },
    { params: { generation: 3 as const }, asked: ['/api/status'] },
    { params: {}, asked: ['/api/v1/status', '/api/status'] },
  ])('asks $asked with $params', ({ params, asked }) => {
    expect(cachet.sources.status.urls(page, params, { entries: [] })).toEqual(asked.map((path) => page.url + path))
  })

  it('walks the history by the number of the page, wherever the links lead', () => {
    function answer(current: number): string {
      const links = { next_page: 'http://localhost/api/v1/incidents?page=2', previous_page: null }
      return JSON.stringify({ meta: { pagination: { current_page: current, total_pages: 2, links } }, data: [] })
    }
    const url = `${page.url}/api/v1/incidents?per_page=100`

    expect(cachet.sources.history.next(documentOf('json', answer(1), url))).toBe(`${url}&page=2`)
    expect(cachet.sources.history.next(documentOf('json', answer(2), `${url}&page=2`))).toBeUndefined()
  })
})
