import { describe, expect, it } from 'vitest'
import { reportFromFile } from '../../../crawler/commands/report.ts'
import { isSameMinute, minuteOf, openReports, optionsOf, seedReports, skipsPostmortems, tallyOf } from '../../support/postmortems.ts'

describe.skipIf(skipsPostmortems)('parsers/report, on real reports', () => {
  it.each(seedReports)('reads every fact of $fact.id', ({ fact, path }) => {
    const report = reportFromFile(path, optionsOf(fact))
    const [truth] = fact.impact_windows
    const [main] = report.windows

    expect([minuteOf(main?.start), minuteOf(main?.end)]).toStrictEqual([truth?.start, truth?.end])
    expect(report.windows.filter(({ role }) => role === 'main')).toHaveLength(
      fact.impact_windows.filter(({ role }) => role === 'main').length,
    )
    expect(report.timeline).toHaveLength(fact.timeline_entries.count)
    expect(minuteOf(report.timeline[0]?.at)).toBe(fact.timeline_entries.first)
    expect(minuteOf(report.timeline.at(-1)?.at)).toBe(fact.timeline_entries.last)
    expect(new Set(report.sections.map(({ name }) => name))).toStrictEqual(new Set(fact.sections_present))
    expect([fact.root_cause_category, ...fact.root_cause_alt]).toContain(report.causeCategory)
    expect([fact.affected_share_percent, ...(fact.share_basis.startsWith('word-') ? [null] : [])]).toContain(report.affectedSharePercent)
    expect(report.incidents).toHaveLength(fact.incidents.length)
    for (const [index, known] of fact.incidents.entries()) {
      const incident = report.incidents[index]
      expect(incident?.title).toBe(known.title)
      expect(incident?.windows.map(({ start, end }) => ({ start: minuteOf(start), end: minuteOf(end) }))).toStrictEqual(known.windows)
      expect(new Set(incident?.sections.map(({ name }) => name))).toStrictEqual(new Set(known.sections))
      expect([known.affected_share_percent, null]).toContain(incident?.affectedSharePercent)
    }
  })

  it.each(seedReports.filter(({ fact }) => fact.report_lag_minutes !== null))(
    'finds how long after the start of $fact.id the first post came',
    ({ fact, path }) => {
      const report = reportFromFile(path, optionsOf(fact))
      const posted = report.posts.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b)

      expect(((posted[0] ?? 0) - Date.parse(report.windows[0]?.start ?? '')) / 60_000).toBe(fact.report_lag_minutes)
    },
  )

  it('reads the open reports as well as is asked for', () => {
    const tally = tallyOf(openReports.map(({ fact, path }) => ({ fact, report: reportFromFile(path, optionsOf(fact)) })))

    expect(tally.right / tally.asked).toBeGreaterThanOrEqual(0.85)
    expect(tally.right / (tally.right + tally.wrong)).toBeGreaterThanOrEqual(0.95)
    expect(tally.negativesFailed).toBe(0)
    expect(tally.timelineHit / tally.timelineGot).toBeGreaterThanOrEqual(0.95)
    expect(tally.timelineHit / tally.timelineTrue).toBeGreaterThanOrEqual(0.95)
    expect(tally.endsRight / tally.endsAsked).toBeGreaterThanOrEqual(0.9)
    const { sectionsRight, sectionsWrong, sectionsMissed } = tally
    expect((2 * sectionsRight) / (2 * sectionsRight + sectionsWrong + sectionsMissed)).toBeGreaterThanOrEqual(0.92)
    expect(tally.causesRight / tally.causesAsked).toBeGreaterThanOrEqual(0.75)
  })

  it('quotes a sentence that stands in the text for each window', () => {
    const quoted = openReports.flatMap(({ fact, path }) => reportFromFile(path, optionsOf(fact)).windows)

    expect(quoted.length).toBeGreaterThan(30)
    expect(
      quoted.filter(({ evidence }) => evidence.length === 0 || evidence.some(({ text, from, to }) => text === '' || to <= from)),
    ).toStrictEqual([])
    expect(isSameMinute('--01-02T03:04Z', '2024-01-02T03:04Z')).toBe(true)
  })
})
