import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { okta } from '../../parsers/okta/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.okta.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const Raw = z.array(z.record(z.string(), z.unknown()))

describe.skipIf(skipsCaptures)('parsers/okta, on the captured page', () => {
  it('has every incident, with its cells and its log word for word', () => {
    const html = readCapture('okta/Okta-statuspage.html')
    const raw = Raw.parse(JSON.parse(html.slice(html.indexOf('[{'), html.lastIndexOf(']') + 1)))

    const snapshot = okta.parse({ home: [documentOf('html', html)] }, context)

    expect(raw).toHaveLength(12)
    for (const [index, record] of raw.entries()) {
      expect(snapshot.incidents?.[index]).toStrictEqual({
        nativeId: record['Id'],
        title: record['Incident_Title__c'],
        phase: 'resolved',
        nativePhase: 'Resolved',
        impact: record['Category__c'] === 'Service Disruption' ? 'major' : 'minor',
        nativeImpact: record['Category__c'],
        startedAt: new Date(String(record['Start_Time__c'])).toISOString(),
        createdAt: new Date(String(record['CreatedDate'])).toISOString(),
        updatedAt: new Date(String(record['Last_Updated__c'])).toISOString(),
        components: String(record['Impacted_Cells__c'])
          .split(';')
          .map((cell) => ({ nativeId: cell, name: cell })),
        updates: [{ nativeId: 'log', body: record['Log__c'], format: 'html' }],
      })
    }
    expect(snapshot.incidents).toHaveLength(raw.length)
    expect(snapshot.health).toBeUndefined()
    expect(snapshot.components).toBeUndefined()
    expect(snapshot.omissions).toStrictEqual([])
  })
})

describe('parsers/okta', () => {
  const [drawn] = fixtureCases('okta').filter(({ name }) => name === 'drawn')
  const html = drawn?.documents(() => 'html')['drawn']?.[0]?.body.text ?? ''

  it.each([
    ['icon-Success', 'operational'],
    ['icon-Alert', 'degraded_performance'],
    ['icon-ThirdImpact', 'degraded_performance'],
    ['icon-Error', 'partial_outage'],
    ['icon-Other', 'unknown'],
  ])('takes the picture %s for %s', (icon, health) => {
    expect(okta.parse({ drawn: [documentOf('html', html.replace('icon-Success', icon))] }, context).health).toBe(health)
  })

  it('tells of no cell while nothing concerns it', () => {
    const [open] = fixtureCases('okta').filter(({ name }) => name === 'open-incident')
    const [home] = open?.documents(() => 'html')['home'] ?? []
    const page = (home?.body.text ?? '').replace('"Watching"', '"Resolved"')

    expect(okta.parse({ home: [documentOf('html', page)] }, context).components?.map(({ health }) => health)).toStrictEqual([
      'partial_outage',
      'unknown',
      'unknown',
    ])
  })

  it('refuses a page whose records are missing', () => {
    const empty = '<html><body><span data-id="incidents"></span></body></html>'

    expect(() => okta.parse({ home: [documentOf('html', empty)] }, context)).toThrow(/^empty: no records of incidents/u)
    expect(() => okta.parse({ home: [documentOf('html', '<html></html>')] }, context)).toThrow(/^foreign: /u)
    expect(() => okta.parse({ home: [documentOf('html', html.replace('</html>', ''))] }, context)).toThrow(
      /^shape: a page that was cut off/u,
    )
  })
})
