import { noneListed } from '../../data/changes/moment.ts'
import type { Database } from '../../data/database/open.ts'
import { reportParts } from '../../data/database/report-tables.ts'
import type { ReadPoll } from '../../data/store/poll.ts'
import type { Incident, ReportText, Snapshot, Update } from '../../parsers/model.ts'
import { at, secondsAfter } from './rows.ts'

/** Readings of a page with one incident, whose report is published later, and what is stored of it. */

export const opened = at('2024-03-01T10:25:00Z')
export const postmortem = `# Summary
On March 1, 2024, between 10:05 UTC and 11:40 UTC the Order API answered 30% of all requests with errors.

# Root cause
A configuration change of the gateway sent the requests to AWS Lambda functions that did not exist.

# Timeline
- 10:05 UTC: the change goes out
- 10:30 UTC: the on-call engineer is paged
- 11:40 UTC: the change is taken back`
export const closingText =
  'Between 10:05 UTC and 11:40 UTC some customers saw errors. They were caused by a configuration change, which we have taken back. We will test such changes from now on.'

export const published: ReportText = { title: 'Postmortem', body: postmortem, format: 'markdown', publishedAt: at('2024-03-04T09:00:00Z') }

export function update(id: string, minute: number, phase: Update['phase'], body: string): Update {
  const postedAt = secondsAfter(opened, minute * 60)
  return { nativeId: id, native: phase ?? 'Update', body, format: 'text', postedAt, ...(phase ? { phase } : {}) }
}

export const first = update('u1', 0, 'investigating', 'We are looking into errors')
export const last = update('u2', 80, 'resolved', 'This incident has been resolved.')

export function incident(fields: Partial<Incident> = {}): Incident {
  return { nativeId: 'i', title: 'Errors', phase: 'resolved', startedAt: opened, updates: [first, last], ...fields }
}

export function poll(pageId: string, minute: number, told: Incident, fields: Partial<Snapshot> = {}): ReadPoll {
  const observedAt = secondsAfter(opened, minute * 60)
  const names = ['Order API', 'Sign-in']
  const snapshot: Snapshot = {
    platform: 'statuspage',
    authority: 'api',
    observedAt,
    page: { nativeId: 'p', name: 'Page', timeZone: 'Etc/UTC' },
    health: 'operational',
    native: 'All Systems Operational',
    components: names.map((name) => ({ nativeId: name, name, health: 'operational', native: 'operational', group: false, children: [] })),
    incidents: [told],
    coverage: { components: 'full', incidents: 'recent', maintenances: 'none' },
    omissions: [],
    ...fields,
  }
  return {
    type: 'read',
    pageId,
    observedAt,
    recordedAt: observedAt,
    bytes: 1,
    durationMilliseconds: 1,
    platform: 'statuspage',
    snapshot,
    sources: [{ source: 'summary', url: 'u', etag: null, last_modified: null, body_hash: JSON.stringify(snapshot) }],
    archive: [],
    contentDigest: 'digest',
    listsRead: true,
    openListed: noneListed,
    backfill: false,
  }
}

/** Every row of the tables of reports, without the ids of the search. */
export async function reportRows({ db }: Database): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {}
  for (const table of ['report', ...reportParts] as const) {
    const rows = await db.selectFrom(table).selectAll().execute()
    tables[table] = rows.map((row) => JSON.stringify(Object.entries(row).filter(([name]) => name !== 'id'))).toSorted()
  }
  return tables
}
