import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import { leaves } from '../../parsers/model.ts'
import { oneuptime } from '../../parsers/oneuptime/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const id = '5f0c2c1e-3f6d-4c58-9f0e-0c6a1d9b7a11'
const observedAt = instant('2026-11-20T00:00:00.000Z')

/** The head of every page: only the program behind it shows more. */
function homeOf(icon: string): ReturnType<typeof documentOf<'html'>> {
  return documentOf(
    'html',
    `<!DOCTYPE html><html><head><script src="/status-page/env.js"></script><link rel="icon" href="/status-page-api/favicon/${icon}"></head></html>`,
  )
}

describe('parsers/oneuptime', () => {
  it.each([
    { icon: id, settings: { statusPage: id } },
    { icon: 'status.acme.example', settings: { statusPage: 'status.acme.example' } },
    { icon: '00000000-0000-0000-0000-000000000000', settings: undefined },
  ])('knows its page by the icon $icon', ({ icon, settings }) => {
    expect(oneuptime.settingsOf?.({ home: homeOf(icon) })).toStrictEqual(settings)
  })

  it('recognises its pages, and an address that no page has', () => {
    expect(detect({ home: homeOf(id) }, [oneuptime]).map(({ identified }) => identified)).toStrictEqual([true])
    expect(classifyRefusal(homeOf('00000000-0000-0000-0000-000000000000'), oneuptime.refusals)?.reason).toBe('unclaimed')
  })

  it.each([
    { url: `https://oneuptime.example/status-page/${id}`, params: {}, asked: `https://oneuptime.example/status-page-api/overview/${id}` },
    { url: 'https://status.acme.example', params: {}, asked: 'https://status.acme.example/status-page-api/overview/status.acme.example' },
    { url: 'https://status.acme.example', params: { statusPage: id }, asked: `https://status.acme.example/status-page-api/overview/${id}` },
  ])('asks $asked, by POST', ({ url, params, asked }) => {
    const { overview } = oneuptime.sources

    expect(overview.urls({ url }, params, { entries: [] })).toStrictEqual([asked])
    expect(overview.post).toBe('{}')
  })

  const operational = { _id: 's1', name: 'Operational', isOperationalState: true, priority: 1 }
  const lists = {
    statusPage: { _id: id },
    activeIncidents: [],
    incidentPublicNotes: [],
    incidentStateTimelines: [],
    scheduledMaintenanceEvents: [],
    scheduledMaintenanceEventsPublicNotes: [],
    scheduledMaintenanceStateTimelines: [],
    monitorGroupCurrentStatuses: {},
  }

  it.each([
    { what: 'a status that is not listed', status: 's9', statuses: [operational], health: 'unknown' },
    { what: 'no status', status: null, statuses: [operational], health: 'unknown' },
    {
      what: 'a name that says fine, and a flag that does not',
      status: 's1',
      statuses: [{ ...operational, isOperationalState: false }],
      health: 'unknown',
    },
    { what: 'a name that says fine, and no flag', status: 's1', statuses: [{ _id: 's1', name: 'Operational' }], health: 'unknown' },
    { what: 'a flag', status: 's1', statuses: [{ ...operational, name: 'Alles gut' }], health: 'operational' },
  ])('$what is $health', ({ status, statuses, health }) => {
    const overview = {
      ...lists,
      statusPageResources: [{ _id: 'r1', displayName: 'API', monitor: { currentMonitorStatusId: status } }],
      resourceGroups: [],
      monitorStatuses: statuses,
    }

    const { components } = oneuptime.parse(
      { overview: [documentOf('json', JSON.stringify(overview))] },
      { page: { url: 'https://status.acme.example' }, params: {}, observedAt },
    )

    expect(components?.map((component) => component.health)).toStrictEqual([health])
  })

  it('loses no component to groups that hold one another', () => {
    const overview = {
      ...lists,
      statusPageResources: ['a', 'b', 'c'].map((group) => ({
        _id: `in-${group}`,
        statusPageGroupId: { value: group },
        monitor: { name: group },
      })),
      resourceGroups: [
        { _id: 'a', name: 'A', parentStatusPageGroupId: { value: 'b' } },
        { _id: 'b', name: 'B', parentStatusPageGroupId: { value: 'a' } },
        { _id: 'c', name: 'C', parentStatusPageGroupId: { value: 'c' } },
      ],
      monitorStatuses: [operational],
    }

    const { components = [] } = oneuptime.parse(
      { overview: [documentOf('json', JSON.stringify(overview))] },
      { page: { url: 'https://status.acme.example' }, params: {}, observedAt },
    )

    expect(leaves(components).map(({ nativeId }) => nativeId)).toStrictEqual(['in-a', 'in-b', 'in-c'])
  })
})
