import { describe, expect, it } from 'vitest'
import { type IncidentFacts, incidentNumbers } from '../../data/incident-numbers.ts'

const minuteMs = 60_000

/** Moments in minutes; an incident that began, was posted ten minutes later and lasted an hour. */
function incident(facts: Partial<IncidentFacts> = {}): IncidentFacts {
  const minutes = { startedAt: 0, firstPostedAt: 10, lastPostedAt: 60, resolvedAt: 60, ...facts }
  const [startedAt = null, firstPostedAt = null, lastPostedAt = null, resolvedAt = null] = [
    minutes.startedAt,
    minutes.firstPostedAt,
    minutes.lastPostedAt,
    minutes.resolvedAt,
  ].map((at) => (at === null ? null : at * minuteMs))
  return { impact: 'major', isVague: false, ...facts, startedAt, firstPostedAt, lastPostedAt, resolvedAt }
}

describe('data/incident-numbers.ts', () => {
  it('counts by impact, what is not told as unknown', () => {
    const { count, byImpact } = incidentNumbers([incident(), incident({ impact: 'none' }), incident({ impact: null }), incident()])

    expect(count).toBe(4)
    expect(byImpact).toEqual({ none: 1, minor: 0, major: 2, critical: 0, unknown: 1 })
  })

  it('adds up the time from first to last post, what overlaps once and what had no impact not at all', () => {
    const numbers = incidentNumbers([
      incident({ firstPostedAt: 10, lastPostedAt: 60 }),
      incident({ firstPostedAt: 30, lastPostedAt: 90 }),
      incident({ firstPostedAt: 200, lastPostedAt: 210 }),
      incident({ firstPostedAt: 300, lastPostedAt: 400, impact: 'none' }),
      incident({ firstPostedAt: null, lastPostedAt: null }),
    ])

    expect(numbers.postedDowntimeSeconds).toBe((80 + 10) * 60)
    expect(numbers.postedDowntime).toEqual({ meanSeconds: 40 * 60, incidents: 3 })
  })

  it.each([
    { what: 'an earlier start', facts: {}, seconds: 600 },
    { what: 'a start that is the moment of the post', facts: { startedAt: 9.5 }, seconds: null },
    { what: 'a start after the post', facts: { startedAt: 20 }, seconds: null },
    { what: 'no start', facts: { startedAt: null }, seconds: null },
    { what: 'no post', facts: { firstPostedAt: null }, seconds: null },
    { what: 'days for times', facts: { isVague: true }, seconds: null },
  ])('tells the time to acknowledge from $what: $seconds', ({ facts, seconds }) => {
    expect(incidentNumbers([incident(facts)]).timeToAcknowledge).toEqual({ meanSeconds: seconds, incidents: seconds === null ? 0 : 1 })
  })

  it.each([
    { what: 'the stated start', facts: {}, seconds: 3_600 },
    { what: 'the first post, without one', facts: { startedAt: null }, seconds: 3_000 },
    { what: 'nothing, while it is open', facts: { resolvedAt: null }, seconds: null },
  ])('tells the time to resolve from $what: $seconds', ({ facts, seconds }) => {
    expect(incidentNumbers([incident(facts)]).timeToResolve.meanSeconds).toBe(seconds)
  })

  it('claims nothing of no incidents', () => {
    const none = { meanSeconds: null, incidents: 0 }

    expect(incidentNumbers([])).toEqual({
      count: 0,
      byImpact: { none: 0, minor: 0, major: 0, critical: 0, unknown: 0 },
      postedDowntimeSeconds: 0,
      postedDowntime: none,
      timeToAcknowledge: none,
      timeToResolve: none,
    })
  })
})
