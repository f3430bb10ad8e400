import { describe, expect, it } from 'vitest'
import { statushub } from '../../parsers/statushub/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-07-05T04:00:00.000Z') }

describe('parsers/statushub', () => {
  it.each([
    { what: 'all up', counters: { count_status_1: 12, count_status_2: 0, count_status_3: 0 }, health: 'operational' },
    { what: 'none counted', counters: { count_status_1: 0, count_status_2: 0, count_status_3: 0 }, health: 'unknown' },
    {
      what: 'some in a state without a name',
      counters: { count_status_1: 11, count_status_2: 0, count_status_3: 0, count_status_4: 1 },
      health: 'unknown',
    },
    {
      what: 'none in a state without a name',
      counters: { count_status_1: 11, count_status_2: 0, count_status_3: 0, count_status_4: 0 },
      health: 'operational',
    },
    {
      what: 'all down but one of unknown state',
      counters: { count_status_1: 0, count_status_2: 0, count_status_3: 2, count_status_4: 1 },
      health: 'partial_outage',
    },
  ])('$what is $health', ({ counters, health }) => {
    const snapshot = statushub.parse({ statuses: [documentOf('json', JSON.stringify({ counters }))] }, context)

    expect(snapshot.health).toBe(health)
  })
})
