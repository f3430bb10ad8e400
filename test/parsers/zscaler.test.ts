import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { zscaler } from '../../parsers/zscaler/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://trust.zscaler.com/zscaler.net' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const Event = z.looseObject({
  alias: z.string(),
  title: z.string(),
  severityTid: z.string(),
  status: z.string(),
  from: z.string(),
  to: z.string().optional(),
  description: z.string(),
})
const Service = z.object({
  tid: z.string(),
  name: z.string(),
  status: z.boolean(),
  category_status: z.array(Event).optional(),
  issues: z.array(Event).optional(),
})
const Raw = z.object({
  data: z.object({
    severity: z.array(z.object({ tid: z.string(), name: z.string() })),
    category: z.array(z.object({ subCategory: z.array(Service) })),
  }),
})

/** The text of markup by another way than the parser's. */
function plain(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

describe.skipIf(skipsCaptures)('parsers/zscaler, on captured answers', () => {
  it.each(['zscaler/Zscaler-zsn.json', 'zscaler/Zscaler-zdx.json'])(
    '%s: has every service and every event, and no green where one goes on',
    (file) => {
      const text = readCapture(file)
      const { data } = Raw.parse(JSON.parse(text))
      const services = data.category.flatMap(({ subCategory }) => subCategory)

      const snapshot = zscaler.parse({ status: [documentOf('json', text)] }, context)

      expect(services.every(({ status }) => status)).toBe(true)
      expect(snapshot.components?.map(({ nativeId, name, health }) => [nativeId, name, health])).toStrictEqual(
        services.map(({ tid, name, category_status: current = [], issues = [] }) => {
          const isDisturbed = [...current, ...issues].some(({ status }) => status === 'In Progress')
          return [tid, name, isDisturbed ? 'degraded_performance' : 'operational']
        }),
      )
      const events = new Map(services.flatMap(({ issues = [] }) => issues.map((event) => [event.alias, event] as const)))
      expect(new Set(snapshot.incidents?.map(({ nativeId }) => nativeId))).toStrictEqual(new Set(events.keys()))
      for (const incident of snapshot.incidents ?? []) {
        const event = events.get(incident.nativeId)
        expect(incident).toMatchObject({
          title: event?.title,
          nativePhase: event?.status,
          phase: event?.status === 'Resolved' ? 'resolved' : 'unknown',
          nativeImpact: data.severity.find(({ tid }) => tid === event?.severityTid)?.name,
          startedAt: new Date(event?.from ?? '').toISOString(),
        })
        expect(incident.resolvedAt).toBe(event?.to === undefined ? undefined : new Date(event.to).toISOString())
        const description = event?.description ?? ''
        const stamps = [...description.matchAll(/update-list.{0,200}?report-time">([^<]+)/gu)].map(([, time = '']) =>
          new Date(time).toISOString(),
        )
        expect(incident.updates?.flatMap(({ postedAt }) => postedAt ?? [])).toStrictEqual(stamps)
        expect(incident.updates).toHaveLength(stamps.length + 1)
        for (const { body } of incident.updates ?? []) expect(plain(description)).toContain(body.replaceAll(/\s+/gu, ' '))
        expect(incident.reports?.length ?? 0).toBe(description.includes('root-cause') ? 1 : 0)
      }
      expect(snapshot.omissions).toStrictEqual([])
    },
  )
})

describe('parsers/zscaler', () => {
  it.each([
    ['https://trust.zscaler.com', 'zscaler.net'],
    ['https://trust.zscaler.com/private.zscaler.com', 'private.zscaler.com'],
    ['https://trust.zscaler.com/cloud-status/zdxcloud.net', 'zdxcloud.net'],
  ])('%s asks for %s', (url, cloud) => {
    expect(zscaler.sources.status.urls({ url }, {}, { entries: [] })).toStrictEqual([
      `https://trust.zscaler.com/api/cloud-status?cloud=${cloud}&requestType=core_cloud_services&dateOffset=0`,
    ])
  })

  it.each([
    ['Informational', 'In Progress', 'unknown'],
    ['Informational', 'Resolved', 'operational'],
    ['Security Advisory', 'In Progress', 'operational'],
    ['No Service Impact', 'In Progress', 'operational'],
    ['Under Investigation', 'In Progress', 'unknown'],
  ])('a service that is said to be well beside an event of the severity "%s" that is %s', (name, status, health) => {
    const event = { title: 'An event', alias: '/posts/1', severityTid: '1', status }
    const service = { tid: '9', name: 'Acme Gate', status: true, category_status: [event] }
    const data = { severity: [{ tid: '1', name }], category: [{ title: 'all', tid: 'x', subCategory: [service] }] }

    const { components, incidents } = zscaler.parse({ status: [documentOf('json', JSON.stringify({ data }))] }, context)

    expect(components?.[0]?.health).toBe(health)
    expect(incidents).toMatchObject([{ nativeId: '/posts/1', nativeImpact: name }])
  })

  it('refuses an answer without services', () => {
    const none = { data: { severity: [], category: [{ title: 'all', tid: 'x', subCategory: [] }] } }

    expect(() => zscaler.parse({ status: [documentOf('json', JSON.stringify(none))] }, context)).toThrow(/^empty: /u)
  })
})
