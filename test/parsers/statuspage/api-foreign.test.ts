import { describe, expect, it } from 'vitest'
import { componentsJson, incidentsJson, statusJson, summaryJson } from './build-json.ts'
import { allClear, openIncident } from './example-page.ts'
import { isClosed, type PageFacts } from './facts.ts'
import { changed, read } from './reading.ts'

const html = '<!DOCTYPE html><html><head><title>Example</title></head><body></body></html>'

describe('parsers/statuspage/api, on answers of others', () => {
  it.each([
    ['ULIDs', { id: '01JMDK9XYNY6RXSED6SDWW50WY', time_zone: undefined }],
    ['ULIDs, though it tells the zone', { id: '01JMDK9XYNY6RXSED6SDWW50WY' }],
    ['cuids', { id: 'cmrxt1rlu000f0zlcv4dzmdlr' }],
    ['ObjectIds', { id: '5b36dc6502d06804c08349f7' }],
    ['numbers', { id: '124692' }],
    ['twelve digits', { id: '123456789012' }],
    ['UUIDs', { id: '2b1d8a0e-7a0b-4c55-9f0e-1e6f2a7d9c10' }],
    ['a word, and no zone', { id: 'example', time_zone: undefined }],
  ])('refuses %s for page ids', (_what, change) => {
    expect(() => read({ summary: changed(summaryJson(openIncident), ['page'], change) })).toThrow(
      'foreign: ids that are not of this platform',
    )
  })

  it.each([
    [
      'with a status word in the page',
      '{"page": {"name": "Example", "url": "https://status.example.com", "status": "UP"}}',
      "foreign: another product's answer on this path",
    ],
    ['with a "data" envelope', '{"data": {"type": "status_page"}, "included": []}', "foreign: another product's answer on this path"],
    ['with a "summary" envelope', '{"summary": {"name": "Example"}}', "foreign: another product's answer on this path"],
    ['that is a page', html, 'shape: markup where JSON should be'],
    ["that is the makers' advertisement", '<html><body id="statuspage" class="wac software">', 'foreign: a name that no page has'],
    ['that says the page is inactive', '"Your page is inactive."', 'shape: JSON that is no object'],
    ['that says so in plain words', 'Your page is inactive.', 'foreign: a page that its owner has not activated'],
    ['that is a challenge', '<html><title>Just a moment...</title></html>', 'foreign: a bot challenge of Cloudflare'],
    ['that is a list', '[]', 'shape: JSON that is no object'],
  ])('refuses an answer %s', (_what, text, message) => {
    for (const source of ['summary', 'incidents', 'incident'] as const) expect(() => read({ [source]: text })).toThrow(message)
  })

  it("refuses another tenant's incidents under this page's head", () => {
    const text = changed(incidentsJson(openIncident), ['incidents', 1], { page_id: 'z9page999999' })

    expect(() => read({ incidents: text })).toThrow("foreign: entries of another tenant's page")
  })

  it('refuses two pages in one reading', () => {
    const other: PageFacts = { ...allClear, id: 'z9page999999' }

    expect(() => read({ summary: summaryJson(allClear), status: statusJson(other) })).toThrow('foreign: documents of more than one page')
  })

  it('refuses a page without a single component', () => {
    expect(() => read({ summary: summaryJson({ ...allClear, components: [] }) })).toThrow('empty: a page without components at components')
    expect(() => read({ components: componentsJson({ ...allClear, components: [] }) })).toThrow(
      'empty: a page without components at components',
    )
  })

  it('reads a list that an archive kept without its head, where the ids are of the platform', () => {
    const bare = JSON.stringify({ incidents: JSON.parse(incidentsJson(openIncident, (entry) => !isClosed(entry))).incidents })

    expect(read({ incidents: bare }).page).toStrictEqual({ nativeId: 'x1page000001' })
    expect(() => read({ incidents: '{"incidents": []}' })).toThrow('missing: nothing that says which page this is at page')
    expect(() => read({ incidents: bare.replace('"x1inc0000001"', '"01JMDK9XYNY6RXSED6SDWW50WY"') })).toThrow(
      'foreign: ids that are not of this platform',
    )
  })

  it('names the field that is missing', () => {
    const text = changed(summaryJson(openIncident), ['components', 1], { status: undefined })

    expect(() => read({ summary: text })).toThrow('missing: a required field is absent at components[1].status')
  })
})
