import { describe, expect, it } from 'vitest'
import type { ReportFigures } from '../../data/report-figures.ts'
import { honestyOf, honestyRule, nearestRank } from '../../data/report-honesty.ts'

function figures(lag: number | null, stated: number | null, posted: number | null): ReportFigures {
  return { reportLagSeconds: lag, statedDowntimeSeconds: stated, postedDowntimeSeconds: posted, reason: lag === null ? 'no_window' : null }
}

describe('data/report-honesty.ts', () => {
  it.each([
    { values: [], percent: 50, rank: null },
    { values: [7], percent: 90, rank: 7 },
    { values: [1, 2, 3, 4], percent: 50, rank: 2 },
    { values: [1, 2, 3, 4, 5], percent: 50, rank: 3 },
    { values: [15, 20, 35, 40, 50], percent: 30, rank: 20 },
    { values: [15, 20, 35, 40, 50], percent: 40, rank: 20 },
    { values: [15, 20, 35, 40, 50], percent: 100, rank: 50 },
    { values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], percent: 90, rank: 9 },
    { values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], percent: 90, rank: 10 },
    { values: [5], percent: 0, rank: 5 },
  ])('takes $rank at $percent % of $values', ({ values, percent, rank }) => {
    expect(nearestRank(values, percent)).toBe(rank)
  })

  it('adds up what was stated beyond what was posted, report by report', () => {
    const honesty = honestyOf([
      figures(600, 3_600, 1_800),
      // Posted for longer than stated: nothing hidden, and nothing set off against others.
      figures(0, 600, 6_000),
      figures(1_200, 7_200, 6_000),
      // Never resolved: its lag counts alone.
      { ...figures(60, 900, null), reason: 'not_resolved' },
      figures(null, null, null),
    ])

    expect(honesty).toEqual({
      lag: { reports: 4, medianSeconds: 60, p90Seconds: 1_200 },
      downtime: { reports: 3, statedSeconds: 11_400, postedSeconds: 13_800, hiddenSeconds: 3_000 },
      grade: null,
    })
  })

  it.each([
    { lag: 300, hidden: 10, grade: 'A' },
    { lag: 301, hidden: 10, grade: 'B' },
    { lag: 60, hidden: 11, grade: 'B' },
    { lag: 900, hidden: 25, grade: 'B' },
    { lag: 1_800, hidden: 50, grade: 'C' },
    { lag: 0, hidden: 51, grade: 'D' },
    { lag: 3_600, hidden: 75, grade: 'D' },
    { lag: 3_601, hidden: 0, grade: 'E' },
    { lag: 0, hidden: 76, grade: 'E' },
  ])('gives $grade for a median of $lag s and $hidden % hidden', ({ lag, hidden, grade }) => {
    const all = Array.from({ length: honestyRule.leastReports }, () => figures(lag, 1_000, 1_000 - hidden * 10))

    expect(honestyOf(all).grade).toEqual({ grade, text: honestyRule.grades.find((rule) => rule.grade === grade)?.text })
  })

  it('gives no grade for few reports, and a last grade for everything else', () => {
    const few = Array.from({ length: honestyRule.leastReports - 1 }, () => figures(0, 100, 100))

    expect(honestyOf(few).grade).toBeNull()
    expect(honestyOf([]).lag).toEqual({ reports: 0, medianSeconds: null, p90Seconds: null })
    expect(honestyRule.grades.at(-1)).toMatchObject({ medianLagSecondsAtMost: null, hiddenShareAtMost: null })
    expect(honestyRule.text).toContain(`at least ${honestyRule.leastReports} reports`)
  })
})
