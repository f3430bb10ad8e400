import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import type { IncidentReport, ReportContext } from '../../../parsers/report/model.ts'
import { instant } from '../../support/documents.ts'
import { minuteOf } from '../../support/postmortems.ts'

interface Case {
  readonly what: string
  readonly text: string
  readonly context?: ReportContext
  /** Start and end of each window, to the minute; `-` is an end that is not told. */
  readonly windows: readonly string[]
}

function read(body: string, context: ReportContext = {}): IncidentReport {
  return readIncidentReport({ body, format: 'markdown' }, context)
}

function windowsOf({ windows }: IncidentReport): readonly string[] {
  return windows.map(({ role, start, end }) => `${role} ${minuteOf(start) ?? '-'} ${minuteOf(end) ?? '-'}`)
}

const may3 = 'main 2024-05-03T10:00Z 2024-05-03T11:30Z'
const ranges: readonly Case[] = [
  'between 10:00 and 11:30 UTC',
  'from 10:00 to 11:30 UTC',
  'from 10:00 UTC till 11:30 UTC',
  'from 10:00 AM until 11:30 AM UTC',
  'from 10:00 to 11:30 AM UTC',
  'from 10:00 - 11:30 UTC',
  'from 10:00–11:30 UTC',
  'from 10:00 UTC through to 11:30 UTC',
  'between 10.00am and 11.30am UTC',
  'between 1000 UTC and 1130 UTC',
  'between 10:00Z and 11:30Z',
  'between approximately 10:00 and roughly 11:30 (UTC)',
  'between 10:00 UTC 11:30 UTC',
  'between 12:00 and 13:30 CEST',
  'between 3:00 AM and 4:30 AM PDT',
  'between 3:00am PT / 10:00 UTC and 4:30am PT / 11:30 UTC',
  'between UTC 10:00 and UTC 11:30',
  'between 15:30 and 17:00 Indian Standard Time',
].map((range) => ({ what: range, text: `On May 3, 2024 ${range}, customers experienced errors.`, windows: [may3] }))

const days: readonly Case[] = [
  'May 3, 2024',
  'May 3rd, 2024',
  'Friday, May 3, 2024',
  '3 May 2024',
  '3rd of May 2024',
  '2024-05-03',
  '2024/05/03',
  '03.05.2024',
  '03/May/2024',
].map((day) => ({ what: day, text: `Customers experienced errors between 10:00 and 11:30 UTC on ${day}.`, windows: [may3] }))

const posted = 'Posted May 03, 2024 - 12:00 UTC'
const stamped: readonly Case[] = [
  ['a day without its year', 'On May 3 between 10:00 and 11:30 UTC users saw errors.'],
  ['no day at all', 'Between 10:00 and 11:30 UTC users saw errors.'],
  ['today', 'Between 10:00 and 11:30 UTC today users saw errors.'],
  ['this morning', 'This morning between 10:00 and 11:30 UTC users saw errors.'],
  ['a weekday', 'On Friday between 10:00 and 11:30 UTC users saw errors.'],
  ['numbers in an order that the stamp decides', 'Between 03-05-2024 10:00 UTC to 03-05-2024 11:30 UTC users saw errors.'],
  ['a zone that only the stamp has', 'Between 10:00 and 11:30 users saw errors.'],
].map(([what = '', body = '']) => ({ what, text: `Errors\nIncident Report for Acme\nResolved\n${body}\n${posted}\n`, windows: [may3] }))

