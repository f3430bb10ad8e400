import { describe, expect, it } from 'vitest'
import { oracle } from '../../parsers/oracle/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://ocistatus.oraclecloud.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

describe('parsers/oracle', () => {
  it.each([
    [
      'a word of Statuspage on another page',
      'status',
      'json',
      '{"page":{"name":"Acme"},"status":{"indicator":"none","description":"Fine"}}',
      'foreign',
    ],
    ['no regions', 'components', 'json', '{"regionHealthReports":[]}', 'empty'],
    ["another vendor's feed", 'incidents', 'xml', '<rss><channel><title>Acme</title></channel></rss>', 'foreign'],
  ] as const)('refuses %s', (_what, source, medium, text, kind) => {
    expect(() => oracle.parse({ [source]: [documentOf(medium, text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('takes a state that nobody has seen for unknown', () => {
    const report = { serviceId: 's', serviceName: 'Compute', serviceStatus: 'DegradedPerformance' }
    const text = JSON.stringify({ regionHealthReports: [{ regionId: 'r', regionName: 'North', serviceHealthReports: [report] }] })

    const { components, omissions } = oracle.parse({ components: [documentOf('json', text)] }, context)

    expect(components?.[0]?.children).toMatchObject([{ nativeId: 'r/s', health: 'unknown', native: 'DegradedPerformance' }])
    expect(omissions).toHaveLength(1)
  })

  it('lists an item that is none', () => {
    const text = '<rss><channel><title>OCI Status</title><item><title>Odd</title></item></channel></rss>'

    const { incidents, omissions } = oracle.parse({ incidents: [documentOf('xml', text)] }, context)

    expect(incidents).toStrictEqual([])
    expect(omissions).toMatchObject([{ path: 'incidents.items[0]', native: 'Odd' }])
  })
})
