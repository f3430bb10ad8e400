import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import { minuteOf } from '../../support/postmortems.ts'

function entriesOf(body: string): readonly string[] {
  return readIncidentReport({ body, format: 'markdown' }).timeline.map(({ at, text }) => `${minuteOf(at) ?? 'null'} ${text}`)
}

const head = '# Outage of 2024-05-03\n\n## Timeline (UTC)\n\n'
const both = ['2024-05-03T10:00Z Alert', '2024-05-03T11:30Z Restored']

describe('parsers/report/timeline.ts', () => {
  it.each([
    ['a list', `${head}- 10:00 Alert\n- 11:30 Restored\n`],
    ['a list with dashes', `${head}* 10:00 - Alert\n* 11:30 – Restored\n`],
    ['a list in bold', `${head}- **10:00** Alert\n- **11:30:** Restored\n`],
    ['a numbered list', `${head}1. 10:00: Alert\n2. 11:30: Restored\n`],
    ['brackets', `${head}- [10:00] Alert\n- [11:30] Restored\n`],
    ['lines', `${head}10:00 - Alert\n11:30 - Restored\n`],
    ['lines with a blank one between', `${head}10:00 UTC: Alert\n\n11:30 UTC: Restored\n`],
    ['times on lines of their own', `${head}10:00\nAlert\n\n11:30\nRestored\n`],
    ['a table', `${head}| Time | Event |\n| --- | --- |\n| 10:00 | Alert |\n| 11:30 | Restored |\n`],
    [
      'a table with the day',
      `${head}| Date | Time | Event |\n| --- | --- | --- |\n| 2024-05-03 | 10:00 | Alert |\n| 2024-05-03 | 11:30 | Restored |\n`,
    ],
    ['headings', `${head}### 10:00\n\nAlert\n\n### 11:30\n\nRestored\n`],
    ['headings with the day', `${head}### 2024-05-03 10:00\n\nAlert\n\n### 2024-05-03 11:30\n\nRestored\n`],
    ['12 hours', `${head}- 10:00 AM Alert\n- 11:30 AM Restored\n`],
    ['a chain', `${head}10:00 - Alert; 10:15 - paged; 11:30 - Restored\n`, 3],
    ['a zone of its own', '# Outage of 2024-05-03\n\n## Timeline\n\n- 12:00 CEST Alert\n- 13:30 CEST Restored\n'],
    ['a zone in the header', '# Outage of 2024-05-03\n\n## Timeline\n\nAll times in CEST\n\n- 12:00 Alert\n- 13:30 Restored\n'],
    ['a zone in the table', '# Outage of 2024-05-03\n\n| Time (CEST) | Event |\n| --- | --- |\n| 12:00 | Alert |\n| 13:30 | Restored |\n'],
    ['a day above', '## Timeline (UTC)\n\n### May 3, 2024\n\n- 10:00 Alert\n- 11:30 Restored\n'],
    [
      'a day declared for all',
      '## Timeline\n\nUnless otherwise noted all events happened on 2024-05-03, and all times are in UTC.\n\n- 10:00 Alert\n- 11:30 Restored\n',
    ],
  ])('reads %s', (_form, text, count = 2) => {
    const entries = entriesOf(text)

    expect(entries).toHaveLength(count)
    expect([entries[0]?.replace(/[ ;]+$/u, ''), entries.at(-1)]).toStrictEqual(both)
  })

  it('reads HTML as well', () => {
    const html =
      '<html><body><h1>Outage of 2024-05-03</h1><h2>Timeline (UTC)</h2><ul><li><b>10:00</b> Alert</li><li><b>11:30</b> Restored</li></ul></body></html>'

    const { timeline } = readIncidentReport({ body: html, format: 'html' })

    expect(timeline.map(({ at }) => minuteOf(at))).toStrictEqual(['2024-05-03T10:00Z', '2024-05-03T11:30Z'])
  })

  it('goes on to the next day at midnight, and takes a small step back for an entry out of order', () => {
    expect(entriesOf(`${head}- 23:50 Alert\n- 00:20 paged\n- 00:10 called\n- 03:00 Restored\n`)).toStrictEqual([
      '2024-05-03T23:50Z Alert',
      '2024-05-04T00:20Z paged',
      '2024-05-04T00:10Z called',
      '2024-05-04T03:00Z Restored',
    ])
  })

  it('takes a clock without its half as the next one that comes, where others have theirs', () => {
    expect(entriesOf(`${head}- 11:50 AM Alert\n- 12:10 PM paged\n- 1:05 fixed\n`).at(-1)).toBe('2024-05-03T13:05Z fixed')
  })

  it('gives no moment to an entry of the year before among those of January', () => {
    const entries = entriesOf('## Timeline (UTC)\n\n- 2024-01-03 10:00 Alert\n- 2023-01-03 10:20 paged\n- 2024-01-03 11:30 Restored\n')

    expect(entries).toStrictEqual(['2024-01-03T10:00Z Alert', 'null paged', '2024-01-03T11:30Z Restored'])
  })

  it('keeps the wall clock where no zone is known', () => {
    const { timeline } = readIncidentReport({
      body: '# Outage of May 3, 2024\n\n## Timeline\n\n- 10:00 Alert\n- 11:30 Restored\n',
      format: 'text',
    })

    expect(timeline.map(({ at, stated }) => [at, stated])).toStrictEqual([
      [null, '10:00'],
      [null, '11:30'],
    ])
  })

  it.each([
    [
      'a story told in paragraphs',
      '## What happened\n\nAt 10:00 UTC on May 3, 2024, we deployed.\n\nAt 10:30 UTC, errors began.\n\nAt 11:30 UTC, we rolled back.\n',
    ],
    [
      'posts with their stamps',
      'Errors\nResolved\nFixed.\nPosted May 03, 2024 - 12:00 UTC\n\nInvestigating\nLooking.\nPosted May 03, 2024 - 11:00 UTC\n',
    ],
    ['a log', '## Details\n\n```\n10:00:00 down\n10:00:01 down\n10:00:02 up\n```\n'],
    ['one time', '## Details\n\n- 10:00 UTC was the worst minute\n- the rest was fine\n'],
  ])('sees none in %s', (_what, text) => {
    expect(entriesOf(text)).toStrictEqual([])
  })

  it.each([
    [
      'the first sign of trouble and the last repair',
      '- 09:30 New version deployed\n- 10:00 Error rates begin to climb\n- 10:40 Partially restored\n- 11:30 Service is restored\n- 15:00 Incident closed\n',
    ],
    [
      'what the entries say outright',
      '- 09:30 A news story about an error appears\n- 10:00 OUTAGE BEGINS\n- 11:30 OUTAGE ENDS\n- 12:00 INCIDENT ENDS\n',
    ],
    [
      'the pair that a stated length fits',
      '- 09:50 Users report errors\n- 10:00 We have no nodes\n- 11:30 Nodes run\n- 12:00 Mail says service restored\n\nTime to recovery: 90 minutes\n',
    ],
  ])('tells the window by %s', (_what, list) => {
    const { windows } = readIncidentReport({ body: `${head}${list}`, format: 'markdown' })

    expect(windows.map(({ start, end, certainty }) => [minuteOf(start), minuteOf(end), certainty])).toStrictEqual([
      ['2024-05-03T10:00Z', '2024-05-03T11:30Z', 'approximate'],
    ])
  })

  it.each([
    ['nobody was affected', '- 10:00 Alert about an expired certificate\n- 11:30 Everything is fine\n\nThere was no user impact.\n'],
    ['it came again', '- 10:00 API down\n- 10:30 Service restored\n- 14:00 API down again\n- 14:30 Service restored\n'],
    ['nothing says that it was repaired', '- 10:00 API down\n- 11:30 Team meets\n'],
  ])('claims no window where %s', (_what, list) => {
    expect(readIncidentReport({ body: `${head}${list}`, format: 'markdown' }).windows).toStrictEqual([])
  })
})
