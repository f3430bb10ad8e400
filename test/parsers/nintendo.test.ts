import { describe, expect, it } from 'vitest'
import { nintendo } from '../../parsers/nintendo/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

const page = { url: 'https://www.nintendo.co.jp/netinfo/en_US/index.html' }
const context = { page, params: {}, observedAt: instant('2021-02-24T16:00:00.000Z') }
const file = 'nintendo/status_2021_trimmed.json'

interface Raw {
  readonly categories: readonly { readonly name: string }[]
  readonly operational_statuses: readonly Entry[]
  readonly temporary_maintenances: readonly Entry[]
}
interface Entry {
  readonly software_title: string
  readonly message: string
  readonly begin: string
  readonly end: string
  readonly event_status: string
  readonly platform: readonly string[]
}

/** "Wednesday, February 24, 2021  6 :55 AM" by the clock of the Pacific coast in winter. */
function winter(text: string): string {
  return new Date(`${text.replace(/^\w+, /u, '').replace(' :', ':')} GMT-0800`).toISOString()
}

describe.skipIf(skipsCaptures)('parsers/nintendo, on a captured page', () => {
  const raw: Raw = skipsCaptures ? { categories: [], operational_statuses: [], temporary_maintenances: [] } : JSON.parse(readCapture(file))

  it('names every platform and says of none how it is', () => {
    const { components = [], health } = nintendo.parse({ status: [documentOf('json', readCapture(file))] }, context)

    expect(components.map(({ name }) => name)).toStrictEqual(raw.categories.map(({ name }) => name))
    expect(new Set([health, ...components.map((one) => one.health)])).toStrictEqual(new Set([undefined, 'unknown']))
  })

  it('reads disruptions and work with their times, as other clocks give them', () => {
    const { incidents = [], maintenances = [], omissions } = nintendo.parse({ status: [documentOf('json', readCapture(file))] }, context)

    expect(omissions).toStrictEqual([])
    expect(
      incidents.map(({ title, startedAt, resolvedAt, phase, updates }) => [title, startedAt, resolvedAt, phase, updates?.[0]?.body]),
    ).toStrictEqual(
      raw.operational_statuses.map((entry) => [
        `${entry.software_title}: All network services`,
        winter(entry.begin),
        winter(entry.end),
        'resolved',
        entry.message,
      ]),
    )
    expect(
      maintenances.map(({ scheduledFor, scheduledUntil, nativePhase, phase, components }) => [
        scheduledFor,
        scheduledUntil,
        nativePhase,
        phase,
        components?.[0]?.name,
      ]),
    ).toStrictEqual(
      raw.temporary_maintenances.map((entry) => [
        winter(entry.begin),
        winter(entry.end),
        entry.event_status,
        entry.event_status === '3' ? 'completed' : 'scheduled',
        entry.platform[0],
      ]),
    )
  })
})

describe('parsers/nintendo', () => {
  const [open] = fixtureCases('nintendo').filter(({ name }) => name === 'open-incident')
  const text = open?.documents(() => 'json')['status']?.[0]?.body.text ?? ''

  function phasesAt(at: string): readonly (string | undefined)[] {
    const { incidents = [] } = nintendo.parse({ status: [documentOf('json', text)] }, { ...context, observedAt: instant(at) })
    return incidents.map(({ phase }) => phase)
  }

  it('reads the same inside a call', () => {
    const plain = nintendo.parse({ status: [documentOf('json', text)] }, context)

    expect(nintendo.parse({ status: [documentOf('json', `getJSON(${text.trim()});`)] }, context)).toStrictEqual(plain)
  })

  it('asks for the status in the language of the page', () => {
    expect(nintendo.sources.status.urls({ url: 'https://www.nintendo.co.jp/netinfo/ja_JP/index.html' })).toStrictEqual([
      'https://www.nintendo.co.jp/netinfo/ja_JP/status.json',
    ])
    expect(nintendo.sources.status.urls({ url: 'https://www.nintendo.co.jp/netinfo' })).toStrictEqual([
      'https://www.nintendo.co.jp/netinfo/en_US/status.json',
    ])
  })

  it('takes a disruption for over when its end has come, and not before', () => {
    expect(phasesAt('2026-11-19T11:06:59.000Z')).toStrictEqual(['unknown', 'unknown'])
    expect(phasesAt('2026-11-19T11:07:00.000Z')).toStrictEqual(['unknown', 'resolved'])
  })
})
