import { describe, expect, it } from 'vitest'
import { assemble, type Part } from '../../../parsers/lib/assemble.ts'
import type { Component, Incident, Maintenance, Update } from '../../../parsers/model.ts'
import { instant } from '../../support/documents.ts'

const observedAt = instant('2026-03-02T16:31:00.000Z')
const [nine, ten, eleven] = ['09', '10', '11'].map((hour) => instant(`2026-03-02T${hour}:00:00.000Z`))

describe('parsers/lib/assemble', () => {
  it('takes each single value from the first part that tells it', () => {
    const snapshot = assemble('example', observedAt, [
      part({ page: { nativeId: 'p' }, sourceUpdatedAt: nine }),
      part({ health: 'operational', native: 'Fine', page: { nativeId: 'p', name: 'Example', timeZone: 'Etc/UTC' } }),
      part({
        health: 'major_outage',
        native: 'Not fine',
        page: { name: 'Other' },
        sourceUpdatedAt: eleven,
        components: [component('a', 'operational')],
      }),
    ])

    expect(snapshot).toStrictEqual({
      platform: 'example',
      authority: 'api',
      observedAt,
      sourceUpdatedAt: eleven,
      page: { nativeId: 'p', name: 'Example', timeZone: 'Etc/UTC' },
      health: 'operational',
      native: 'Fine',
      components: [component('a', 'operational')],
      coverage: { components: 'none', incidents: 'none', maintenances: 'none' },
      omissions: [],
    })
  })

  it.each([
    [['feed', 'markup'], 'markup'],
    [['feed', 'api'], 'api'],
    [['markup', 'embedded-state'], 'embedded-state'],
    [['feed'], 'feed'],
  ] as const)('of %s the authority is %s', (authorities, expected) => {
    expect(
      assemble(
        'example',
        observedAt,
        authorities.map((authority) => part({ authority })),
      ).authority,
    ).toBe(expected)
  })

  it('reaches as far as the part that reaches farthest', () => {
    const { coverage } = assemble('example', observedAt, [
      part({ coverage: { components: 'full', incidents: 'open' } }),
      part({ coverage: { incidents: 'recent', maintenances: 'none' } }),
    ])

    expect(coverage).toStrictEqual({ components: 'full', incidents: 'recent', maintenances: 'none' })
  })

  it('keeps what was not told apart from what is none', () => {
    expect(assemble('example', observedAt, [part({})])).not.toHaveProperty('incidents')
    expect(assemble('example', observedAt, [part({ incidents: [] }), part({})]).incidents).toStrictEqual([])
  })

  it('makes one entry of what several parts say of it, the trusted before the richer, the newer before the older', () => {
    const { incidents } = assemble('example', observedAt, [
      part({ incidents: [incident({ title: 'Old', updatedAt: nine, updates: [update('a')], impact: 'minor' })] }),
      part({ incidents: [incident({ title: 'New', updatedAt: ten, updates: [update('a'), update('b')] })] }),
      part({
        authority: 'markup',
        incidents: [
          incident({ title: 'Printed', updatedAt: eleven, nativePhase: 'Resolved', updates: [update('a'), update('b'), update('c')] }),
        ],
      }),
    ])

    expect(incidents).toStrictEqual([
      incident({ title: 'New', updatedAt: ten, updates: [update('a'), update('b')], impact: 'minor', nativePhase: 'Resolved' }),
    ])
  })

  it('adds the report that only the lesser part has', () => {
    const report = update('report', 'postmortem', eleven)
    const { incidents } = assemble('example', observedAt, [
      part({ incidents: [incident({ updates: [update('a', 'resolved', nine)] })] }),
      part({
        authority: 'markup',
        incidents: [incident({ updates: [update('A', 'resolved', nine), report], reports: [{ body: 'report', format: 'html' }] })],
      }),
    ])

    expect(incidents?.[0]?.updates).toStrictEqual([update('a', 'resolved', nine), report])
    expect(incidents?.[0]?.reports).toHaveLength(1)
  })

  it('keeps one report where both parts have it', () => {
    const { incidents } = assemble('example', observedAt, [
      part({ incidents: [incident({ updates: [update('markdown', 'postmortem', ten)] })] }),
      part({ authority: 'markup', incidents: [incident({ updates: [update('html', 'postmortem', ten)] })] }),
    ])

    expect(incidents?.[0]?.updates).toStrictEqual([update('markdown', 'postmortem', ten)])
  })

  it('of an entry that is open again keeps no end', () => {
    const { incidents } = assemble('example', observedAt, [
      part({ incidents: [incident({ updatedAt: ten, phase: 'investigating' })] }),
      part({ incidents: [incident({ updatedAt: nine, phase: 'resolved', resolvedAt: nine ?? observedAt })] }),
    ])

    expect(incidents).toStrictEqual([incident({ updatedAt: ten, phase: 'investigating' })])
  })

  it('takes what one part calls a maintenance for none of the incidents', () => {
    const { incidents, maintenances } = assemble('example', observedAt, [
      part({ incidents: [incident({}), incident({ nativeId: 'other' })] }),
      part({ maintenances: [planned({ phase: 'scheduled' })] }),
      part({ authority: 'markup', maintenances: [planned({ scheduledFor: ten ?? observedAt })] }),
    ])

    expect(incidents?.map(({ nativeId }) => nativeId)).toStrictEqual(['other'])
    expect(maintenances).toStrictEqual([planned({ phase: 'scheduled', scheduledFor: ten ?? observedAt })])
  })

  it('lists an entry that one list holds twice once', () => {
    expect(assemble('example', observedAt, [part({ incidents: [incident({}), incident({ title: 'Again' })] })]).incidents).toHaveLength(1)
  })

  it('refuses documents of two pages', () => {
    expect(() => assemble('example', observedAt, [part({ page: { nativeId: 'a' } }), part({ page: { nativeId: 'b' } })])).toThrow(
      'foreign: documents of more than one page',
    )
  })

  const impaired = [component('g', 'partial_outage', [component('a', 'partial_outage'), component('b', 'operational')])]

  it.each([
    [
      'operational over an impaired component',
      part({ health: 'operational', native: 'Fine', components: impaired }),
      ['the headline says operational, the component a says partial_outage'],
    ],
    [
      'operational over an open incident with an impact',
      part({ health: 'operational', native: 'Fine', incidents: [incident({ phase: 'identified', impact: 'major' })] }),
      ['the headline says operational, the incident i is open'],
    ],
    [
      'an outage with nothing behind it',
      part({ health: 'major_outage', native: 'Down', components: [component('a', 'operational')] }),
      ['the headline says that something is wrong, every component says operational'],
    ],
  ])('lists that the headline says %s, and repairs nothing', (_what, given, reasons) => {
    const snapshot = assemble('example', observedAt, [given])

    expect(snapshot.omissions).toStrictEqual(reasons.map((reason) => ({ path: 'health', native: given.native, reason })))
    expect([snapshot.health, snapshot.components, snapshot.incidents]).toStrictEqual([given.health, given.components, given.incidents])
  })

  it.each([
    ['an open incident without impact', part({ health: 'operational', incidents: [incident({ phase: 'identified', impact: 'none' })] })],
    ['a closed incident', part({ health: 'operational', incidents: [incident({ phase: 'resolved', impact: 'major' })] })],
    ['an incident whose phase is not told', part({ health: 'operational', incidents: [incident({ impact: 'major' })] })],
    [
      'an open incident behind a bad headline',
      part({ health: 'major_outage', components: [component('a', 'operational')], incidents: [incident({ phase: 'identified' })] }),
    ],
    ['an impaired component behind a bad headline', part({ health: 'partial_outage', components: impaired })],
    ['a headline that nobody has mapped', part({ health: 'unknown', components: impaired })],
    ['maintenance', part({ health: 'under_maintenance', components: [component('a', 'operational')] })],
  ])('sees no contradiction in %s', (_what, given) => {
    expect(assemble('example', observedAt, [given]).omissions).toStrictEqual([])
  })
})

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined }

function part(given: Given<Part>): Part {
  return only({ authority: 'api' as const, omissions: [], ...given })
}

function incident(given: Given<Incident>): Incident {
  return only({ nativeId: 'i', title: 'Incident', ...given })
}

function planned(given: Given<Maintenance>): Maintenance {
  return only({ nativeId: 'i', title: 'Maintenance', ...given })
}

function update(body: string, phase?: Update['phase'], postedAt = nine): Update {
  return only({ body, format: 'text' as const, phase, postedAt })
}

function component(nativeId: string, health: Component['health'], children: readonly Component[] = []): Component {
  return { nativeId, name: nativeId, health, native: health, group: children.length > 0, children }
}

function only<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> }
function only(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
