import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { hyperping } from '../../parsers/hyperping/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-06-01T00:00:00.000Z') }

describe('parsers/hyperping', () => {
  it.each([
    { indicator: 'up', health: 'operational' },
    { indicator: 'maintenance', health: 'under_maintenance' },
    { indicator: 'incident', health: 'partial_outage' },
    { indicator: 'outage', health: 'major_outage' },
    { indicator: 'none', health: 'unknown' },
  ])('$indicator is $health', ({ indicator, health }) => {
    const document = documentOf('json', JSON.stringify({ indicator, uptime: '99.9%' }))

    expect(hyperping.parse({ status: [document] }, context).health).toBe(health)
  })

  it('refuses an indicator that stands alone', () => {
    expect(() => hyperping.parse({ status: [documentOf('json', '{"indicator":"up"}')] }, context)).toThrow(ParseError)
  })
})
