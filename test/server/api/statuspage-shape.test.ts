import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  affected,
  at,
  component,
  hourAgo,
  incident,
  maintenance,
  now,
  page,
  resolved,
  secondsAfter,
  update,
  vendor,
} from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'

/** The vocabulary of Statuspage's v2 interface, as its clients have it: no other word may occur. */
const time = z.iso.datetime().nullable()
const ComponentStatus = z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'])
const Component = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: ComponentStatus,
  position: z.number().int(),
  group: z.boolean(),
  group_id: z.string().nullable(),
  page_id: z.string(),
  updated_at: time,
  components: z.array(z.string()).optional(),
})
const entry = {
  id: z.string(),
  name: z.string(),
  created_at: time,
  updated_at: time,
  monitoring_at: time,
  resolved_at: time,
  shortlink: z.string().nullable(),
  page_id: z.string(),
  components: z.array(z.looseObject({ id: z.string(), name: z.string(), status: ComponentStatus })),
}
const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'])
const maintenanceStatus = z.enum(['scheduled', 'in_progress', 'verifying', 'completed'])
function updates<T extends z.ZodType>(status: T): z.ZodArray<z.ZodObject<{ status: T; body: z.ZodString; display_at: typeof time }>> {
  return z.array(z.object({ status, body: z.string(), display_at: time }))
}
const Incident = z.looseObject({
  ...entry,
  status: incidentStatus,
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  incident_updates: updates(incidentStatus),
})
const Maintenance = z.looseObject({
  ...entry,
  status: maintenanceStatus,
  impact: z.literal('maintenance'),
  scheduled_for: time,
  scheduled_until: time,
  incident_updates: updates(maintenanceStatus),
})
const Status = z.looseObject({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string(),
  statuswire: z.looseObject({ health: z.string(), trust: z.string() }),
})
const Document = z.object({
  page: z.object({ id: z.string(), name: z.string(), url: z.string(), time_zone: z.string(), updated_at: time }),
  status: Status.optional(),
  components: z.array(Component).optional(),
  incidents: z.array(Incident).optional(),
  scheduled_maintenances: z.array(Maintenance).optional(),
})

async function read(server: TestServer, name: string): Promise<z.infer<typeof Document>> {
  return Document.parse(await server.json(`/vendors/v/api/v2/${name}.json`))
}

const rows = {
  vendor: [vendor('v', { name: 'Vendor' })],
  page: [page('v')],
  component: [
    component('v-page', 'g', { is_group: 1, name: 'Europe' }),
    component('v-page', 'c1', { parent_id: 'g', position: 1, name: 'API' }),
    component('v-page', 'c2', { parent_id: 'g', position: 2, health: 'partial_outage' }),
    component('v-page', 'c3', { position: 3, health: 'unknown' }),
  ],
  incident: [
    incident('v', 'i1', { impact: null, phase: null }),
    incident('v', 'i2', { ...resolved, impact: 'critical', sort_at: at('2026-01-01T00:00:00Z') }),
    incident('v', 'i3', { phase: 'monitoring', is_open: 0, closed_seen_at: hourAgo, sort_at: at('2025-01-01T00:00:00Z') }),
  ],
  incident_component: [affected('i1', 0, { native_id: 'native-c1', name: 'API' }), affected('i1', 1, { name: 'Elsewhere' })],
  incident_update: [
    update('i1', 'u1', { body: '<p>First</p>', format: 'html', phase: null }),
    update('i1', 'u2', { phase: 'monitoring', posted_at: secondsAfter(hourAgo, 60), body: 'Second' }),
  ],
  maintenance: [
    maintenance('v', 'm1'),
    maintenance('v', 'm2', { phase: 'in_progress', scheduled_for: hourAgo }),
    maintenance('v', 'm3', { phase: 'cancelled', is_open: 0 }),
    maintenance('v', 'm4', { phase: 'unknown' }),
  ],
} as const

