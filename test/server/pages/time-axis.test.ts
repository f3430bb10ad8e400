import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisOf, elapsedWords } from '../../../server/components/time-axis.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

function labels(span: number, zero = 0): string[] | undefined {
  return axisOf([0, span], zero)?.ticks.map(({ label }) => label)
}

describe('server/components/time-axis.ts', () => {
  it.each([
    { span: 4 * minute, ticks: ['0', '+1 min', '+2 min', '+3 min', '+4 min'] },
    { span: 37 * minute, ticks: ['0', '+10 min', '+20 min', '+30 min'] },
    { span: 2 * hour, ticks: ['0', '+30 min', '+1 h', '+1 h 30 min', '+2 h'] },
    { span: 11 * hour, ticks: ['0', '+3 h', '+6 h', '+9 h'] },
    { span: 3 * day, ticks: ['0', '+1 d', '+2 d', '+3 d'] },
    { span: 100 * day, ticks: ['0', '+28 d', '+56 d', '+84 d'] },
  ])('counts $ticks on $span ms', ({ span, ticks }) => {
    expect(labels(span)).toEqual(ticks)
  })

  it('counts backwards from a zero that lies inside', () => {
    expect(labels(2 * hour, hour)).toEqual(['−1 h', '−30 min', '0', '+30 min', '+1 h'])
    expect(elapsedWords(-90 * minute)).toBe('−1 h 30 min')
  })

  it.each([{ moments: [] }, { moments: [5] }, { moments: [5, 5] }, { moments: [5, NaN] }])('is none of $moments', ({ moments }) => {
    expect(axisOf(moments, 0)).toBeNull()
  })

  it('never has more than five ticks, nor a place outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 * day }), fc.integer(), fc.integer(), (span, from, at) => {
        const axis = axisOf([from, from + span], from)
        const place = axis?.place(at) ?? -1

        expect(axis?.ticks.length).toBeLessThanOrEqual(5)
        expect(place >= 0 && place <= 100).toBe(true)
      }),
    )
  })
})
