import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { statusfy } from '../../parsers/statusfy/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const url = 'https://status.acme.example'
const page = { url }
const known = { entries: [] }
const systems = documentOf('json', '[{"name":"api","status":"operational","order":1}]')
const home = documentOf('html', html('es-AR'))
const blank = documentOf('html', '<html lang="en"></html>')

function html(language: string): string {
  const banner = '<div class="operational global-status flex"></div>'
  const footer = '<a href="https://statusfy.co" target="_blank" rel="noopener">Statusfy</a>'
  return `<!doctype html><html data-n-head-ssr lang="${language}"><body>${banner}${footer}</body></html>`
}

describe('parsers/statusfy', () => {
  it.each([
    ['its footer', { home }, true],
    ['its list of systems', { home: blank, probes: { '/api/v0/systems': systems } }, true],
    ['its generated list of systems', { home: blank, probes: { '/static/content/api/v0/systems.en.json': systems } }, true],
    ['a list of other things', { home: blank, probes: { '/api/v0/systems': documentOf('json', '[{"name":"api","id":1}]') } }, undefined],
  ])('by %s', (_what, fetched, identified) => {
    expect(detect(fetched, [statusfy])[0]?.identified).toBe(identified)
  })

  it('finds out the language, and whether the documents are files', () => {
    expect(statusfy.settingsOf?.({ home })).toBeUndefined()
    expect(statusfy.settingsOf?.({ home, probes: {} })).toStrictEqual({ language: 'es', served: false })
    expect(statusfy.settingsOf?.({ home: blank, probes: { '/api/v0/systems': systems } })).toStrictEqual({ language: 'en', served: true })
  })

  it('builds the addresses of either kind', () => {
    const { incidents } = statusfy.sources

    expect(incidents.urls(page, {}, known)).toStrictEqual([`${url}/static/content/api/v0/incidents.page-1.en.json`])
    expect(incidents.urls(page, { served: true }, known)).toStrictEqual([`${url}/api/v0/incidents?page=1`])
  })

  it.each([
    [`${url}/static/content/api/v0/incidents.page-1.en.json`, 1, `${url}/static/content/api/v0/incidents.page-2.en.json`],
    [`${url}/api/v0/incidents?page=2`, 2, `${url}/api/v0/incidents?page=3`],
    [`${url}/api/v0/incidents?page=3`, 3, undefined],
  ])('after %s comes the next page', (from, number, next) => {
    const text = JSON.stringify({ count: 30, page: number, page_size: 10, total_pages: 3, incidents: [] })

    expect(statusfy.sources.history.next(documentOf('json', text, from))).toBe(next)
  })

  it.each([
    ['no systems', 'systems', '[]', 'empty'],
    [
      'the list of incidents as the scheduled ones',
      'scheduled',
      '{"count":0,"page":1,"page_size":10,"total_pages":1,"incidents":[]}',
      'foreign',
    ],
  ])('refuses %s', (_what, source, text, kind) => {
    const context = { page, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

    expect(() => statusfy.parse({ [source]: [documentOf('json', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })
})
