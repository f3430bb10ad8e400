import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { apple } from '../../parsers/apple/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const page = { url: 'https://www.apple.com/support/systemstatus' }
const context = { page, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const captured = 'apple/developer_system_status_2020-02.json'

const Raw = z.object({ services: z.array(z.object({ serviceName: z.string(), events: z.array(z.record(z.string(), z.unknown())) })) })

describe.skipIf(skipsCaptures)('parsers/apple, on the captured page for developers', () => {
  it('has every service, and the one event with its times', () => {
    const text = readCapture(captured)
    const raw = Raw.parse(JSON.parse(text))
    const inCallback = documentOf('text', `jsonCallback(${text.trim()});\n`)

    const snapshot = apple.parse({ data: [documentOf('json', text)] }, context)

    expect(snapshot.components?.map(({ name }) => name)).toStrictEqual(raw.services.map(({ serviceName }) => serviceName))
    expect(new Set(snapshot.components?.map(({ health }) => health))).toStrictEqual(new Set(['operational']))
    const events = raw.services.flatMap((service) => service.events.map((event) => ({ ...event, service: service.serviceName })))
    expect(events).toHaveLength(1)
    const printed = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d) PST$/u.exec(String(Reflect.get(events[0] ?? {}, 'startDate'))) ?? []
    expect(snapshot.incidents).toMatchObject([
      {
        nativeId: Reflect.get(events[0] ?? {}, 'messageId'),
        phase: 'resolved',
        nativePhase: 'resolved',
        title: 'Issue: TestFlight',
        startedAt: new Date(`${printed[3]}-${printed[1]}-${printed[2]}T${printed[4]}:00-08:00`).toISOString(),
        resolvedAt: new Date(Number(Reflect.get(events[0] ?? {}, 'epochEndDate'))).toISOString(),
        updatedAt: '2020-02-15T09:00:00.000Z',
        components: [{ nativeId: 'testflight', name: 'TestFlight' }],
      },
    ])
    expect(snapshot.omissions).toStrictEqual([])
    expect(apple.parse({ callback: [inCallback] }, context)).toStrictEqual(snapshot)
  })
})

describe('parsers/apple', () => {
  it('asks each page for its own data', () => {
    const developers = { url: 'https://developer.apple.com/system-status' }

    expect(apple.sources.data.urls(page)).toStrictEqual([`${page.url}/data/system_status_en_US.js`])
    expect(apple.sources.callback.urls(page)).toStrictEqual([])
    expect(apple.sources.data.urls(developers)).toStrictEqual([])
    expect(apple.sources.callback.urls(developers)).toStrictEqual(apple.sources.developer.urls(developers))
  })

  it('reads what came without a callback, too', () => {
    const services = [{ serviceName: 'Mail', events: [] }]

    expect(apple.parse({ developer: [documentOf('json', JSON.stringify({ services }))] }, context).components).toHaveLength(1)
    expect(() => apple.parse({ data: [documentOf('json', '{"services":[]}')] }, context)).toThrow(/^empty: /u)
    expect(() => apple.parse({ callback: [documentOf('text', '{"services":[]}')] }, context)).toThrow(/^foreign: /u)
  })

  it('takes an event for present that is over for one service and goes on for another', () => {
    const event = { messageId: 7, statusType: 'Outage', message: 'Slow.', epochStartDate: 1_795_161_600_000 }
    const services = [
      { serviceName: 'Mail', events: [{ ...event, eventStatus: 'resolved', epochEndDate: 1_795_165_200_000 }] },
      { serviceName: 'Notes', events: [{ ...event, eventStatus: 'ongoing' }] },
    ]

    const { incidents, components, coverage } = apple.parse({ data: [documentOf('json', JSON.stringify({ services }))] }, context)

    expect(incidents).toMatchObject([{ nativeId: '7', phase: 'unknown', nativePhase: 'ongoing' }])
    expect(incidents?.[0]?.resolvedAt).toBeUndefined()
    expect(components?.map(({ health }) => health)).toStrictEqual(['operational', 'major_outage'])
    expect(coverage).toStrictEqual({ components: 'full', incidents: 'open', maintenances: 'open' })
  })

  it('believes a present event that stands under another service and names this one', () => {
    const event = { messageId: 7, statusType: 'Outage', eventStatus: 'ongoing', affectedServices: 'Mail, Notes' }
    const services = [
      { serviceName: 'Calendar', events: [event] },
      { serviceName: 'Notes', events: [] },
      {
        serviceName: 'Maps',
        events: [{ ...event, messageId: 8, eventStatus: 'paused', statusType: 'Hiccup', affectedServices: null, epochStartDate: 5 }],
      },
    ]

    const snapshot = apple.parse({ data: [documentOf('json', JSON.stringify({ services }))] }, context)

    expect(snapshot.components?.map(({ name, health }) => [name, health])).toStrictEqual([
      ['Calendar', 'major_outage'],
      ['Notes', 'major_outage'],
      ['Maps', 'unknown'],
    ])
    expect(snapshot.incidents?.[0]?.components).toStrictEqual([
      { nativeId: 'calendar', name: 'Calendar' },
      { name: 'Mail' },
      { nativeId: 'notes', name: 'Notes' },
    ])
    expect(snapshot.omissions.map(({ path }) => path)).toStrictEqual([
      'data.services[2].events[0].statusType',
      'data.services[2].events[0].eventStatus',
      'data.services[2].events[0].epochStartDate',
    ])
  })
})
