import { instancesReport, type PastReport, payoutsReport, uploadsClosing, webAppReport, zoneReport } from './past-reports.ts'
import type { StoryEntry } from './story-model.ts'

const day = 86_400
const minute = 60

interface Past {
  readonly key: string
  readonly daysAgo: number
  readonly minutes: number
  readonly impact: 'minor' | 'major' | 'critical'
  readonly title: string
  readonly component: string
  readonly found: string
  readonly cause: string
  /** Minutes between the stated start and the first post. */
  readonly lag?: number
  /** In the place of a summary and the cause. */
  readonly report?: PastReport
  /** The closing update tells everything; no postmortem follows. */
  readonly closing?: PastReport
}

/** What had happened before the demonstration began, by vendor. */
export const pastIncidents: Readonly<Record<string, readonly StoryEntry[]>> = {
  'bramble-pay': [
    past({
      key: 'payouts',
      daysAgo: 6,
      minutes: 95,
      impact: 'minor',
      title: 'Payouts are late',
      component: 'Payouts',
      found: 'A bank file was rejected because of its date.',
      cause: 'The file was made before midnight and sent after it.',
      report: payoutsReport,
    }),
    past({
      key: 'webhooks',
      daysAgo: 31,
      minutes: 48,
      impact: 'minor',
      title: 'Webhooks are delayed',
      component: 'Webhooks',
      found: 'One receiver that never answers holds up the others.',
      cause: 'Slow receivers shared a queue with all others. They now have one of their own.',
      lag: 22,
    }),
    past({
      key: 'bank-transfers',
      daysAgo: 52,
      minutes: 66,
      impact: 'major',
      title: 'Bank transfers fail',
      component: 'Bank transfers',
      found: 'Connections to the bank are refused.',
      cause: 'A certificate had expired.',
      lag: 14,
    }),
    past({
      key: 'dashboard',
      daysAgo: 77,
      minutes: 41,
      impact: 'minor',
      title: 'The dashboard is slow',
      component: 'Dashboard',
      found: 'One query takes minutes.',
      cause: 'An index of the database was missing after a migration.',
      lag: 9,
    }),
    past({
      key: 'api-errors',
      daysAgo: 95,
      minutes: 29,
      impact: 'major',
      title: 'The API answers with errors',
      component: 'API',
      found: 'Half of the machines do not start.',
      cause: 'A deploy lacked a library.',
      lag: 6,
    }),
  ],
  harbourline: [
    past({
      key: 'instances-east',
      daysAgo: 12,
      minutes: 140,
      impact: 'major',
      title: 'Instances in Region East cannot be started',
      component: 'Instances East',
      found: 'The scheduler believes that every host is full.',
      cause: 'A host reported its memory in another unit after an update.',
      report: instancesReport,
    }),
  ],
  tallowgate: [
    past({
      key: 'directory',
      daysAgo: 4,
      minutes: 62,
      impact: 'minor',
      title: 'Directory sync is behind',
      component: 'Directory sync',
      found: 'One large tenant fills the queue.',
      cause: 'Changes of one tenant were not limited. They are now.',
    }),
  ],
  lanternfish: [
    past({
      key: 'web-app',
      daysAgo: 2,
      minutes: 27,
      impact: 'major',
      title: 'The web app does not load',
      component: 'Web app',
      found: 'A release refers to a file that is not there.',
      cause: 'Files were put online after the page that names them. The order is now the other way round.',
      report: webAppReport,
    }),
    past({
      key: 'event-log',
      daysAgo: 45,
      minutes: 210,
      impact: 'minor',
      title: 'The event log shows old events only',
      component: 'Event log',
      found: 'The index is being built again.',
      cause: 'A disk was full.',
    }),
  ],
  pebblecast: [
    past({
      key: 'uploads',
      daysAgo: 9,
      minutes: 75,
      impact: 'major',
      title: 'Uploads fail',
      component: 'Uploads',
      found: 'Uploads larger than one gigabyte are cut off.',
      cause: 'A proxy got a limit that was meant for another one.',
      closing: uploadsClosing,
    }),
  ],
  quillhaven: [
    past({
      key: 'search',
      daysAgo: 1,
      minutes: 33,
      impact: 'minor',
      title: 'Search finds nothing new',
      component: 'Search',
      found: 'Documents are not being indexed.',
      cause: 'A worker had stopped, and nothing watched it.',
    }),
    past({
      key: 'export',
      daysAgo: 20,
      minutes: 18,
      impact: 'minor',
      title: 'Export to PDF fails',
      component: 'Export',
      found: 'The font service does not answer.',
      cause: 'A password had expired.',
    }),
  ],
  marlowbase: [
    past({
      key: 'backups',
      daysAgo: 15,
      minutes: 160,
      impact: 'critical',
      title: 'Clusters in one zone are down',
      component: 'Clusters',
      found: 'The zone has lost its power.',
      cause: 'A power supply failed while its spare was being serviced.',
      report: zoneReport,
    }),
  ],
}

function past({ key, daysAgo, minutes, impact, title, component, found, cause, lag = 5, report, closing }: Past): StoryEntry {
  const start = -daysAgo * day
  const end = start + minutes * minute
  const degraded = impact === 'minor' ? 'degraded_performance' : 'major_outage'
  function told(text: PastReport): string {
    return text(
      (after) => `{at:${start + after * minute}}`,
      (after) => `{on:${start + after * minute}}`,
    )
  }
  const brief: PastReport = (at, on) =>
    `## Summary\n\nThere was trouble with ${component} on ${on(-lag)} from ${at(-lag)} to ${at(minutes)}.\n\n## Root cause\n\n${cause}`
  return {
    kind: 'incident',
    key,
    repeats: false,
    titles: [{ at: start, value: title }],
    impacts: [{ at: start, value: impact }],
    components: [component],
    updates: [
      { at: start, status: 'investigating', body: 'We are looking into it.', affects: { [component]: degraded } },
      { at: start + (end - start) / 3, status: 'identified', body: found },
      { at: start + ((end - start) * 2) / 3, status: 'monitoring', body: 'A fix is in place and we are watching it.' },
      { at: end, status: 'resolved', body: closing ? told(closing) : 'This is over.', affects: { [component]: 'operational' } },
      ...(closing ? [] : [{ at: end + day / 2, status: 'postmortem', body: told(report ?? brief) } as const]),
    ],
  }
}
