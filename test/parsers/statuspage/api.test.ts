import { describe, expect, it } from 'vitest'
import { componentsJson, incidentJson, incidentsJson, maintenancesJson, statusJson, summaryJson } from './build-json.ts'
import { allClear, maintenance, openIncident } from './example-page.ts'
import { changed, contextFor, read } from './reading.ts'

describe('parsers/statuspage/api', () => {
  it('says how far each list reaches', () => {
    expect(read({ summary: summaryJson(allClear) }).coverage).toStrictEqual({ components: 'full', incidents: 'open', maintenances: 'open' })
    expect(read({ status: statusJson(allClear) }).coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
    expect(read({ components: componentsJson(allClear) }).coverage).toStrictEqual({
      components: 'full',
      incidents: 'none',
      maintenances: 'none',
    })
    expect(read({ incidents: incidentsJson(openIncident) }).coverage.incidents).toBe('recent')
    expect(read({ unresolved: incidentsJson(openIncident) }).coverage.incidents).toBe('open')
    expect(read({ scheduledMaintenances: maintenancesJson(maintenance) }).coverage.maintenances).toBe('recent')
    expect(read({ incident: incidentJson(openIncident, 'x1inc0000001') }).coverage.incidents).toBe('none')
  })

  it('knows all open maintenances only by the running and the planned ones together', () => {
    const active = maintenancesJson(maintenance, ({ status }) => status === 'in_progress')
    const upcoming = maintenancesJson(maintenance, ({ status }) => status === 'scheduled')

    expect(read({ active }).coverage.maintenances).toBe('none')
    expect(read({ upcoming }).coverage.maintenances).toBe('none')
    expect(read({ active, upcoming }).coverage.maintenances).toBe('open')
    expect(read({ active, upcoming }).maintenances?.map(({ phase }) => phase)).toStrictEqual(['in_progress', 'scheduled'])
  })

  it('says nothing of incidents where it reads maintenances, and the reverse', () => {
    expect(read({ scheduledMaintenances: maintenancesJson(maintenance) })).not.toHaveProperty('incidents')
    expect(read({ incidents: incidentsJson(openIncident) })).not.toHaveProperty('maintenances')
    expect(read({ incident: incidentJson(maintenance, 'x1mnt0000001') })).not.toHaveProperty('incidents')
    expect(read({ status: statusJson(allClear) })).not.toHaveProperty('components')
    expect(read({ incidents: incidentsJson(allClear) }).incidents).toStrictEqual([])
  })

  it.each([
    ['its impact', { impact: 'maintenance', scheduled_for: undefined }],
    ['its window', { scheduled_for: '2026-03-08T03:00:00.000Z' }],
    ['its phase', { status: 'verifying' }],
    [
      'the phase of one of its updates',
      { incident_updates: [{ id: 'x1upd0000099', status: 'in_progress', body: '', created_at: '2026-03-02T15:01:07.512Z' }] },
    ],
  ])('knows a maintenance among the incidents by %s', (_what, change) => {
    const snapshot = read({ incidents: changed(incidentsJson(openIncident), ['incidents', 0], change) })

    expect(snapshot.incidents?.map(({ nativeId }) => nativeId)).toStrictEqual(['x1inc0000002'])
    expect(snapshot.maintenances?.map(({ nativeId }) => nativeId)).toStrictEqual(['x1inc0000001'])
  })

  it('takes a maintenance with a report for completed', () => {
    const [planned] =
      read({
        scheduledMaintenances: changed(maintenancesJson(maintenance), ['scheduled_maintenances', 2], { status: 'postmortem' }),
      }).maintenances?.slice(2) ?? []

    expect([planned?.phase, planned?.nativePhase]).toStrictEqual(['completed', 'postmortem'])
  })

  it('never makes up a start', () => {
    const [incident] = read({ incidents: changed(incidentsJson(openIncident), ['incidents', 0], { started_at: null }) }).incidents ?? []

    expect(incident).not.toHaveProperty('startedAt')
    expect(incident?.createdAt).toBe('2026-03-02T15:01:07.420Z')
  })

  it('shows a post when its author says, or when it was made where nothing is said', () => {
    const shown = '2026-03-02T14:45:00.000-05:00'
    const text = changed(
      changed(incidentsJson(openIncident), ['incidents', 0, 'incident_updates', 3], { display_at: shown }),
      ['incidents', 0, 'incident_updates', 0],
      { display_at: null },
    )

    const [incident] = read({ incidents: text }).incidents ?? []

    expect(incident?.updates?.map(({ nativeId, postedAt }) => [nativeId, postedAt])).toStrictEqual([
      ['x1upd0000002', '2026-03-02T15:20:44.003Z'],
      ['x1upd0000003', '2026-03-02T15:55:10.250Z'],
      ['x1upd0000004', '2026-03-02T16:30:00.118Z'],
      ['x1upd0000001', '2026-03-02T19:45:00.000Z'],
    ])
  })

  it('keeps updates of the same moment in the order in which they were written', () => {
    const display_at = '2026-03-02T15:00:00.000Z'
    const text = [0, 1, 2, 3].reduce(
      (json, index) => changed(json, ['incidents', 0, 'incident_updates', index], { display_at }),
      incidentsJson(openIncident),
    )

    const [incident] = read({ incidents: text }).incidents ?? []

    expect(incident?.updates?.map(({ nativeId }) => nativeId)).toStrictEqual([
      'x1upd0000001',
      'x1upd0000002',
      'x1upd0000003',
      'x1upd0000004',
    ])
  })

  it('leaves out a time that is none, and says so', () => {
    const snapshot = read({
      incidents: changed(incidentsJson(openIncident), ['incidents', 0], { started_at: 'yesterday', resolved_at: '2026-02-30T00:00:00Z' }),
    })

    expect(snapshot.incidents?.[0]).not.toHaveProperty('startedAt')
    expect(snapshot.incidents?.[0]).not.toHaveProperty('resolvedAt')
    expect(snapshot.omissions).toStrictEqual([
      { path: 'incidents.incidents[0].started_at', native: 'yesterday', reason: 'not a time with a zone between 2000 and 2100' },
      {
        path: 'incidents.incidents[0].resolved_at',
        native: '2026-02-30T00:00:00Z',
        reason: 'not a time with a zone between 2000 and 2100',
      },
    ])
  })

  it.each([
    ['says that an update touched none', [], []],
    ['does not say what an update touched', null, undefined],
  ])('tells apart that the payload %s', (_what, affected, expected) => {
    const [incident] =
      read({ incidents: changed(incidentsJson(openIncident), ['incidents', 0, 'incident_updates', 0], { affected_components: affected }) })
        .incidents ?? []

    expect(incident?.updates?.at(-1)?.components).toStrictEqual(expected)
  })

  it('does not say that updates are none where a list leaves them out', () => {
    const [incident] =
      read({ incidents: changed(incidentsJson(openIncident), ['incidents', 0], { incident_updates: undefined, components: undefined }) })
        .incidents ?? []

    expect(incident).not.toHaveProperty('updates')
    expect(incident).not.toHaveProperty('components')
  })

  it('leaves out an affected component that is none, and counts it', () => {
    const affected = [{ code: 'x1comp000003', name: 'Webhooks (EU)', new_status: 'operational' }, { code: 7 }, null]
    const result = read({
      incidents: changed(incidentsJson(openIncident), ['incidents', 0, 'incident_updates', 0], { affected_components: affected }),
    })

    expect(result.incidents?.[0]?.updates?.at(-1)?.components).toStrictEqual([
      { nativeId: 'x1comp000003', name: 'Webhooks (EU)', health: 'operational' },
    ])
    expect(result.omissions).toStrictEqual([
      {
        path: 'incidents.incidents[0].incident_updates[0].affected_components',
        native: 2,
        reason: 'elements that are not what they should be',
      },
    ])
  })

  it.each(['OPERATIONAL', 'Operational', 'degraded', 'full_outage', '', '🔥'])('maps no component status "%s"', (status) => {
    const snapshot = read({ summary: changed(summaryJson(allClear), ['components', 0], { status }) })

    expect([snapshot.components?.[0]?.health, snapshot.components?.[0]?.native]).toStrictEqual(['unknown', status])
    expect(snapshot.omissions).toContainEqual({
      path: 'summary.components[0].status',
      native: status,
      reason: 'a word that nobody has mapped',
    })
  })

  it('maps no headline that it does not know', () => {
    const snapshot = read({ summary: changed(summaryJson(allClear), ['status'], { indicator: 'fine' }) })

    expect([snapshot.health, snapshot.native]).toStrictEqual(['unknown', 'All Systems Operational'])
    expect(snapshot.omissions).toStrictEqual([
      { path: 'summary.status.indicator', native: 'fine', reason: 'a word that nobody has mapped' },
    ])
  })

  it.each([
    ['a group that is not there', { group_id: 'x1group99999' }],
    ['itself', { group_id: 'x1comp000002' }],
    ['one that belongs to another', { group_id: 'x1comp000003' }],
  ])('puts a component that belongs to %s on its own, and says so', (_what, change) => {
    const snapshot = read({ components: changed(componentsJson(allClear), ['components', 2], change) })

    expect(snapshot.components?.map(({ nativeId }) => nativeId)).toContain('x1comp000002')
    expect(snapshot.omissions.map(({ path }) => path)).toStrictEqual(['components.components.x1comp000002.group_id'])
  })

  it('puts components in page order, by their positions', () => {
    const text = changed(changed(componentsJson(allClear), ['components', 0], { position: 3 }), ['components', 5], { position: 1 })

    expect(read({ components: text }).components?.map(({ nativeId }) => nativeId)).toStrictEqual([
      'x1comp000005',
      'x1group00001',
      'x1comp000001',
    ])
  })

  it('lists a component once that the payload lists twice', () => {
    const text = changed(componentsJson(allClear), ['components', 5], { id: 'x1comp000001' })
    const snapshot = read({ components: text })

    expect(snapshot.components?.map(({ nativeId }) => nativeId)).toStrictEqual(['x1comp000001', 'x1group00001'])
    expect(snapshot.omissions).toStrictEqual([{ path: 'components.components[5].id', native: 'x1comp000001', reason: 'listed twice' }])
  })

  it('names a zone only where it is one', () => {
    const snapshot = read({ status: changed(statusJson(allClear), ['page'], { time_zone: 'Eastern Time (US & Canada)' }) })

    expect(snapshot.page).not.toHaveProperty('timeZone')
    expect(snapshot.omissions[0]?.path).toBe('status.page.time_zone')
  })

  it("builds an entry's address from the page that was asked for, sub-path included", () => {
    const { incidents } = read({ incidents: incidentsJson(openIncident) }, contextFor('https://example.com/status'))

    expect(incidents?.[0]?.url).toBe('https://example.com/status/incidents/x1inc0000001')
  })
})
