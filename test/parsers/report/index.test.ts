import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import { IncidentReport } from '../../../parsers/report/model.ts'
import { deepFreeze, instant } from '../../support/documents.ts'

const pieces = [
  'On May 3, 2024 between 10:00 and 11:30 UTC users saw errors.',
  '## Impact',
  '- 10:00 UTC Alert',
  '| 11:30 | Restored |',
  'Posted May 03, 2024 - 12:00 UTC',
  'Resolved',
  'All times in PST',
  '**Root cause:** a bug',
  'May 3, 2024 · resolved May 4',
  'minor',
  '```',
  '30% of users',
  '<h2>Timeline</h2>',
  '2024-02-30 25:61',
  '\u0000\uD800',
]

describe('parsers/report/index.ts', () => {
  it('gives a report for any text, twice the same, and never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((lines) => lines.join('\n')),
    )

    fc.assert(
      fc.property(text, fc.constantFrom('text', 'markdown', 'html'), (body, format) => {
        const report = readIncidentReport({ body, format })

        expect(IncidentReport.parse(report)).toStrictEqual(report)
        expect(readIncidentReport(deepFreeze({ body, format }))).toStrictEqual(report)
        for (const { start, end } of report.windows)
          expect(start === null || end === null || start < end || start.startsWith('--')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('has nothing to say of an empty text', () => {
    expect(readIncidentReport({ body: '', format: 'text' })).toStrictEqual({
      title: null,
      genre: 'incident',
      sections: [],
      windows: [],
      timeline: [],
      affectedComponents: [],
      affectedSharePercent: null,
      affectedShareEvidence: null,
      causeCategory: 'unknown',
      causeEvidence: null,
      thirdParties: [],
      posts: [],
      incidents: [],
    })
  })

  it('takes the year from when the text was published, or from the posts of its incident', () => {
    const body = 'On December 31 between 22:00 and 23:00 UTC users saw errors.'

    const published = readIncidentReport({ body, format: 'text', publishedAt: instant('2024-01-03T00:00:00Z') })
    const posted = readIncidentReport({ body, format: 'text' }, { postedAt: [instant('2023-12-31T22:10:00Z')] })

    expect([published, posted].map(({ windows }) => windows[0]?.start)).toStrictEqual([
      '2023-12-31T22:00:00.000Z',
      '2023-12-31T22:00:00.000Z',
    ])
  })

  it('takes the day from the first post, where a postmortem tells clocks alone', () => {
    const { windows } = readIncidentReport(
      { body: 'Between 22:00 and 23:00 UTC users saw errors.', format: 'text' },
      { postedAt: [instant('2024-05-03T22:10:00Z'), instant('2024-05-10T09:00:00Z')] },
    )

    expect(windows[0]).toMatchObject({ start: '2024-05-03T22:00:00.000Z', end: '2024-05-03T23:00:00.000Z', certainty: 'inferred-date' })
  })

  it('tells the posts of a page with their labels', () => {
    const body =
      'Errors\nIncident Report for Acme\nResolved\nFixed.\nPosted May 03, 2024 - 12:00 UTC\n\nInvestigating\nLooking.\nPosted May 03, 2024 - 11:00 UTC\n'

    expect(readIncidentReport({ body, format: 'text' }).posts.map(({ at, label }) => [at, label])).toStrictEqual([
      ['2024-05-03T12:00:00.000Z', 'Resolved'],
      ['2024-05-03T11:00:00.000Z', 'Investigating'],
    ])
  })

  it('reads the HTML of a page with its menus, its posts and their stamps', () => {
    const body = [
      '<!DOCTYPE html><html><head><title>x</title></head><body><nav>Home 10:00</nav><select><option>India (+91)</option></select>',
      '<h1>Slow pages</h1><div>Incident Report for Acme</div><h2>Postmortem</h2><div><h2>What happened?</h2>',
      '<p>Between 10:00 and 11:30 UTC, pages were slow.</p></div><div>Posted <span></span>May <var>10</var>, <var>2024</var> - <var>09:00</var> UTC</div>',
      '<h2>Resolved</h2><div>All is well.</div><div>Posted May <var>3</var>, <var>2024</var> - <var>12:00</var> UTC</div>',
      `<div>${'Subscribe to updates by email. '.repeat(20)}</div></body></html>`,
    ].join('\n')

    const report = readIncidentReport({ body, format: 'html' })

    expect(report.title).toBe('Slow pages')
    expect(report.posts.map(({ at, label }) => [at, label])).toStrictEqual([
      ['2024-05-10T09:00:00.000Z', 'Postmortem'],
      ['2024-05-03T12:00:00.000Z', 'Resolved'],
    ])
    expect(report.windows[0]).toMatchObject({ start: '2024-05-03T10:00:00.000Z', end: '2024-05-03T11:30:00.000Z' })
  })

  it('claims no window in the zone of the page that was long over at the first post', () => {
    const body =
      'Errors\nResolved\nBetween 4:00 and 5:30 users saw errors.\nPosted May 03, 2024 - 12:00 UTC\n\nInvestigating\nLooking.\nPosted May 03, 2024 - 11:00 UTC\n'

    expect(readIncidentReport({ body, format: 'text' }).windows).toStrictEqual([])
  })

  it('reads each incident of a page that tells several', () => {
    const body = [
      'Acme status',
      'API errors',
      'major',
      'May 3, 2024 · resolved May 3',
      'On May 3rd, 2024, between 10:00 and 11:30 UTC 30% of users saw errors due to a bug.',
      'Slow search',
      'minor',
      'Apr 9, 2024 · resolved Apr 9',
      'On April 9th between 6:45 AM and 8:55 AM UTC search was slow.',
    ].join('\n\n')

    const report = readIncidentReport({ body, format: 'text' })

    expect(
      report.incidents.map(({ title, windows, affectedSharePercent }) => [title, windows[0]?.start, affectedSharePercent]),
    ).toStrictEqual([
      ['API errors', '2024-05-03T10:00:00.000Z', 30],
      ['Slow search', '2024-04-09T06:45:00.000Z', null],
    ])
    expect(report).toMatchObject({ affectedSharePercent: null, causeCategory: 'unknown' })
    expect(report.windows).toHaveLength(2)
  })
})
