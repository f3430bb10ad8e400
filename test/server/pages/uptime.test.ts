import { describe, expect, it } from 'vitest'
import { incidentNumbers } from '../../../data/incident-numbers.ts'
import { coverageWords, percentWords } from '../../../server/components/words.ts'
import { component, history, uptime, vendor } from './readings.ts'
import { textOf, vendorPage } from './views.tsx'

const shaky = history(
  {
    0: { worst: 'degraded_performance', degradedSeconds: 7_200 },
    3: { worst: 'major_outage', downSeconds: 1_320, uptime: 0.984722, coverage: 0.985 },
    4: { worst: 'unknown', observedSeconds: 0, uptime: null, coverage: 0 },
    5: { worst: 'operational', observedSeconds: 0, uptime: null, coverage: 0 },
    6: { worst: 'under_maintenance', maintenanceSeconds: 86_400, uptime: null },
  },
  {
    periods: [
      { days: 1, ...uptime({ degradedSeconds: 7_200 }) },
      { days: 7, ...uptime({ uptime: 0.999326, coverage: 0.8149, downSeconds: 1_320, maintenanceSeconds: 86_400 }) },
      { days: 30, ...uptime({ uptime: null, coverage: 0 }) },
      { days: 90, ...uptime({ uptime: null, coverage: 0.05 }) },
    ],
  },
)

describe('server/components/uptime.tsx', () => {
  it('shows no figure without how much of its time was observed', async () => {
    const $ = await vendorPage(vendor('V'), { history: shaky })
    const figures = $('#uptime-periods > div')
      .map((_, part) => $(part).text().replace(/\s+/gu, ' '))
      .get()

    expect(figures).toEqual([
      '24 hours100 % all observed degraded 2 h',
      '7 days99.93 % of the 81 % observed down 22 min, under maintenance 1 d',
      '30 daysnot observed',
      '90 daysonly maintenance of the 5 % observed',
    ])
  })

  it('has a bar for each day, told in words as well, and a table behind them', async () => {
    const $ = await vendorPage(vendor('V'), { history: shaky })
    const titles = $('.days g > title')
      .map((_, title) => $(title).text())
      .get()
      .toReversed()

    expect(titles).toHaveLength(90)
    expect(titles.slice(0, 8)).toEqual([
      '4 May 2026: degraded performance, degraded for 2 h; all observed',
      '3 May 2026: operational; all observed',
      '2 May 2026: operational; all observed',
      '1 May 2026: major outage, down for 22 min; 98\u00A0% observed',
      '30 Apr 2026: nothing known; not observed',
      '29 Apr 2026: operational; read, but not for long',
      '28 Apr 2026: under maintenance, under maintenance for 1 d; all observed',
      '27 Apr 2026: operational; all observed',
    ])
    expect($('.days svg').attr('role')).toBe('img')
    expect($('.days svg').attr('aria-label')).toBe(
      'The worst of each of 90 days: 1 major outage, 1 degraded performance, 1 under maintenance, 86 operational, 1 not observed. The table below lists each.',
    )
    expect($('#uptime-days tbody tr')).toHaveLength(90)
    expect(textOf($, '#uptime-days tbody tr:nth-child(4)').replaceAll(' ', '')).toBe('1May2026majoroutage,downfor22min98.47%98%')
    expect(textOf($, '#uptime-days tbody tr:nth-child(5)').replaceAll(' ', '')).toBe('30Apr2026nothingknown–0%')
  })

  it('tells states by height and observation by depth, not by colour alone', async () => {
    const $ = await vendorPage(vendor('V'), { history: shaky })
    const last = $('.days g').toArray().slice(-6).toReversed()
    const heights = last.map((day) => Number($(day).find('.said').attr('height')))
    const depths = last.map((day) => Number($(day).find('.seen').attr('height')))

    const [degraded = 0, fine = 0, , major = 0] = heights
    expect(major).toBeGreaterThan(degraded)
    expect(degraded).toBeGreaterThan(fine)
    expect(depths).toEqual([8, 8, 8, 7.9, 0, 0])
  })

  it('lists components with the least uptime first, and says where all are', async () => {
    const parts = Array.from({ length: 120 }, (_, index) => component('v', `Part ${index}`, { path: index === 119 ? ['Group'] : [] }))
    const components = new Map(
      parts.map(({ id }, index) => [
        id,
        { periods: [{ days: 90, ...uptime(index === 119 ? { uptime: 0.9, coverage: 0.5 } : {}) }], daily: () => [] },
      ]),
    )
    const $ = await vendorPage(vendor('V'), { components: parts, history: history({}, { components }) })

    expect($('#uptime-components tbody tr')).toHaveLength(100)
    expect(textOf($, '#uptime-components tbody tr:first-child td')).toBe('90.00 % of 50 %')
    expect($('#uptime-components tbody tr:first-child th bdi').first().text()).toBe('Part 119')
    expect(textOf($, '#uptime-components > p')).toBe('Those with the least uptime of 120; all as JSON.')
    expect($('#uptime-components a').attr('href')).toBe('/api/v1/vendors/v/history')
  })

  it('says so where nothing was observed', async () => {
    const nothing = Object.fromEntries(
      Array.from({ length: 90 }, (_, day) => [day, { worst: 'unknown' as const, uptime: null, coverage: 0 }]),
    )
    const $ = await vendorPage(vendor('V'), {
      history: history(nothing, { periods: [{ days: 1, ...uptime({ uptime: null, coverage: 0 }) }] }),
    })

    expect(textOf($, '#s-uptime')).toBe('The last 90 days No state was observed in this time.')
  })

  it('tells what the incidents come to, each mean with what it is of', async () => {
    const minute = 60_000
    const incidents = incidentNumbers([
      { impact: 'major', startedAt: 0, firstPostedAt: 10 * minute, lastPostedAt: 90 * minute, resolvedAt: 90 * minute, isVague: false },
      { impact: 'none', startedAt: 0, firstPostedAt: 0, lastPostedAt: 30 * minute, resolvedAt: null, isVague: false },
      { impact: null, startedAt: null, firstPostedAt: null, lastPostedAt: null, resolvedAt: null, isVague: false },
    ])
    const $ = await vendorPage(vendor('V'), { history: history({}, { incidents }) })
    const numbers = $('#incident-numbers > div')
      .map((_, part) => $(part).text().replace(/\s+/gu, ' '))
      .get()

    expect(numbers).toEqual([
      'Incidents3 1 major, 1 without impact and 1 of untold impact',
      'Posted downtime1 h 20 min from first to last post, 1 h 20 min on average',
      'Until acknowledged10 min on average, of the 1 that stated an earlier start',
      'Until resolved1 h 30 min on average, of the 1 that are resolved',
    ])
  })

  it.each([
    { share: 1, words: '100 %' },
    { share: 0.999999, words: '99.99 %' },
    { share: 0.9993, words: '99.93 %' },
    { share: 0.5, words: '50.00 %' },
    { share: 0, words: '0.00 %' },
  ])('says a share of $share as $words', ({ share, words }) => {
    expect(percentWords(share).replace('\u00A0', ' ')).toBe(words)
  })

  it.each([
    { share: 1, words: '100 %' },
    { share: 0.999, words: '99 %' },
    { share: 0.81, words: '81 %' },
    { share: 0.29, words: '29 %' },
    { share: 0.004, words: 'less than 1 %' },
    { share: 0, words: '0 %' },
  ])('says a coverage of $share as $words', ({ share, words }) => {
    expect(coverageWords(share).replace('\u00A0', ' ')).toBe(words)
  })
})
