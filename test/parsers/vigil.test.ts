import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { vigil } from '../../parsers/vigil/index.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const [clear] = fixtureCases('vigil').filter(({ name }) => name === 'all-clear')
const documents = clear?.documents((source) => (source === 'home' ? 'html' : 'json')) ?? {}
const home = documents['home']?.[0]?.body.text ?? ''
const report = documents['report']?.[0]?.body.text ?? ''

describe('parsers/vigil', () => {
  it('reads the same tree out of the report and out of the page', () => {
    const fromReport = vigil.parse({ report: [documentOf('json', report)] }, context)
    const fromPage = vigil.parse({ home: [documentOf('html', home)] }, context)

    expect(fromPage.components).toStrictEqual(fromReport.components)
    expect(fromPage.health).toBe(fromReport.health)
  })

  it.each([
    ['healthy', 'operational'],
    ['sick\n', 'degraded_performance'],
    ['dead', 'partial_outage'],
  ])('takes the word %j for %s', (text, health) => {
    expect(vigil.parse({ text: [documentOf('text', text)] }, context).health).toBe(health)
  })

  it.each([
    ['a word of another kind', 'text', 'text', 'ok', 'foreign'],
    ['a report without probes', 'report', 'json', '{"health":"healthy","probes":[]}', 'empty'],
    ['a page without probes', 'home', 'html', home.replaceAll('class="probe"', ''), 'empty'],
    ['a node without a state', 'home', 'html', home.replace('status-healthy-background-before', ''), 'missing'],
    ['a banner without a state', 'home', 'html', home.replace('<aside class="status-healthy-background">', '<aside>'), 'missing'],
    ['another page', 'home', 'html', home.replace('window.STATUS_GENERAL', 'x').replace('<aside class="', '<aside id="'), 'foreign'],
  ] as const)('refuses %s', (_what, source, medium, text, kind) => {
    expect(() => vigil.parse({ [source]: [documentOf(medium, text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('recognises its report where the page was changed', () => {
    const blank = documentOf('html', '<html></html>')

    expect(detect({ home: blank, probes: { '/status/report/': documentOf('json', report) } }, [vigil])[0]?.identified).toBe(true)
    expect(detect({ home: blank, probes: { '/status/report/': documentOf('json', '{"health":"healthy"}') } }, [vigil])).toStrictEqual([])
  })
})
