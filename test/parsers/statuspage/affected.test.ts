import { describe, expect, it } from 'vitest'
import type { Component } from '../../../parsers/model.ts'
import { readAffected } from '../../../parsers/statuspage/affected.ts'

const known: readonly Component[] = [
  component('solo', 'Solo'),
  component('apps', 'Apps', [component('checkout', 'Checkout'), component('mobile', 'Mobile (iOS, Android)'), component('api1', 'API')]),
  component('services', 'Internal Services', [component('bot', 'Helix Bot (AWS)'), component('api2', 'API')]),
  component('search', 'Search and Discovery'),
  component('eu', 'Site (EU)'),
]

describe('parsers/statuspage/affected', () => {
  it.each([
    ['one', 'This incident affected: Delivery.', ['Delivery']],
    ['two', 'This incident affected: Commerce API and Dashboard.', ['Commerce API', 'Dashboard']],
    ['two and a group', 'This incident affected: Commerce API, Dashboard and Apps (Checkout).', ['Commerce API', 'Dashboard', 'Checkout']],
    ['a group of two and one of its own', 'This incident affected: Group (A, B (x)) and Solo.', ['A', 'B (x)', 'Solo']],
    ['brackets within brackets', 'This incident affected: Internal Services (Helix Bot (AWS)).', ['Helix Bot (AWS)']],
    ['groups alone', 'This scheduled maintenance affected: One (A, B), Two (C) and Three (D).', ['A', 'B', 'C', 'D']],
    ['a bracket without end', 'This incident affected: Group (A, B and Solo.', ['Group (A, B and Solo']],
    ['no full stop', 'This incident affected: Solo', ['Solo']],
  ])('reads %s', (_what, sentence, names) => {
    expect(readAffected(sentence)?.map(({ name }) => name)).toStrictEqual(names)
  })

  it.each([
    [
      'its id',
      'This incident affected: Solo and Apps (Checkout).',
      [
        ['solo', 'Solo'],
        ['checkout', 'Checkout'],
      ],
    ],
    ['a name with "and"', 'This incident affected: Search and Discovery.', [['search', 'Search and Discovery']]],
    [
      'a name with "and" among others',
      'This incident affected: Solo and Search and Discovery.',
      [
        ['solo', 'Solo'],
        ['search', 'Search and Discovery'],
      ],
    ],
    ['a name with brackets that is no group', 'This incident affected: Site (EU).', [['eu', 'Site (EU)']]],
    [
      'the child of the right group',
      'This incident affected: Apps (API) and Internal Services (API).',
      [
        ['api1', 'API'],
        ['api2', 'API'],
      ],
    ],
    ['no id where two could be meant', 'This incident affected: API.', [[undefined, 'API']]],
    [
      'no id for what is not on the page',
      'This incident affected: Gone and Apps (Gone too).',
      [
        [undefined, 'Gone'],
        [undefined, 'Gone too'],
      ],
    ],
  ])('knows by the components of the page %s', (_what, sentence, expected) => {
    expect(readAffected(sentence, known)?.map(({ nativeId, name }) => [nativeId, name])).toStrictEqual(expected)
  })

  it('is done with a sentence that never ends', () => {
    const started = process.cpuUsage()

    expect(readAffected(`This incident affected: ${'a and '.repeat(50_000)}b.`, known)).toHaveLength(50_001)

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500)
  })

  it.each(['', 'Cet incident a affecté : Solo.', 'This incident affected nobody.', 'This incident affected: '])(
    'takes "%s" for another sentence',
    (sentence) => {
      expect(readAffected(sentence)).toBeUndefined()
    },
  )
})

function component(nativeId: string, name: string, children: readonly Component[] = []): Component {
  return { nativeId, name, health: 'operational', native: 'operational', group: children.length > 0, children }
}
