import { describe, expect, it } from 'vitest'
import { createTally } from '../../crawler/tally.ts'

describe('crawler/tally.ts', () => {
  it('counts every poll of the run, the failed ones by kind, and what changed', () => {
    let now = 1_000
    const tally = createTally(() => now)
    tally.add({ outcome: 'changed', changes: ['incident_opened', 'component_health', 'component_health'], bytes: 1_500 })
    tally.add({ outcome: 'unchanged', changes: [], bytes: 500 })
    tally.add({ outcome: 'not_modified', changes: [] })
    tally.add({ outcome: 'unreachable', kind: 'timeout', changes: ['page_failed'] })
    tally.add({ outcome: 'refused', kind: 'status', changes: [] })
    tally.add({ outcome: 'refused', kind: 'status', changes: [] })
    now = 3_500

    expect(tally.polls).toBe(6)
    expect(tally.summary()).toEqual({
      polls: 6,
      failed: { timeout: 1, status: 2 },
      changes: { incident_opened: 1, component_health: 2, page_failed: 1 },
      seconds: 2.5,
    })
    expect(tally.table('pages')).toEqual([
      ['pages', '6'],
      ['changed', '1'],
      ['unchanged', '1'],
      ['not modified', '1'],
      ['failed: timeout', '1'],
      ['failed: status', '2'],
      ['change: incident_opened', '1'],
      ['change: component_health', '2'],
      ['change: page_failed', '1'],
      ['bytes', '2,000'],
      ['seconds', '2.5'],
    ])
  })

  it('counts nothing that had been recorded before', () => {
    const tally = createTally(() => 0)
    tally.add({ outcome: 'skipped', changes: [], kind: 'shape', bytes: 10 })

    expect(tally.summary()).toEqual({ polls: 0, failed: {}, changes: {}, seconds: 0 })
  })
})
