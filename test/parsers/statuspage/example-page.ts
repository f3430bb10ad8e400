import type { ComponentFacts, EntryFacts, PageFacts } from './facts.ts'

/** A page that nobody has, in the states that a page can be in. */

const healthy: readonly ComponentFacts[] = [
  { id: 'x1comp000001', name: 'Website', status: 'operational', description: 'example.com and its shop' },
  {
    id: 'x1group00001',
    name: 'API',
    status: 'operational',
    children: [
      { id: 'x1comp000002', name: 'API', status: 'operational' },
      { id: 'x1comp000003', name: 'Webhooks (EU)', status: 'operational' },
      { id: 'x1comp000004', name: 'Search, old and new', status: 'operational' },
    ],
  },
  { id: 'x1comp000005', name: 'API', status: 'operational', description: 'The public sandbox' },
]

const page = {
  id: 'x1page000001',
  name: 'Example',
  url: 'https://status.example.com',
  timeZone: 'America/New_York',
  createdAt: '2021-05-01T12:00:00.000Z',
  components: healthy,
  incidents: [],
  maintenances: [],
} satisfies Partial<PageFacts>

const slowWebhooks: EntryFacts = {
  id: 'x1inc0000001',
  title: 'Webhooks arrive late & twice',
  impact: 'minor',
  status: 'monitoring',
  // Backdated: the operator set the start to before the first post.
  startedAt: '2026-03-02T14:40:00.000Z',
  createdAt: '2026-03-02T15:01:07.420Z',
  updatedAt: '2026-03-02T16:30:00.118Z',
  components: ['x1comp000003'],
  updates: [
    {
      id: 'x1upd0000001',
      status: 'investigating',
      body: 'Deliveries are late.',
      at: '2026-03-02T15:01:07.512Z',
      affected: { x1comp000003: 'degraded_performance' },
    },
    { id: 'x1upd0000002', status: 'identified', body: 'A queue is full.\n\nIt is being drained.', at: '2026-03-02T15:20:44.003Z' },
    {
      id: 'x1upd0000003',
      status: 'identified',
      label: 'Update',
      body: 'Half of it is through. See <a href="https://example.com/queue">the queue</a>.',
      at: '2026-03-02T15:55:10.250Z',
    },
    {
      id: 'x1upd0000004',
      status: 'monitoring',
      body: 'All is through; we keep watching.',
      at: '2026-03-02T16:30:00.118Z',
      affected: { x1comp000003: 'degraded_performance' },
    },
  ],
}

const failedDeploy: EntryFacts = {
  id: 'x1inc0000002',
  title: 'Errors after a deploy',
  impact: 'major',
  status: 'resolved',
  startedAt: '2025-12-31T23:50:00.000Z',
  createdAt: '2025-12-31T23:58:02.000Z',
  updatedAt: '2026-01-01T01:15:30.000Z',
  resolvedAt: '2026-01-01T01:15:30.000Z',
  components: ['x1comp000001', 'x1comp000002', 'x1comp000004'],
  updates: [
    {
      id: 'x1upd0000011',
      status: 'investigating',
      body: 'Requests fail.',
      at: '2025-12-31T23:58:02.000Z',
      affected: { x1comp000001: 'partial_outage', x1comp000002: 'major_outage', x1comp000004: 'major_outage' },
    },
    { id: 'x1upd0000012', status: 'monitoring', body: 'The deploy is rolled back.', at: '2026-01-01T00:20:00.000Z' },
    {
      id: 'x1upd0000013',
      status: 'resolved',
      body: 'Nothing has failed for half an hour.',
      at: '2026-01-01T01:15:30.000Z',
      affected: { x1comp000001: 'operational', x1comp000002: 'operational', x1comp000004: 'operational' },
    },
  ],
}

