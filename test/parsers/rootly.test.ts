import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { rootly } from '../../parsers/rootly/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-03-20T15:10:00.000Z') }
const page = { name: 'Acme', url: 'https://status.acme.example', time_zone: 'Etc/UTC', updated_at: '2026-03-20T15:00:00Z' }

function listOf(incidents: readonly object[]): ReturnType<typeof documentOf<'json'>> {
  return documentOf('json', JSON.stringify({ page, incidents }))
}

describe('parsers/rootly', () => {
  it.each([
    { status: 'started', updates: [], phase: 'unknown' },
    { status: 'mitigated', updates: [{ status: 'monitoring', created_at: '2026-03-20T14:00:00Z' }], phase: 'monitoring' },
    { status: 'identified', updates: [{ status: 'monitoring', created_at: '2026-03-20T14:00:00Z' }], phase: 'identified' },
    { status: 'paused', updates: [{ status: 'monitoring', created_at: '2026-03-20T14:00:00Z' }], phase: 'unknown' },
  ])('$status with $updates.length updates is $phase', ({ status, updates, phase }) => {
    const entry = { name: 'Slow', status, url: 'https://status.acme.example/incidents/abc123', incident_updates: updates }

    const { incidents } = rootly.parse({ incidents: [listOf([entry])] }, context)

    expect(incidents?.map((incident) => [incident.nativeId, incident.nativePhase, incident.phase])).toStrictEqual([
      ['abc123', status, phase],
    ])
  })

  it('refuses an incident that nothing names', () => {
    expect(() => rootly.parse({ incidents: [listOf([{ name: 'Slow', status: 'started' }])] }, context)).toThrow(ParseError)
  })

  it('concludes nothing from a list that goes on', () => {
    const entries = Array.from({ length: 100 }, (_, index) => ({ name: 'Slow', status: 'started', id: index + 1 }))

    expect(rootly.parse({ incidents: [listOf(entries)] }, context).coverage.incidents).toBe('none')
  })
})