describe('server/api/statuspage-shape.ts', () => {
  it.each([
    { health: 'operational', indicator: 'none' },
    { health: 'degraded_performance', indicator: 'minor' },
    { health: 'partial_outage', indicator: 'major' },
    { health: 'major_outage', indicator: 'critical' },
    { health: 'under_maintenance', indicator: 'maintenance' },
  ] as const)('says $health as $indicator, in the words of the vendor', async ({ health, indicator }) => {
    const server = await createTestServer({ vendor: [vendor('v')], page: [page('v', { health, native: `It is ${health}` })] })

    expect((await read(server, 'status')).status).toMatchObject({
      indicator,
      description: `It is ${health}`,
      statuswire: { health, trust: 'fresh' },
    })
  })

  it.each(['status', 'summary'])('never says that all is well in %s.json without fresh proof', async (name) => {
    const server = await createTestServer(rows)
    server.setNow(secondsAfter(now, 3_600))

    expect((await read(server, name)).status).toMatchObject({
      indicator: 'minor',
      description: 'Unknown: not read lately',
      statuswire: { health: 'unknown', trust: 'stale', lastHealth: 'operational' },
    })
  })

  it('says of a page that tells no overall status just that', async () => {
    const server = await createTestServer({ vendor: [vendor('v')], page: [page('v', { health: null, health_at: null })] })

    expect((await read(server, 'status')).status?.description).toBe('Unknown: the page tells no overall status')
  })

  it('lists groups before what they hold, and never an unknown component as well', async () => {
    const server = await createTestServer(rows)

    const { components = [] } = await read(server, 'components')
    const [group] = components

    expect(components.map(({ name, status, group_id }) => [name, status, group_id])).toEqual([
      ['Europe', 'partial_outage', null],
      ['API', 'operational', group?.id],
      ['c2', 'partial_outage', group?.id],
      ['c3', 'degraded_performance', null],
    ])
    expect(group).toMatchObject({ group: true, components: ['c1', 'c2'] })

    server.setNow(secondsAfter(now, 3_600))
    expect((await read(server, 'components')).components?.map((each) => each.status)).not.toContain('operational')
  })

  it('puts incidents into its vocabulary: updates newest first, impact and phase never better than told', async () => {
    const server = await createTestServer(rows)

    const { incidents = [] } = await read(server, 'incidents')

    expect(incidents.map(({ id, status, impact, resolved_at: end }) => [id, status, impact, end])).toEqual([
      ['i1', 'investigating', 'minor', null],
      ['i2', 'resolved', 'critical', resolved.resolved_at],
      ['i3', 'resolved', 'minor', null],
    ])
    expect(incidents[0]).toMatchObject({
      monitoring_at: secondsAfter(hourAgo, 60),
      incident_updates: [
        { status: 'monitoring', body: 'Second' },
        { status: 'investigating', body: 'First' },
      ],
      components: [
        { id: 'c1', name: 'API', status: 'operational' },
        { id: 'Elsewhere', status: 'degraded_performance' },
      ],
    })
  })

  it.each([
    { name: 'incidents/unresolved', list: 'incidents', ids: ['i1'] },
    { name: 'scheduled-maintenances', list: 'scheduled_maintenances', ids: ['m4', 'm3', 'm1', 'm2'] },
    { name: 'scheduled-maintenances/upcoming', list: 'scheduled_maintenances', ids: ['m4', 'm1'] },
    { name: 'scheduled-maintenances/active', list: 'scheduled_maintenances', ids: ['m2'] },
  ] as const)('lists $ids in $name.json', async ({ name, list, ids }) => {
    const server = await createTestServer(rows)

    expect((await read(server, name))[list]?.map((each) => each.id)).toEqual(ids)
  })

  it('sums it all up', async () => {
    const server = await createTestServer(rows)

    const summary = await read(server, 'summary')

    expect(summary.page).toEqual({
      id: 'v',
      name: 'Vendor',
      url: 'https://status.v.example',
      time_zone: 'Etc/UTC',
      updated_at: '2026-03-01T11:59:30.000Z',
    })
    expect([summary.components, summary.incidents, summary.scheduled_maintenances].map((list) => list?.length)).toEqual([4, 1, 3])
    expect(summary.status?.indicator).toBe('none')
  })
})