describe('parsers/report/windows.ts', () => {
  it.each([...ranges, ...days, ...stamped])('reads the ends of a span: $what', ({ text, windows }) => {
    expect(windowsOf(read(text))).toStrictEqual(windows)
  })

  it.each<Case>([
    {
      what: 'the day before the post, where the clock is later than the stamp',
      text: 'Errors\nResolved\nBetween 22:00 and 23:30 UTC users saw errors.\nPosted May 04, 2024 - 00:10 UTC\n',
      windows: ['main 2024-05-03T22:00Z 2024-05-03T23:30Z'],
    },
    {
      what: 'a window across midnight',
      text: 'On May 3, 2024 between 23:40 and 00:20 UTC customers experienced errors.',
      windows: ['main 2024-05-03T23:40Z 2024-05-04T00:20Z'],
    },
    {
      what: 'a window across midnight whose day is that of its end',
      text: 'Customers experienced errors between 23:40 and 00:20 UTC on May 4, 2024.',
      windows: ['main 2024-05-03T23:40Z 2024-05-04T00:20Z'],
    },
    {
      what: 'a day at both ends',
      text: 'Between 23:40 UTC on May 3 and 02:10 UTC on May 5, 2024 customers experienced errors.',
      windows: ['main 2024-05-03T23:40Z 2024-05-05T02:10Z'],
    },
    {
      what: 'two windows, the main one first',
      text: 'On May 3, 2024, from 5:45 AM to 7:00 AM UTC, users saw errors. Later, between 9:10 AM and 9:40 AM UTC, users saw slow responses.',
      windows: ['main 2024-05-03T05:45Z 2024-05-03T07:00Z', 'main 2024-05-03T09:10Z 2024-05-03T09:40Z'],
    },
    {
      what: 'a window within another one as a part of it',
      text: 'On May 3, 2024 between 10:00 and 14:00 UTC customers experienced errors. Search was unavailable between 11:00 and 11:20 UTC.',
      windows: ['main 2024-05-03T10:00Z 2024-05-03T14:00Z', 'sub 2024-05-03T11:00Z 2024-05-03T11:20Z'],
    },
    {
      what: 'no year where there is none',
      text: 'On May 3 between 10:00 and 11:30 UTC customers experienced errors.',
      windows: ['main --05-03T10:00Z --05-03T11:30Z'],
    },
    {
      what: 'the year from the address',
      text: 'On May 3 between 10:00 and 11:30 UTC customers experienced errors.',
      context: { url: 'https://acme.example/2024/05/04/outage' },
      windows: [may3],
    },
    {
      what: 'the day from the title',
      text: '# Outage of 2024-05-03\n\nBetween 10:00 and 11:30 UTC customers experienced errors.',
      windows: [may3],
    },
    {
      what: 'the zone from the page',
      text: 'On May 3, 2024 between 12:00 and 13:30 customers experienced errors.',
      context: { pageZone: 'Europe/Berlin' },
      windows: [may3],
    },
    {
      what: 'the zone from a sentence about all times',
      text: 'All times are in CEST.\n\nOn May 3, 2024 between 12:00 and 13:30 customers experienced errors.',
      windows: [may3],
    },
    {
      what: 'PST in July as what clocks in Los Angeles show',
      text: 'On July 3, 2024 between 3:00 AM and 4:30 AM PST customers experienced errors.',
      windows: ['main 2024-07-03T10:00Z 2024-07-03T11:30Z'],
    },
    {
      what: 'CST as American where other American zones are named',
      text: 'On May 3, 2024 between 5:00 AM and 6:30 AM CST (3:00 AM PDT) customers experienced errors.',
      windows: [may3],
    },
    {
      what: 'BST as British on a British page',
      text: 'On May 3, 2024 between 11:00 and 12:30 BST customers experienced errors.',
      context: { url: 'https://status.acme.co.uk/' },
      windows: [may3],
    },
    {
      what: 'a start and an end in two sentences',
      text: 'At 10:00 UTC on May 3, 2024 the API went down. We restarted the servers. By 11:30 UTC all services were fully restored.',
      windows: [may3],
    },
    {
      what: 'a start with "beginning" and an end with "as of"',
      text: 'Customers experienced errors beginning at 10:00 UTC on May 3, 2024. As of 11:30 UTC, May 3, 2024, the service is fully operational.',
      windows: [may3],
    },
    {
      what: 'a start and how long it lasted',
      text: 'On May 3, 2024 at 10:00 UTC the API went down. The outage lasted 1 hour and 30 minutes.',
      windows: [may3],
    },
    {
      what: 'an end of the impact before the end of the incident',
      text: 'At 10:00 UTC on May 3, 2024 we began seeing errors. Impact ended at 11:30 UTC, and we resolved the incident at 12:15 UTC.',
      windows: [may3],
    },
    {
      what: 'a start alone',
      text: 'On May 3, 2024 at approximately 10:00 UTC Acme experienced a service degradation in which images failed to load.',
      windows: ['main 2024-05-03T10:00Z -'],
    },
    {
      what: 'labelled ends, repaired before resolved',
      text: '- First detected 2024-05-03 10:00 UTC\n- Incident declared 2024-05-03 10:20 UTC\n- Repaired 2024-05-03 11:30 UTC\n- Resolved 2024-05-03 15:00 UTC\n',
      windows: [may3],
    },
    {
      what: 'both ends in the title',
      text: '# Retrospective: worker outage 2024-05-03 10:00 - 2024-05-03 11:30 UTC\n\nNo workers were started.',
      windows: [may3],
    },
    {
      what: 'what the newest post says',
      text: `Errors\nIncident Report for Acme\nResolved\nOn May 3, 2024 between 10:00 and 11:30 UTC users saw errors.\n${posted}\n\nMonitoring\nBetween 10:00 and 10:50 UTC users saw errors.\nPosted May 03, 2024 - 11:00 UTC\n`,
      windows: [may3],
    },
    {
      what: 'German',
      text: 'Am 3. Mai 2024 kam es zwischen 12.00 Uhr und 13:30 Uhr (MESZ) zu einem Ausfall der API.',
      windows: [may3],
    },
    {
      what: 'French',
      text: 'Le 3 mai 2024, entre 12h00 et 13h30 (heure de Paris), nos clients ont rencontré des erreurs.',
      windows: [may3],
    },
    {
      what: 'Japanese',
      text: '2024年5月3日 19時00分から20時30分（日本時間）まで、APIに接続できない障害が発生しました。',
      windows: [may3],
    },
    {
      what: 'Chinese',
      text: '2024年5月3日北京时间18点到19点30分，API服务不可用。',
      windows: [may3],
    },
  ])('reads $what', ({ text, context, windows }) => {
    expect(windowsOf(read(text, context))).toStrictEqual(windows)
  })

  it.each<{ what: string; text: string; context?: ReportContext }>([
    { what: 'a promised update', text: 'On May 3, 2024 users see errors. We will provide another update by 11:30 UTC or sooner.' },
    { what: 'a maintenance to come', text: 'Maintenance is scheduled for May 3, 2024 from 10:00 to 11:30 UTC.' },
    { what: 'work on the incident', text: 'On May 3, 2024 from 10:00 to 11:30 UTC the team examined the dashboards.' },
    { what: 'an earlier incident', text: 'A previous incident on May 3, 2024 was closed at 11:30 UTC.' },
    { what: 'a version', text: 'On May 3, 2024 users saw errors after an upgrade from 10.00 to 11.30.' },
    { what: 'a port', text: 'On May 3, 2024 users saw errors on localhost:1000 to localhost:1130.' },
    { what: 'a log', text: 'On May 3, 2024 users saw errors:\n\n```\n10:00:00 down\n11:30:00 up\n```\n' },
    { what: 'an end before its start', text: 'Between May 3, 2024 11:30 UTC and May 3, 2024 10:00 UTC customers experienced errors.' },
    {
      what: 'a window after the post that reports it',
      text: 'Errors\nResolved\nOn May 5, 2024 between 10:00 and 11:30 UTC users saw errors.\nPosted May 03, 2024 - 12:00 UTC\n',
    },
    {
      what: 'IST, which may be Indian, Irish or Israeli',
      text: 'On May 3, 2024 between 10:00 and 11:30 IST customers experienced errors.',
    },
    { what: 'CST, which may be American or Chinese', text: 'On May 3, 2024 between 10:00 and 11:30 CST customers experienced errors.' },
    { what: 'BST without a sign of Britain', text: 'On May 3, 2024 between 10:00 and 11:30 BST customers experienced errors.' },
    { what: 'a clock without a zone', text: 'On May 3, 2024 between 3:30 PM and 4:45 PM customers experienced errors.' },
    { what: 'a clock without a day', text: 'Between 10:00 and 11:30 UTC customers experienced errors.' },
    { what: 'a day alone', text: 'On May 3, 2024 customers experienced errors for 90 minutes.' },
    {
      what: 'numbers in an order that nothing decides',
      text: 'Between 03/05/2024 10:00 UTC and 03/05/2024 11:30 UTC customers experienced errors.',
    },
  ])('claims nothing from $what', ({ text, context }) => {
    expect(windowsOf(read(text, context))).toStrictEqual([])
  })

  it('says how certain a window is, in which zone, and from which sentence', () => {
    const body = '**Summary**\n\nOn May 3, 2024 between 12:00 and 13:30 CEST, customers experienced errors. We are sorry.'

    const [window] = read(body).windows

    expect(window).toMatchObject({ certainty: 'exact', zone: 'CEST' })
    const [quote] = window?.evidence ?? []
    expect(quote?.text).toBe('On May 3, 2024 between 12:00 and 13:30 CEST, customers experienced errors.')
    expect(body.slice(quote?.from, quote?.to)).toBe(quote?.text)
    expect(read('On May 3, 2024 between about 10:00 and 11:30 UTC users saw errors.').windows[0]?.certainty).toBe('approximate')
    expect(
      read('On May 3 between 10:00 and 11:30 UTC users saw errors.', { publishedAt: instant('2024-05-04T00:00:00Z') }).windows[0]
        ?.certainty,
    ).toBe('inferred-date')
  })
})
