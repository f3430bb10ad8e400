import type { ComponentFacts, EntryFacts, PageFacts } from './facts.ts'

/**
 * Two incidents of Commerce Layer, rebuilt: ids, times, labels, impact windows and components are as they were on
 * status.commercelayer.io, the sentences and the documents around them are ours.
 */

const components: readonly ComponentFacts[] = [
  { id: 'c7w1api00001', name: 'Commerce API', status: 'operational', description: 'REST endpoints of every organization' },
  { id: 'c7w1apps0000', name: 'Apps', status: 'operational', children: [{ id: 'c7w1apps0001', name: 'Checkout', status: 'operational' }] },
  { id: 'c7w1dash0001', name: 'Dashboard', status: 'operational' },
  { id: 'c7w1docs0001', name: 'Documentation', status: 'operational' },
  { id: 'c7w1metr0001', name: 'Metrics API', status: 'operational' },
]

const databaseUpgrade: EntryFacts = {
  id: 'zr2t0kfxdbsg',
  title: 'API/Dashboard/Applications back to normal',
  impact: 'critical',
  status: 'postmortem',
  startedAt: '2024-04-09T07:25:00.000Z',
  createdAt: '2024-04-09T07:25:00.000Z',
  updatedAt: '2024-04-22T14:09:00.000Z',
  resolvedAt: '2024-04-09T11:14:00.000Z',
  components: ['c7w1api00001', 'c7w1apps0001', 'c7w1dash0001'],
  updates: [
    {
      id: 'u4040900inv1',
      status: 'investigating',
      body: 'API, dashboard and applications do not answer at the moment.\nEverybody is on it; the next update follows here.',
      at: '2024-04-09T07:25:00.000Z',
      affected: { c7w1api00001: 'major_outage', c7w1apps0001: 'major_outage', c7w1dash0001: 'major_outage' },
    },
    { id: 'u4040900inv2', status: 'investigating', label: 'Update', body: 'Still looking for the cause.', at: '2024-04-09T07:26:00.000Z' },
    {
      id: 'u4040900ide1',
      status: 'identified',
      body: 'The database stands still in the middle of an upgrade. Its provider works on it with us.',
      at: '2024-04-09T08:36:00.000Z',
    },
    {
      id: 'u4040900mon1',
      status: 'monitoring',
      body: 'The database is back and requests succeed again. We keep watching; a report will follow.',
      at: '2024-04-09T09:06:00.000Z',
      affected: { c7w1api00001: 'operational', c7w1apps0001: 'operational', c7w1dash0001: 'operational' },
    },
    {
      id: 'u4040900res1',
      status: 'resolved',
      body: 'All is well since 08:55 UTC. The report on the causes is being written.',
      at: '2024-04-09T11:14:00.000Z',
    },
    {
      id: 'u4042200pos1',
      status: 'postmortem',
      body: '## Summary\n\nOn April 9th, 2024, from 6:45 AM to 8:55 AM UTC, an upgrade of the database got stuck and took the API down.\n\n## Root Cause\n\nThe automatic recovery of the provider waits five minutes and then did not start, because one read replica was inconsistent.',
      html: '<h2>Summary</h2>\n<p>On April 9th, 2024, from 6:45 AM to 8:55 AM UTC, an upgrade of the database got stuck and took the API down.</p>\n<h2>Root Cause</h2>\n<p>The automatic recovery of the provider waits five minutes and then did not start, because one read replica was inconsistent.</p>',
      at: '2024-04-22T14:09:00.000Z',
    },
  ],
}

const connectionPool: EntryFacts = {
  id: 'mh619g3jmz17',
  title: 'Underline infrastructure issue impacting live services',
  impact: 'major',
  status: 'postmortem',
  startedAt: '2023-01-17T16:02:00.000Z',
  createdAt: '2023-01-17T16:02:00.000Z',
  updatedAt: '2023-01-19T13:51:00.000Z',
  resolvedAt: '2023-01-17T16:45:00.000Z',
  components: ['c7w1api00001', 'c7w1dash0001'],
  updates: [
    {
      id: 'u3011700inv1',
      status: 'investigating',
      body: 'A part of our cloud infrastructure fails; API and dashboard answer with errors.',
      at: '2023-01-17T16:02:00.000Z',
      affected: { c7w1api00001: 'partial_outage', c7w1dash0001: 'partial_outage' },
    },
    { id: 'u3011700ide1', status: 'identified', body: 'The cause is known, a fix is under way.', at: '2023-01-17T16:20:00.000Z' },
    {
      id: 'u3011700mon1',
      status: 'monitoring',
      body: 'The fix is out, services recover. We keep watching.',
      at: '2023-01-17T16:31:00.000Z',
    },
    { id: 'u3011700res1', status: 'resolved', body: 'Completely resolved.', at: '2023-01-17T16:45:00.000Z' },
    {
      id: 'u3011900pos1',
      status: 'postmortem',
      body: '## Summary\n\nOn January 17, 2023, between 4:02PM and 4:30PM UTC, some calls of the API ended with HTTP 500.\n\n## Root Cause\n\nThe connection pool of the database fell out of step during a backup task.',
      html: '<h2>Summary</h2>\n<p>On January 17, 2023, between 4:02PM and 4:30PM UTC, some calls of the API ended with HTTP 500.</p>\n<h2>Root Cause</h2>\n<p>The connection pool of the database fell out of step during a backup task.</p>',
      at: '2023-01-19T13:51:00.000Z',
    },
  ],
}

const page = {
  id: 'c7w1page0001',
  name: 'Commerce Layer',
  url: 'https://status.commercelayer.io',
  timeZone: 'Europe/Rome',
  createdAt: '2020-03-02T09:00:00.000Z',
  components,
  maintenances: [],
} satisfies Partial<PageFacts>

export const commerceLayer2023: PageFacts = { ...page, updatedAt: '2023-01-19T13:51:00.000Z', incidents: [connectionPool] }
export const commerceLayer2024: PageFacts = { ...page, updatedAt: '2024-04-22T14:09:00.000Z', incidents: [databaseUpgrade, connectionPool] }

/** The page as it stood at 08:40 UTC on 9 April 2024, four minutes after the cause was named. */
export const commerceLayerDown: PageFacts = {
  ...page,
  updatedAt: '2024-04-09T08:36:00.000Z',
  components: components.map((component) => down(component)),
  incidents: [open(databaseUpgrade, '2024-04-09T08:36:00.000Z')],
}

function down(component: ComponentFacts): ComponentFacts {
  const affected =
    databaseUpgrade.components.includes(component.id) || component.children?.some(({ id }) => databaseUpgrade.components.includes(id))
  const children = component.children?.map(down)
  return { ...component, ...(children ? { children } : {}), status: affected ? 'major_outage' : component.status }
}

function open({ resolvedAt: _resolvedAt, ...entry }: EntryFacts, until: string): EntryFacts {
  const updates = entry.updates.filter(({ at }) => at <= until)
  return { ...entry, updates, status: updates.at(-1)?.status ?? entry.status, updatedAt: until }
}
