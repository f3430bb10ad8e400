import type { ReportFigures } from './report-figures.ts'

/** How much of what a vendor's own reports state its page had shown, and the grade that this gives. */

export interface HonestyGrade {
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'E'
  /** The rule by which it was given, in words. */
  readonly text: string
}

interface GradeRule extends HonestyGrade {
  /** Null: whatever it is. */
  readonly medianLagSecondsAtMost: number | null
  /** Hidden downtime as a part of the stated one. */
  readonly hiddenShareAtMost: number | null
}

/** The rule as data: the first grade whose two limits both hold. Fewer reports than `leastReports` give none. */
export const honestyRule: { readonly leastReports: number; readonly text: string; readonly grades: readonly GradeRule[] } = {
  leastReports: 5,
  text:
    'Graded by the median report lag (from the start that a report states to the first public post) and by the hidden ' +
    'downtime (what the reports state beyond what the page showed), both limits of a grade being met; at least 5 reports ' +
    'with a lag are needed. Reports whose posts are back-dated count for nothing.',
  grades: [
    {
      grade: 'A',
      medianLagSecondsAtMost: 300,
      hiddenShareAtMost: 0.1,
      text: 'Median lag at most 5 minutes and at most 10 % of the stated downtime hidden',
    },
    {
      grade: 'B',
      medianLagSecondsAtMost: 900,
      hiddenShareAtMost: 0.25,
      text: 'Median lag at most 15 minutes and at most 25 % of the stated downtime hidden',
    },
    {
      grade: 'C',
      medianLagSecondsAtMost: 1_800,
      hiddenShareAtMost: 0.5,
      text: 'Median lag at most 30 minutes and at most 50 % of the stated downtime hidden',
    },
    {
      grade: 'D',
      medianLagSecondsAtMost: 3_600,
      hiddenShareAtMost: 0.75,
      text: 'Median lag at most 60 minutes and at most 75 % of the stated downtime hidden',
    },
    {
      grade: 'E',
      medianLagSecondsAtMost: null,
      hiddenShareAtMost: null,
      text: 'Median lag over 60 minutes or more than 75 % of the stated downtime hidden',
    },
  ],
}

export interface HonestyFigures {
  readonly lag: {
    /** Reports with a lag that can be derived. */
    readonly reports: number
    /** By nearest rank; null without such reports. */
    readonly medianSeconds: number | null
    readonly p90Seconds: number | null
  }
  /** Over the reports of which both the stated and the posted downtime can be derived. */
  readonly downtime: {
    readonly reports: number
    readonly statedSeconds: number
    readonly postedSeconds: number
    /** Of each report what was stated beyond what was posted, added up. */
    readonly hiddenSeconds: number
  }
  /** Null where there are too few reports for one. */
  readonly grade: HonestyGrade | null
}

export function honestyOf(all: readonly ReportFigures[]): HonestyFigures {
  const lags = all.flatMap(({ reportLagSeconds: lag }) => (lag === null ? [] : [lag])).toSorted((a, b) => a - b)
  const downtime = { reports: 0, statedSeconds: 0, postedSeconds: 0, hiddenSeconds: 0 }
  for (const { statedDowntimeSeconds: stated, postedDowntimeSeconds: posted } of all) {
    if (stated === null || posted === null) continue
    downtime.reports += 1
    downtime.statedSeconds += stated
    downtime.postedSeconds += posted
    downtime.hiddenSeconds += Math.max(0, stated - posted)
  }
  const lag = { reports: lags.length, medianSeconds: nearestRank(lags, 50), p90Seconds: nearestRank(lags, 90) }
  return { lag, downtime, grade: gradeOf(lag, downtime) }
}

/** The smallest value that at least `percent` % of the ascending values do not exceed. */
export function nearestRank(ascending: readonly number[], percent: number): number | null {
  return ascending[Math.max(1, Math.ceil((percent / 100) * ascending.length)) - 1] ?? null
}

function gradeOf(lag: HonestyFigures['lag'], { statedSeconds, hiddenSeconds }: HonestyFigures['downtime']): HonestyGrade | null {
  const { medianSeconds } = lag
  if (medianSeconds === null || lag.reports < honestyRule.leastReports) return null
  const hiddenShare = statedSeconds === 0 ? 0 : hiddenSeconds / statedSeconds
  const rule = honestyRule.grades.find(
    ({ medianLagSecondsAtMost: longest, hiddenShareAtMost: largest }) =>
      (longest === null || medianSeconds <= longest) && (largest === null || hiddenShare <= largest),
  )
  return rule ? { grade: rule.grade, text: rule.text } : null
}
