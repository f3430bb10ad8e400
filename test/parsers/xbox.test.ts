import { load } from 'cheerio/slim'
import { describe, expect, it } from 'vitest'
import { leaves } from '../../parsers/model.ts'
import { xbox } from '../../parsers/xbox/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

const context = { page: { url: 'https://support.xbox.com/xbox-live-status' }, params: {}, observedAt: instant('2026-09-19T04:00:00.000Z') }

describe.skipIf(skipsCaptures)('parsers/xbox, on a captured page', () => {
  it('reads the headline, its clock, every service and every scenario with its word', () => {
    const xml = readCapture('xbox/servicestatusv6_trimmed.xml')
    const $ = load(xml, { xml: true })
    function text(selector: string): readonly string[] {
      return $(selector)
        .toArray()
        .map((element) => $(element).text())
    }

    const snapshot = xbox.parse({ xml: [documentOf('xml', xml)] }, context)

    const { components = [], health, native, sourceUpdatedAt, incidents, omissions } = snapshot
    expect([health, native]).toStrictEqual(['operational', text('Overall > State')[0]])
    expect(sourceUpdatedAt).toBe(new Date(text('Overall > LastUpdated')[0] ?? '').toISOString())
    expect(components.map(({ name, native: word }) => [name, word])).toStrictEqual(
      text('Category > Name').map((name, index) => [name, text('Category > Status > Name')[index]]),
    )
    expect(leaves(components).map(({ name, native: word, description }) => [name, word, description])).toStrictEqual(
      text('Scenario > Name').map((name, index) => [name, text('Scenario > Status > Name')[index], text('Scenario > Description')[index]]),
    )
    expect(components.map(({ children }) => children.length)).toStrictEqual(
      $('Category')
        .toArray()
        .map((category) => $(category).find('Scenario').length),
    )
    expect(leaves(components).every((one) => one.health === 'operational')).toBe(true)
    expect([incidents, omissions]).toStrictEqual([[], []])
  })
})

describe('parsers/xbox', () => {
  const [open] = fixtureCases('xbox').filter(({ name }) => name === 'open-incident')
  const documents = open?.documents((source) => (source === 'xml' ? 'xml' : 'json')) ?? {}

  it('reads the same out of both forms of the one endpoint', () => {
    const status = xbox.parse({ status: [documentOf('json', documents['status']?.[0]?.body.text ?? '')] }, context)

    expect(xbox.parse({ xml: [documentOf('xml', documents['xml']?.[0]?.body.text ?? '')] }, context)).toStrictEqual(status)
  })

  it('asks for the market and the language of its settings', () => {
    const [british] = xbox.sources.status.urls(context.page, { market: 'GB', locale: 'en-GB' }, { entries: [] })

    expect(british).toBe('https://xnotify.xboxlive.com/servicestatusv6/GB/en-GB')
  })
})
