import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import { minuteOf } from '../../support/postmortems.ts'

function mainOf(body: string): string {
  const main = readIncidentReport({ body, format: 'markdown' }).windows.find(({ role }) => role === 'main')
  return main ? `${minuteOf(main.start)?.slice(0, -1) ?? '-'} ${minuteOf(main.end)?.slice(0, -1) ?? '-'}` : ''
}

/** A page of posts, the newest first. */
function posts(...list: readonly (readonly [label: string, text: string, stamp: string])[]): string {
  return `Slow exports\n\n${list.map(([label, text, stamp]) => `${label}\n${text}\nPosted ${stamp} UTC\n`).join('\n')}`
}

describe('parsers/report/stated-ends.ts', () => {
  it.each([
    // "As of" tells an end as well as "at".
    ['The problem began on 4 May 2023 at 09:10 UTC and was resolved as of 10:25 UTC.', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'Exports began failing on 4 May 2023 at 09:10 UTC. The issue has been resolved for all affected projects as of Thursday, 2023-05-04 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // What works once more has been repaired, in whatever words.
    [
      'At 09:10 UTC on 4 May 2023 the exporter went down. By 10:25 UTC, after a restart, exports were once again accessible.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'At 09:10 UTC on 4 May 2023 the exporter went down. It was responding again to all requests at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // The beginning of a recovery is no start of the impact.
    [
      'Starting at 09:10 UTC on 4 May 2023, exports were failing. We began to see recovery at 10:02 UTC and were fully recovered by 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // A length in other words.
    ['On 4 May 2023 the exporter was offline from 09:10 (UTC) during 13 minutes.', '2023-05-04T09:10 2023-05-04T09:23'],
    [
      'On 4 May 2023, at approximately 09:10 UTC, our customers experienced 45 minutes of unexpected downtime.',
      '2023-05-04T09:10 2023-05-04T09:55',
    ],
    // Work that fails is no work.
    [
      'Exports to all regions failing globally starting on 4 May 2023 at 09:10 UTC. This was mitigated at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // Fields of the whole before a part of it.
    [
      'Incident Start: 2023-05-04 09:10 UTC\nIncident End: 2023-05-04 10:25 UTC\n\nExports were unavailable for customers in Oslo from 09:20 UTC to 09:40 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // A start that more times follow has its end among them: half a window would be a wrong one.
    ['Starting at 09:10 UTC on 4 May 2023, exports failed. At 09:45 UTC we looked into it. At 10:25 UTC we called the supplier.', ''],
    ['Starting at 09:10 UTC on 4 May 2023, exports failed. We do not know yet when this will be over.', '2023-05-04T09:10 -'],
  ])('%s', (text, window) => {
    expect(mainOf(text)).toBe(window)
  })

  it('takes the end from a newer post than the start', () => {
    const page = posts(
      ['Resolved', 'The issue with exports has been resolved as of 10:25 UTC.', 'May 4, 2023 - 10:40'],
      ['Investigating', 'We are experiencing an issue with exports beginning at 09:10 UTC.', 'May 4, 2023 - 09:30'],
    )

    expect(mainOf(page)).toBe('2023-05-04T09:10 2023-05-04T10:25')
  })

  it('reads clocks of a post that looks back on the day that it tells', () => {
    const page = posts(
      [
        'Update',
        'On May 4th, 2023 at 09:10 UTC, some users were unable to start exports.\n\nExports were working again at 10:25 UTC.',
        'May 30, 2023 - 11:00',
      ],
      ['Investigating', 'Some users cannot start exports.', 'May 4, 2023 - 09:30'],
    )

    expect(mainOf(page)).toBe('2023-05-04T09:10 2023-05-04T10:25')
  })
})
