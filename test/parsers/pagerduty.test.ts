import { describe, expect, it } from 'vitest'
import { leaves } from '../../parsers/model.ts'
import { pagerduty } from '../../parsers/pagerduty/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const page = { url: 'https://status.acme.example' }
const context = { page, params: {}, observedAt: instant('2026-11-20T12:00:00Z') }

/** The time as PagerDuty writes it, as this program does. */
function inFull(time: string): string {
  return new Date(time).toISOString()
}

describe.skipIf(skipsCaptures)('parsers/pagerduty, on a real page of 2023', () => {
  const text = skipsCaptures ? '' : readCapture('pagerduty/pagerduty/home-good-2023-12.html')
  const start = text.indexOf('{"summary"')
  const data = skipsCaptures ? undefined : JSON.parse(text.slice(start, text.lastIndexOf('}</script>') + 1))
  const snapshot = skipsCaptures ? undefined : pagerduty.parse({ home: [documentOf('html', text)] }, context)
  const { components = [], incidents = [], health, native, coverage, omissions } = snapshot ?? {}

  it('has every service in its group', () => {
    const told = new Map<string, string>()
    const groups: string[] = []
    for (const row of data.layout.layout_settings.business_services) {
      if (row.grouping_element === true) for (const id of row.child_business_services) groups.push(`${row.name}: ${id}`)
      else told.set(row.id, row.name)
    }
    const listed = components.flatMap((group) => (group.group ? group.children.map(({ nativeId }) => `${group.name}: ${nativeId}`) : []))

    expect(new Map(leaves(components).map(({ nativeId, name }) => [nativeId, name]))).toStrictEqual(told)
    expect(new Set(listed)).toStrictEqual(new Set(groups))
    expect(new Set(leaves(components).map((component) => component.health))).toStrictEqual(new Set(['operational']))
    expect(health).toBe('operational')
    expect(native).toBe(/"globalStatusHeadline":"([^"]+)"/u.exec(text)?.[1])
    expect(coverage?.components).toBe('full')
    expect(omissions).toStrictEqual([])
  })

  it('has every incident with every update, the oldest first', () => {
    expect(incidents).toHaveLength(data.summary.resolved_incidents.length)
    for (const [index, told] of data.summary.resolved_incidents.entries()) {
      const incident = incidents[index]
      const updates = [...told.updates].toReversed()
      expect(incident).toMatchObject({ nativeId: told.id, title: told.title, phase: 'resolved', nativePhase: 'resolved' })
      expect(incident?.resolvedAt).toBe(inFull(told.updates[0].reported_at))
      expect(incident?.updates?.map(({ nativeId }) => nativeId)).toStrictEqual(updates.map(({ id }) => id))
      expect(incident?.updates?.map((update) => update.native)).toStrictEqual(updates.map(({ status }) => status))
      expect(incident?.updates?.map(({ body }) => body)).toStrictEqual(updates.map(({ message }) => message))
      expect(incident?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual(updates.map((update) => inFull(update.reported_at)))
      for (const [at, { impacted_business_services: rows }] of updates.entries()) {
        expect(incident?.updates?.[at]?.components?.map(({ name }) => name)).toStrictEqual(rows.map((row: { name: string }) => row.name))
      }
      expect(incident?.reports?.map(({ body }) => body)).toStrictEqual(told.postmortem ? [told.postmortem.message] : undefined)
    }
  })

  it('says how bad each was, and for whom', () => {
    const worst = ['none', 'minor', 'major', 'critical']
    const words = ['all_good', 'minor', 'major', 'outage']
    for (const [index, told] of data.summary.resolved_incidents.entries()) {
      const bad =
        told.updates.map(({ severity }: { severity: string }) => severity).find((word: string) => word !== 'all_good') ?? 'all_good'
      expect(incidents[index]?.impact).toBe(worst[words.indexOf(bad)])
    }
    expect(incidents.filter(({ reports }) => reports)).toHaveLength(text.split('"postmortem":{').length - 1)
  })
})

describe('parsers/pagerduty', () => {
  const service = { id: 'PSVC001', name: 'Orders API', business_service_id: 'PBUS001' }
  function healthOf(documents: Record<string, unknown>) {
    const opened = Object.entries(documents).map(([name, value]) => [name, [documentOf('json', JSON.stringify(value))]] as const)
    return leaves(pagerduty.parse(Object.fromEntries(opened), context).components ?? []).map((component) => component.health)
  }

  it('knows no service to be fine without the list of those that are not', () => {
    const services = { services: [service] }

    expect(healthOf({ services })).toStrictEqual(['unknown'])
    expect(healthOf({ services, impacted: { impacted_services: [] } })).toStrictEqual(['operational'])
    expect(
      healthOf({ services, impacted: { impacted_services: [{ service_id: 'PSVC001', impact_severity_id: 'PAAAA09' }] } }),
    ).toStrictEqual(['unknown'])
    expect(healthOf({ services, impacted: { impacted_services: [{ service_id: 'PSVC999' }] } })).toStrictEqual(['unknown'])
  })

  it('does not take what is missing from half a list for closed', () => {
    const posts = documentOf('json', JSON.stringify({ posts: [], continuationToken: 'next' }))

    expect(pagerduty.parse({ posts: [posts] }, context).coverage.incidents).toBe('none')
  })
})
