import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { vultr } from '../../parsers/vultr/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.vultr.com' }, params: {}, observedAt: instant('2020-11-09T06:00:00.000Z') }
const Alert = z.object({
  id: z.string(),
  subject: z.string(),
  status: z.string(),
  start_date: z.string(),
  entries: z.array(z.object({ updated_at: z.string(), message: z.string() })),
})
const Raw = z.object({ regions: z.record(z.string(), z.object({ location: z.string(), alerts: z.array(Alert) })) })

describe.skipIf(skipsCaptures)("parsers/vultr, on the maker's own example", () => {
  const text = skipsCaptures ? '' : readCapture('vultr/status.json')

  it('has every region, and every alert as the maintenance that it is', () => {
    const { regions } = Raw.parse(JSON.parse(text))

    const snapshot = vultr.parse({ status: [documentOf('json', text)] }, context)

    expect(snapshot.components?.map(({ nativeId, name, health }) => [nativeId, name, health])).toStrictEqual(
      Object.entries(regions).map(([id, { location }]) => [id, location, 'operational']),
    )
    const alerts = Object.values(regions).flatMap((region) => region.alerts)
    expect(alerts).toHaveLength(2)
    expect(snapshot.incidents).toStrictEqual([])
    expect(snapshot.maintenances?.map(({ nativeId, title, phase, nativePhase }) => [nativeId, title, phase, nativePhase])).toStrictEqual(
      alerts.map(({ id, subject, status }) => [id, subject, status === 'resolved' ? 'completed' : 'scheduled', status]),
    )
    expect(snapshot.maintenances?.map(({ updates }) => updates?.map(({ postedAt }) => postedAt))).toStrictEqual(
      alerts.map(({ entries }) => entries.map((entry) => new Date(entry.updated_at).toISOString()).toReversed()),
    )
    expect(snapshot.maintenances?.map(({ scheduledFor, scheduledUntil }) => [scheduledFor, scheduledUntil])).toStrictEqual([
      ['2020-11-10T11:00:00.000Z', '2020-11-10T15:00:00.000Z'],
      ['2020-11-03T11:00:00.000Z', '2020-11-03T15:00:00.000Z'],
    ])
    expect(snapshot.omissions).toStrictEqual([])
  })

  it('is under maintenance within the window, and not known while it lasts longer', () => {
    function healthAt(at: string): string | undefined {
      return vultr.parse({ status: [documentOf('json', text)] }, { ...context, observedAt: instant(at) }).components?.[0]?.health
    }

    expect(healthAt('2020-11-10T12:00:00.000Z')).toBe('under_maintenance')
    expect(healthAt('2020-11-10T10:59:59.000Z')).toBe('operational')
    expect(healthAt('2020-11-10T15:00:01.000Z')).toBe('unknown')
  })

  it('reads the same work out of the stream', () => {
    const { maintenances, incidents } = vultr.parse({ alerts: [documentOf('json', readCapture('vultr/alerts.json'))] }, context)

    expect(incidents).toStrictEqual([])
    expect(maintenances).toMatchObject([
      { phase: 'scheduled', scheduledFor: '2020-11-10T11:00:00.000Z', components: [{ nativeId: 'atl' }] },
    ])
  })
})

describe('parsers/vultr', () => {
  const alert = {
    id: 'a',
    subject: 'Loss of power',
    status: 'ongoing',
    start_date: '2020-11-09T05:00:00+00:00',
    updated_at: '',
    entries: [],
  }
  const region = { location: 'Alphaville', alerts: [] }

  function healthWith(alerts: readonly object[], stream: readonly object[] = []): string | undefined {
    const status = documentOf('json', JSON.stringify({ service_alerts: [], regions: { alp: { ...region, alerts } } }))
    const streamed = documentOf('json', JSON.stringify({ service_alerts: stream }))
    return vultr.parse({ status: [status], ...(stream.length > 0 ? { alerts: [streamed] } : {}) }, context).components?.[0]?.health
  }

  it.each([
    ['no alert', [], [], 'operational'],
    ['an alert that is over', [{ ...alert, status: 'resolved' }], [], 'operational'],
    ['an alert that goes on', [alert], [], 'unknown'],
    ['an alert in a word that nobody knows', [{ ...alert, status: 'odd' }], [], 'unknown'],
    ['planned work without a window', [{ ...alert, subject: 'Emergency maintenance' }], [], 'unknown'],
    ['an alert of the stream alone', [], [{ ...alert, region: 'alp' }], 'unknown'],
    ['an alert of another region', [], [{ ...alert, region: 'bet' }], 'operational'],
    ['an alert of no region', [], [alert], 'unknown'],
    ['an alert of no region that is over', [], [{ ...alert, status: 'resolved' }], 'operational'],
  ])('a region with %s', (_what, alerts, stream, health) => {
    expect(healthWith(alerts, stream)).toBe(health)
  })

  it('doubts every region while an alert of the status goes on that names none', () => {
    const status = JSON.stringify({ service_alerts: [alert], regions: { alp: region, bet: { ...region, location: 'Betatown' } } })

    const { components, incidents } = vultr.parse({ status: [documentOf('json', status)] }, context)

    expect(components?.map(({ health, native }) => [health, native])).toStrictEqual([
      ['unknown', 'ongoing'],
      ['unknown', 'ongoing'],
    ])
    expect(incidents).toMatchObject([{ nativeId: 'a', phase: 'unknown' }])
  })

  it('concludes nothing from the stream for what it does not hold', () => {
    const stream = documentOf('json', JSON.stringify({ service_alerts: [alert] }))

    expect(vultr.parse({ alerts: [stream] }, context).coverage).toStrictEqual({
      components: 'none',
      incidents: 'none',
      maintenances: 'none',
    })
  })

  it('refuses a status without regions, and a stream that is a status', () => {
    const status = JSON.stringify({ service_alerts: [], regions: {} })

    expect(() => vultr.parse({ status: [documentOf('json', status)] }, context)).toThrow(/^empty: no regions/u)
    expect(() => vultr.parse({ alerts: [documentOf('json', status)] }, context)).toThrow(/^shape: /u)
  })
})
