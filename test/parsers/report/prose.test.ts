import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'
import { minuteOf } from '../../support/postmortems.ts'

function mainOf(body: string): string {
  const main = readIncidentReport({ body, format: 'markdown' }).windows.find(({ role }) => role === 'main')
  return main ? `${minuteOf(main.start)?.slice(0, -1) ?? '-'} ${minuteOf(main.end)?.slice(0, -1) ?? '-'}` : ''
}

describe('parsers/report/roles.ts', () => {
  // A text, and the readings of it that are right; an empty one is to claim nothing.
  it.each([
    ['On 2020-07-17 at 21:12 UTC our backbone failed. At 21:39 UTC service was restored.', '2020-07-17T21:12 2020-07-17T21:39'],
    [
      'We experienced a global outage on June 8, 2021 due to an undiscovered software bug. We detected the disruption within one minute. 09:47 UTC Initial onset of global disruption. 12:35 UTC Incident mitigated.',
      '',
    ],
    [
      'On Tuesday, September 20, 2022, between 14:00 UTC and 16:22 UTC, we saw elevated API error rates, which peaked at 20% of requests.',
      '2022-09-20T14:00 2022-09-20T16:22',
    ],
    [
      'At 15:02 UTC on 12 May 2021, customers began receiving 503 errors. The issue was mitigated at 15:40 UTC and fully resolved by 16:05 UTC.',
      '2021-05-12T15:02 2021-05-12T16:05|2021-05-12T15:02 2021-05-12T15:40',
    ],
    [
      'Starting at 8:15 AM PT on Monday, March 4th, 2024, some customers were unable to log in. The incident lasted for 47 minutes.',
      '2024-03-04T16:15 2024-03-04T17:02',
    ],
    ['From 10:05 to 10:45 UTC on Oct 3 2023 (40 minutes), all webhooks were delayed.', '2023-10-03T10:05 2023-10-03T10:45'],
    [
      'On January 11th 2023 our production database became unavailable at 02:14 UTC. Engineers were paged at 02:16 UTC. By 03:02 UTC, the database had recovered and all services were back online.',
      '2023-01-11T02:14 2023-01-11T03:02',
    ],
    ['Our systems were down from 2:30pm EST until 4:10pm EST on Friday, December 1, 2023.', '2023-12-01T19:30 2023-12-01T21:10'],
    [
      'Yesterday, on the 5th of March 2020, at around 11:20am GMT, we started seeing timeouts. At 1:05pm GMT everything was back to normal.',
      '2020-03-05T11:20 2020-03-05T13:05',
    ],
    [
      'The incident began at 13:05 UTC on 2 Feb 2024 when a deploy was rolled out, and ended at 14:20 UTC once it was rolled back.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    ['Impact start: 2024-02-02 13:05 UTC\nImpact end: 2024-02-02 14:20 UTC\n', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Start time: February 2, 2024, 13:05 UTC\nEnd time: February 2, 2024, 14:20 UTC\n', '2024-02-02T13:05 2024-02-02T14:20'],
    ['| Start | End |\n|---|---|\n| 2024-02-02 13:05 UTC | 2024-02-02 14:20 UTC |\n', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Duration: 75 minutes (13:05 UTC - 14:20 UTC)\nDate: February 2, 2024\nThe API was down.', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Date: 2024-02-02\nTime: 13:05 - 14:20 UTC\nSeverity: SEV1\n\nThe API was unavailable.', '2024-02-02T13:05 2024-02-02T14:20'],
    [
      'On 2 February 2024, a network issue caused an outage of our API. The outage started at 13:05 UTC and lasted until 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    [
      'On February 2, 2024, our API was unavailable for 75 minutes, from 13:05 UTC to 14:20 UTC. A previous outage on January 3, 2024 from 10:00 UTC to 11:00 UTC had the same cause.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    [
      'At 12:50 UTC on February 2, 2024 we deployed version 2.13.0. At 13:05 UTC error rates began to climb. At 13:20 UTC we rolled back. At 14:20 UTC error rates returned to normal.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    [
      'AWS reported an outage in us-east-1 between 12:00 and 15:00 UTC on February 2, 2024. As a result our API was degraded between 13:05 and 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    [
      'On February 2, 2024 at 13:05 UTC, monitoring alerted us to elevated errors. The errors stopped at 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20|',
    ],
    ['We will perform maintenance on February 2, 2024 between 13:05 and 14:20 UTC. During this time, customers may experience errors.', ''],
    ['Maintenance was completed on February 2, 2024 between 13:05 and 14:20 UTC.', ''],
    ['On February 2, 2024 between 1:05 p.m. and 2:20 p.m. (UTC), users experienced issues.', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Between 13:05 and 14:20 on February 2, 2024 (all times UTC) users experienced issues.', '2024-02-02T13:05 2024-02-02T14:20'],
    ['On Feb. 2, 2024, from 8:05 a.m. to 9:20 a.m. ET, users experienced issues.', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Am 02.02.2024 kam es von 14:05 Uhr bis 15:20 Uhr MEZ zu Störungen.', '2024-02-02T13:05 2024-02-02T14:20'],
    [
      'Am Freitag, den 2. Februar 2024, waren unsere Dienste ab 14:05 Uhr (MEZ) nicht erreichbar. Um 15:20 Uhr wurde die Störung behoben.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    ['Le vendredi 2 février 2024, de 14h05 à 15h20 (heure de Paris), le service était indisponible.', '2024-02-02T13:05 2024-02-02T14:20'],
    ["L'incident a débuté le 2 février 2024 à 14h05 CET et a été résolu à 15h20 CET.", '2024-02-02T13:05 2024-02-02T14:20'],
    [
      '発生日時：2024年2月2日 22:05（JST）\n復旧日時：2024年2月2日 23:20（JST）\n影響：APIが利用できない状態',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    ['2024年2月2日 22:05 ～ 23:20 (JST) に障害が発生しておりました。', '2024-02-02T13:05 2024-02-02T14:20'],
    ['2024年2月2日21:05至22:20（北京时间），部分用户无法访问服务。', '2024-02-02T13:05 2024-02-02T14:20'],
    ['故障时间：2024-02-02 21:05 ~ 22:20（UTC+8）\n影响：服务不可用', '2024-02-02T13:05 2024-02-02T14:20'],
    ['The service was disrupted on 2024-02-02T13:05:00Z through 2024-02-02T14:20:00Z.', '2024-02-02T13:05 2024-02-02T14:20'],
    [
      'On Feb 2, 2024 we had an outage. Login was impossible between 13:05 UTC and 14:20 UTC, and search was slow between 13:30 UTC and 13:50 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    [
      'On February 2nd, 2024, at 13:05 UTC, we identified an issue. Root cause was identified at 13:20 UTC. A fix was deployed at 14:00 UTC. The service fully recovered at 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20|',
    ],
    ['Incident window: 2024-02-02 13:05-14:20 UTC', '2024-02-02T13:05 2024-02-02T14:20'],
    [
      'What happened\n\nOn February 2nd 2024 at 13:05 UTC a database failover was triggered. This resulted in errors for 30% of requests. The situation was resolved at 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    ['Time of incident: 2 Feb 2024, 13:05 – 14:20 UTC', '2024-02-02T13:05 2024-02-02T14:20'],
    [
      'We apologise for the outage this morning. It started shortly after 13:05 UTC on 2 Feb 2024 and was fixed just before 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20|',
    ],
    ['On February 2, 2024 users saw errors from 13:05 UTC, with full recovery at 14:20 UTC.', '2024-02-02T13:05 2024-02-02T14:20'],
    ['Since 13:05 UTC on February 2, 2024, users have been seeing errors.', '2024-02-02T13:05 -'],
    [
      'The incident occurred on February 2, 2024 at 13:05 UTC and was resolved the same day at 14:20 UTC.',
      '2024-02-02T13:05 2024-02-02T14:20',
    ],
    ['On February 2, 2024 between 23:30 and 00:45 UTC the next day, users saw errors.', '2024-02-02T23:30 2024-02-03T00:45'],
    [
      'On October 5, 2023 at 13:40 UTC, our monitoring systems observed an increase in the time that pushes took. We mitigated the incident by adding workers, which returned everything to normal by 16:07 UTC.',
      '2023-10-05T13:40 2023-10-05T16:07',
    ],
    [
      'At 17:14 UTC on February 21, 2024, we noticed an increase in exceptions. At 17:18 UTC, we reverted the change and our service immediately recovered.',
      '2024-02-21T17:14 2024-02-21T17:18',
    ],
    [
      'At about 19:20 UTC on July 1st, 2024, a link began experiencing 20% packet loss. At 01:14 UTC we rerouted traffic to resolve the incident.',
      '2024-07-01T19:20 2024-07-02T01:14',
    ],
    [
      'On March 11, 2024 starting at 22:45 UTC and ending on March 12, 2024 00:48 UTC services returned errors.',
      '2024-03-11T22:45 2024-03-12T00:48',
    ],
    [
      'On 2023-09-19 at 20:36 UTC, while migrating a store, we caused an outage. The incident was resolved on 2023-09-20 at 00:06 UTC.',
      '2023-09-19T20:36 2023-09-20T00:06',
    ],
  ])('reads %j', (text, readings) => {
    expect(readings.split('|')).toContain(mainOf(text))
  })
})

describe('parsers/report/entry-roles.ts', () => {
  it.each([
    [
      '# 2024-02-02 outage\n\n## Timeline\n(all times are UTC)\n\n**12:50** - Deploy of v2\n**13:05** - Error rate increases, first 502s\n**13:10** - PagerDuty alert\n**13:40** - Revert merged\n**14:20** - Error rate back to baseline\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      5,
    ],
    [
      '# Post Mortem 2024-02-02\n\n### Timeline (CET)\n\n* 14:05 Kubernetes API stops responding\n* 14:10 Team notified\n* 14:45 Attempt to restart the control plane fails\n* 15:20 Control plane responding again\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      '# Incident 2024-02-02\n\n## Timeline\n\nTimes in UTC\n\n2024-02-02\n\n13:05 – users report 500 errors on Slack\n13:20 – identified bad config\n14:20 – config reverted, service working again\n\n2024-02-05\n\n10:00 – post mortem held\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      'Incident on Feb 2, 2024\n\nTimeline (UTC):\n- 12:00: scheduled node upgrade begins\n- 13:05: pods begin crash looping\n- 13:30: on-call acknowledges\n- 14:20: all pods healthy\n- 16:00: upgrade resumed and completed\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      5,
    ],
    [
      '# Feb 2 2024: hub down\n\n## Timeline\n\nAll times in UTC\n\n### 13:05\n\nSupport ticket: users cannot start servers.\n\n### 13:30\n\nWe find the node pool is at its quota.\n\n### 14:20\n\nQuota raised; servers start again and users confirm.\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      3,
    ],
    [
      '## 2024-02-02 database\n\n| Time (UTC) | Description |\n|:--|:--|\n| 12:55 | Migration started |\n| 13:05 | Queries start timing out, site unavailable |\n| 13:15 | Migration cancelled |\n| 14:20 | Site available |\n| 14:45 | Incident closed |\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      5,
    ],
    [
      '# Incident Report\n\nDate: 2024-02-02\n\n## Timeline\n\n- **2024-02-02 13:05 UTC** Certificate expires; clients start to fail\n- **2024-02-02 13:30 UTC** First customer ticket\n- **2024-02-02 14:10 UTC** New certificate issued\n- **2024-02-02 14:20 UTC** New certificate deployed, traffic recovers\n- **2024-02-03 09:00 UTC** Monitoring for expiry added\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      5,
    ],
    [
      '# Outage Feb 2nd, 2024\n\nTimeline\n--------\n\n1:05pm UTC: alerts fire for elevated latency\n1:15pm UTC: status page updated\n1:50pm UTC: bad query killed\n2:20pm UTC: latency back to normal levels\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      '# 2024-02-02 Outage\n\n## Timeline (UTC)\n\n[13:05] Load balancer health checks begin failing\n[13:06] Site is unreachable\n[13:40] Restarted load balancers\n[14:20] Health checks passing, site reachable\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      '# 2024-02-02\n\n## Timeline\n\n- 13:05 UTC - Impact begins\n- 13:12 UTC - Engineers engaged\n- 14:20 UTC - Mitigated\n- 15:30 UTC - Resolved\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      '# 2024-02-02 DNS\n\n## Timeline\n\n- 13:00 UTC Registrar change submitted\n- 13:05 UTC Domain no longer resolves\n- 13:55 UTC Change rolled back\n- 14:20 UTC Resolution works from all probes\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
    [
      '# Störung vom 2. Februar 2024\n\n## Zeitlicher Ablauf (MEZ)\n\n- 14:05 Uhr: Erste Fehler im Monitoring\n- 14:30 Uhr: Ursache gefunden\n- 15:20 Uhr: Störung behoben\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      3,
    ],
    [
      '# Incident du 2 février 2024\n\n## Chronologie (heure de Paris)\n\n- 14h05 : premières erreurs\n- 14h40 : cause identifiée\n- 15h20 : service rétabli\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      3,
    ],
    [
      '# 障害報告 2024年2月2日\n\n## タイムライン（JST）\n\n- 22:05 エラーを検知\n- 22:30 原因を特定\n- 23:20 復旧を確認\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      3,
    ],
    [
      '# 2024-02-02 故障\n\n## 时间线（北京时间）\n\n- 21:05 收到告警，接口报错\n- 21:30 定位原因\n- 22:20 服务恢复\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      3,
    ],
    [
      '# 2024-02-02 queue\n\n## Timeline (UTC)\n\n- 13:05: Queue backlog starts growing, jobs delayed\n- 13:45: Workers scaled up\n- 14:20: Backlog drained, jobs processed as usual\n- 18:00: Workers scaled down\n',
      '2024-02-02T13:05 2024-02-02T14:20',
      4,
    ],
  ])('finds both ends in %j', (text, window, count) => {
    expect(mainOf(text)).toBe(window)
    expect(readIncidentReport({ body: text, format: 'markdown' }).timeline).toHaveLength(count)
  })
})
