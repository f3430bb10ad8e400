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
    ['The export outage started at 09:10 UTC on 4 May 2023 and was resolved 65 minutes later.', '2023-05-04T09:10 2023-05-04T10:15'],
    ['For about 65 minutes starting at 09:10 UTC on 4 May 2023, exports failed.', '2023-05-04T09:10 2023-05-04T10:15'],
    // The pronoun stands for what was said before.
    [
      'We were told of failing exports at 09:30 UTC on 4 May 2023. Logs show that it began at 09:10 UTC. It was over at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // Closing the incident is not the end of the impact.
    [
      'The incident began at 2023-05-04 09:10 UTC. It was mitigated at 10:25 UTC and the incident was closed at 13:00 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // A point of an abbreviation ends no sentence.
    [
      'On May 4, 2023, at 2:10 a.m. Pacific, the export service stopped accepting jobs. Jobs resumed at 3:25 a.m. Pacific.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // What would take until a time may have taken less.
    [
      'At 09:10 UTC on 4 May 2023 a digger took our Oslo site offline. The carrier said that a repair would take until 20:00 UTC. We moved away and exports worked again by 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'On 4 May 2023 at 09:10 UTC an operator removed the wrong disk. All exports were down. At 10:25 UTC all exports were back.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'Thursday, May 4, 2023: At 09:10 UTC, our monitoring alerted us of a total loss of connectivity in Oslo. Connectivity was restored at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['The new exporter was tested on May 4, 2023 between 09:10 and 10:25 UTC without any error.', ''],
    [
      'On 4 May 2023 users saw errors when exporting from 09:10 UTC until the rollback was done at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'At 09:10 UTC on 4 May 2023 the export team became aware of a service disruption. At 10:02 UTC exports were recovering in a degraded state. By 10:25 UTC on May 4, 2023, the issue was resolved.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['We had an outage of 2 hours between 3 - 5 PM UTC on May 4, 2023.', '2023-05-04T15:00 2023-05-04T17:00'],
    ['Between 04/May/23 9:10 AM UTC to 05/May/23 10:25 AM UTC, exports failed for some users.', '2023-05-04T09:10 2023-05-05T10:25'],
    ['Incident began: Thu May 4 09:10:12 UTC 2023\nIncident ended: Thu May 4 10:25:40 UTC 2023', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'On May 4, 2023 at 09:10 UTC we began seeing errors. Impact ended at 10:25 UTC on May 4 when a disk was replaced, and we resolved the incident at 10:50 UTC after error rates had returned to normal.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'On May 4, 2023 at 09:10 UTC, a loss of connectivity occurred in one of our zones. All paths were restored and services healthy at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['Between 09:10 am an 10:25 am UTC on May 4, 2023, a change caused exports to fail.', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'At 09:10 UTC on May 4, 2023 exports went down. Between 09:30 UTC and 09:50 UTC we experienced a higher error rate of imports too. Full service was restored at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    // The span of those who were spared.
    [
      'On 4 May 2023 between 09:10 and 10:25 UTC some mails were delivered late. Mails sent between 08:00 and 09:10 UTC were not affected.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'Customers in Oslo were unable to place calls from 09:10 UTC on May 4, 2023. Service was restored for most at 09:40 UTC and for all customers at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['From 09:10 UTC on May 4, 2023, mails were delayed. The delay was gone by 10:25 UTC.', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'We rolled out a change on May 4, 2023 at 09:10 UTC which broke exports. The change was undone at 10:25 UTC, which fixed the problem.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'On May 4, 2023, at 09:10 UTC, error rates rose sharply. At 10:25 UTC the error rate was back at its usual level.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['- Incident opened: 2023-05-04 09:10 UTC\n- Incident closed: 2023-05-04 10:25 UTC', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'At 09:10 UTC on May 4, 2023 exports went down for everybody.\n\nHow we fixed it: At 10:15 UTC we restarted the exporter. Exports were back at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'On May 4, 2023, at 09:10 UTC exports went down. It was 314 minutes before all of them were back.',
      '2023-05-04T09:10 2023-05-04T14:24',
    ],
    [
      'On May 4, 2023 at 09:10 UTC exports went down. A broken link led to 24 hours and 11 minutes of degradation.',
      '2023-05-04T09:10 2023-05-05T09:21',
    ],
    // Most of it repaired is an end where nothing follows it.
    [
      'Exports have failed since 2023-05-04 09:10 UTC. The issue was resolved for most users at 2023-05-04 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'Exports have failed since 2023-05-04 09:10 UTC. The issue was resolved for most users at 2023-05-04 10:25 UTC. At 12:00 UTC we looked at the rest.',
      '',
    ],
    [
      'On May 4, 2023 at 09:10 UTC, a release introduced a fault that made the exporter refuse connections. The exporter was healthy again at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    [
      'Am 4. Mai 2023 um 11:10 Uhr (MESZ) fiel unser Mailserver aus. Seit 12:25 Uhr ist er wieder erreichbar.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['- **Date**: 2023-05-04\n- **Start**: 09:10 UTC\n- **Stop**: 10:25 UTC', '2023-05-04T09:10 2023-05-04T10:25'],
    [
      'At 09:10 UTC on May 4, 2023 the ingress stopped routing and all exports failed. We restored the old one at 10:02 UTC and the last export was back at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['The disruption of May 4, 2023 started at 2:05 in the afternoon UTC. It ended at 3:10 PM UTC.', '2023-05-04T14:05 2023-05-04T15:10'],
    // Fields in more words.
    [
      '| Field | Value |\n|---|---|\n| Start time | 2023-05-04 09:10 UTC |\n| Mitigation time | 2023-05-04 10:25 UTC |',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
    ['- **Time of incident:** 2023-05-04 09:10 UTC\n- **Time of resolution:** 2023-05-04 10:25 UTC', '2023-05-04T09:10 2023-05-04T10:25'],
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

  it.each([
    // The order of two numbers follows the zone, where nothing else tells it.
    ['Between 3/4/23 9:10 AM EST and 3/4/23 10:25 AM EST exports failed for all customers.', '2023-03-04T14:10 2023-03-04T15:25'],
    ['Between 3/4/23 9:10 CEST and 3/4/23 10:25 CEST exports failed for all customers.', '2023-04-03T07:10 2023-04-03T08:25'],
    ['Between 3/4/23 9:10 UTC and 3/4/23 10:25 UTC exports failed for all customers.', ''],
    // Another date of the text decides before the zone does.
    ['On 4 March 2023 exports failed.\n\nStart: 04/03/2023 09:10 GMT\nEnd: 04/03/2023 10:25 GMT\n', '2023-03-04T09:10 2023-03-04T10:25'],
    // "Yesterday" under a title that names the day.
    [
      '# The outage of May 4, 2023\n\nYesterday at 09:10 UTC exports went down. They came back at 10:25 UTC.',
      '2023-05-04T09:10 2023-05-04T10:25',
    ],
  ])('%s', (text, window) => {
    expect(mainOf(text)).toBe(window)
  })

  it.each([
    ['exports stop', 'exports are produced again'],
    ['first 5xx responses', 'fix is live; no further errors are seen'],
    ['export errors rise to 40 %', 'errors back to 0'],
    ['users report failing exports', 'change rolled back, exports working'],
    ['names no longer resolve', 'names resolve again'],
    ['the balancer loses all backends', 'site is serving traffic'],
    ['lag begins to climb', 'lag returns to normal |\n| 10:50 | watched the lag to make sure it had returned to normal'],
    ['exports unavailable', 'exports restored |\n| 10:40 | incident resolved |\n| 13:10 | exports of old files are back online'],
    ['exports unavailable', 'exports are online |\n| 10:50 | queue closed, as exports of one user are not fixed'],
    ['users cannot export', 'old key enabled; exports work'],
    ['exports stall', 'service restarted, jobs run again |\n| 19:00 | permanent fix deployed'],
    ['certificate expires, exports are refused', 'new certificate in place, warnings gone'],
    ['exports time out', 'load is down, exports work again'],
    ['exporter out of memory, killed', 'checks green'],
    ['exports hang', 'disk cleaned, exports catch up'],
    ['users are disconnected', 'queue drained'],
    ['exports freeze', 'new image in place, exports start as expected'],
    ['reports of issues with exports', 'script completed. Confirmed working'],
  ])('reads a timeline from "%s" to "%s"', (onset, repair) => {
    const text = `# Exports, 2023-05-04\n\n| Time (UTC) | What |\n|---|---|\n| 09:10 | ${onset} |\n| 09:40 | a call is opened |\n| 10:25 | ${repair} |\n| 11:30 | incident closed |\n`

    expect(mainOf(text)).toBe('2023-05-04T09:10 2023-05-04T10:25')
  })

  it('does not begin with what ended without problems', () => {
    const list = ['08:30 update of the array ends without problems', '09:10 exports fail', '10:25 exports are running again']

    expect(mainOf(`# Exports, 2023-05-04\n\n## Timeline (UTC)\n\n${list.map((line) => `- ${line}\n`).join('')}`)).toBe(
      '2023-05-04T09:10 2023-05-04T10:25',
    )
  })

  it('claims nothing from a timeline of several waves', () => {
    const list = ['09:10 exports fail', '09:40 exports are back online', '13:00 second big wave begins', '15:00 nobody knows more']

    expect(mainOf(`# Exports, 2023-05-04 (UTC)\n\n## Timeline (UTC)\n\n${list.map((line) => `- ${line}\n`).join('')}`)).toBe('')
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