const storageMove: EntryFacts = {
  id: 'x1mnt0000001',
  title: 'Moving the storage',
  impact: 'maintenance',
  status: 'in_progress',
  startedAt: '2026-02-10T10:00:00.000Z',
  createdAt: '2026-02-10T10:00:00.000Z',
  updatedAt: '2026-03-02T16:00:00.000Z',
  scheduledFor: '2026-03-02T16:00:00.000Z',
  scheduledUntil: '2026-03-02T18:00:00.000Z',
  components: ['x1comp000001'],
  updates: [
    { id: 'x1upd0000021', status: 'scheduled', body: 'Uploads will be read-only.', at: '2026-02-10T10:00:00.000Z' },
    {
      id: 'x1upd0000022',
      status: 'in_progress',
      body: 'We have begun.',
      at: '2026-03-02T16:00:00.000Z',
      affected: { x1comp000001: 'under_maintenance' },
    },
  ],
}

const nightUpgrade: EntryFacts = {
  id: 'x1mnt0000002',
  title: 'Database upgrade',
  impact: 'maintenance',
  status: 'scheduled',
  startedAt: '2026-02-20T09:00:00.000Z',
  createdAt: '2026-02-20T09:00:00.000Z',
  updatedAt: '2026-02-20T09:00:00.000Z',
  // Over the night in which the clocks go forward: 22:00 EST to 06:00 EDT are seven hours.
  scheduledFor: '2026-03-08T03:00:00.000Z',
  scheduledUntil: '2026-03-08T10:00:00.000Z',
  components: ['x1comp000002', 'x1comp000005'],
  updates: [{ id: 'x1upd0000031', status: 'scheduled', body: 'Short breaks are possible.', at: '2026-02-20T09:00:00.000Z' }],
}

const doneUpgrade: EntryFacts = {
  ...nightUpgrade,
  id: 'x1mnt0000003',
  title: 'Certificate renewal',
  status: 'completed',
  createdAt: '2026-02-20T09:00:00.000Z',
  updatedAt: '2026-02-25T08:20:00.000Z',
  resolvedAt: '2026-02-25T08:20:00.000Z',
  scheduledFor: '2026-02-25T08:00:00.000Z',
  scheduledUntil: '2026-02-25T08:30:00.000Z',
  updates: [
    { id: 'x1upd0000041', status: 'scheduled', body: 'A new certificate comes in.', at: '2026-02-20T09:00:00.000Z' },
    { id: 'x1upd0000042', status: 'in_progress', body: 'Scheduled work has begun.', at: '2026-02-25T08:00:00.000Z' },
    { id: 'x1upd0000043', status: 'verifying', body: 'Checking every host.', at: '2026-02-25T08:10:00.000Z' },
    { id: 'x1upd0000044', status: 'completed', body: 'Done.', at: '2026-02-25T08:20:00.000Z' },
  ],
}

export const allClear: PageFacts = { ...page, updatedAt: '2026-02-01T08:00:00.250Z' }

export const openIncident: PageFacts = {
  ...page,
  updatedAt: '2026-03-02T16:30:00.118Z',
  components: withStatus({ x1group00001: 'degraded_performance', x1comp000003: 'degraded_performance' }),
  incidents: [slowWebhooks, failedDeploy],
}

export const resolvedIncident: PageFacts = { ...page, updatedAt: '2026-01-01T01:15:30.000Z', incidents: [failedDeploy] }

export const maintenance: PageFacts = {
  ...page,
  updatedAt: '2026-03-02T16:00:00.000Z',
  components: withStatus({ x1comp000001: 'under_maintenance' }),
  maintenances: [nightUpgrade, storageMove, doneUpgrade],
}

function withStatus(
  statuses: Readonly<Record<string, string>>,
  components: readonly ComponentFacts[] = healthy,
): readonly ComponentFacts[] {
  return components.map((component) => ({
    ...component,
    status: statuses[component.id] ?? component.status,
    ...(component.children ? { children: withStatus(statuses, component.children) } : {}),
  }))
}
