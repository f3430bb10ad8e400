import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { concur } from '../../parsers/concur/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://open.concur.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const Raw = z.object({
  incidents: z.array(
    z.object({
      id: z.number(),
      severity: z.string(),
      start_epoch: z.number(),
      end_epoch: z.number(),
      data_centers: z.array(z.string()),
      affected_services: z.array(z.string()),
      messages: z.array(
        z.object({ id: z.number(), message_type: z.string(), created_date: z.string(), body: z.record(z.string(), z.string()) }),
      ),
    }),
  ),
})

describe.skipIf(skipsCaptures)('parsers/concur, on captured answers', () => {
  it('has every incident with its messages, and the analyses as reports', () => {
    const text = readCapture('concur/Concur-incidents.json')
    const raw = Raw.parse(JSON.parse(text)).incidents

    const { incidents = [], omissions } = concur.parse({ incidents: [documentOf('json', text)] }, context)

    expect(raw).toHaveLength(25)
    expect(incidents.map(({ nativeId }) => nativeId)).toStrictEqual(raw.map(({ id }) => String(id)))
    for (const [index, one] of raw.entries()) {
      const incident = incidents[index]
      expect(incident).toMatchObject({
        phase: 'resolved',
        nativeImpact: one.severity,
        impact: { degradation: 'minor', disruption: 'major' }[one.severity],
        startedAt: new Date(one.start_epoch * 1000).toISOString(),
        resolvedAt: new Date(one.end_epoch * 1000).toISOString(),
      })
      const centers = one.data_centers.map((name) => (name === 'Concur Cloud for Public Sector' ? 'usg' : name.toLowerCase()))
      expect(incident?.components?.map(({ nativeId }) => nativeId)).toStrictEqual(
        centers.flatMap((name) => one.affected_services.map((service) => `${name}/${service.toLowerCase()}`)),
      )
      expect(incident?.updates?.map(({ nativeId, native, postedAt }) => [nativeId, native, postedAt])).toStrictEqual(
        one.messages.map((message) => [
          String(message.id),
          message.message_type,
          new Date(message.created_date.replace('+0000', 'Z')).toISOString(),
        ]),
      )
      expect(incident?.updates?.map(({ body }) => body)).toStrictEqual(one.messages.map(({ body }) => body['en']))
      const analyses = one.messages.filter((message) => message.message_type === 'Root Cause Analysis')
      expect(incident?.reports?.map(({ body }) => body) ?? []).toStrictEqual(analyses.map(({ body }) => body['en']))
    }
    expect(incidents.flatMap(({ reports = [] }) => reports)).toHaveLength(11)
    expect(omissions).toStrictEqual([])
  })

  it('takes a banner that is not displayed for nothing', () => {
    expect(concur.parse({ banner: [documentOf('json', readCapture('concur/Concur-banner.json'))] }, context).incidents).toBeUndefined()
  })
})

describe('parsers/concur', () => {
  const normal = { success: false, data: { Expense: { Service: 'Expense', 'Current Status': { status: 'normal', incidents: [] } } } }

  it('asks for every data centre, or for those that are named', () => {
    function names(params: { readonly dataCenters?: string[] }): readonly (string | null)[] {
      return concur.sources.status.urls(context.page, params).map((url) => new URL(url).searchParams.get('data_center'))
    }

    expect(names({})).toStrictEqual(['us2', 'eu2', 'apj1', 'usg'])
    expect(names({ dataCenters: ['eu2'] })).toStrictEqual(['eu2'])
  })

  it('has services without a data centre where the address tells none', () => {
    const snapshot = concur.parse({ status: [documentOf('json', JSON.stringify(normal))] }, context)

    expect(snapshot.components).toMatchObject([{ nativeId: 'expense', name: 'Expense', health: 'operational', native: 'normal' }])
    expect(snapshot.coverage.components).toBe('full')
  })

  it('concludes nothing from a data centre whose answer is missing', () => {
    const one = documentOf('json', JSON.stringify(normal), 'https://open.concur.com/api/open/status_history?data_center=us2')

    expect(concur.parse({ status: [one] }, context).coverage.components).toBe('none')
    expect(concur.parse({ status: [one] }, { ...context, params: { dataCenters: ['us2'] } }).coverage.components).toBe('full')
    expect(concur.parse({ status: [one] }, context).coverage.incidents).toBe('none')
  })

  it('knows what goes on from all data centres and the banner together', () => {
    const one = documentOf('json', JSON.stringify(normal), 'https://open.concur.com/api/open/status_history?data_center=us2')
    const banner = documentOf('json', JSON.stringify({ data: { display: false, text: 'Ready.' } }))
    const asked = { ...context, params: { dataCenters: ['us2'] } }

    expect(concur.parse({ status: [one] }, asked).coverage.incidents).toBe('none')
    expect(concur.parse({ status: [one], banner: [banner] }, asked).coverage.incidents).toBe('open')
    expect(concur.parse({ status: [one], banner: [banner] }, context).coverage.incidents).toBe('none')
  })

  it.each([
    ['status', '{"data":{}}', 'empty'],
    ['incidents', '{"incidents":[]}', 'empty'],
    ['banner', '{"data":{"display":"yes","text":""}}', 'shape'],
  ] as const)('refuses %s: %s', (source, text, kind) => {
    expect(() => concur.parse({ [source]: [documentOf('json', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('shows a banner in another language where there is no English', () => {
    const banner = { data: { display: true, text: { en: '', de: 'Hinweis' } }, success: true }

    expect(concur.parse({ banner: [documentOf('json', JSON.stringify(banner))] }, context).incidents).toMatchObject([
      { title: 'Hinweis', phase: 'unknown' },
    ])
  })
})
