import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import {
  type Component,
  type Health,
  healths,
  healthSeverity,
  isClosed,
  isImpaired,
  leaves,
  pageHealth,
  worstOf,
} from '../../parsers/model.ts'

describe('parsers/model', () => {
  it.each<[readonly Health[], Health]>([
    [['operational', 'operational'], 'operational'],
    [['operational', 'unknown'], 'unknown'],
    [['unknown'], 'unknown'],
    [[], 'unknown'],
    [['operational', 'under_maintenance', 'unknown'], 'under_maintenance'],
    [['under_maintenance', 'degraded_performance'], 'degraded_performance'],
    [['unknown', 'partial_outage', 'operational'], 'partial_outage'],
    [['partial_outage', 'major_outage'], 'major_outage'],
  ])('the worst of %j is %s', (members, expected) => {
    expect(worstOf(members)).toBe(expected)
  })

  it('is green only where every member is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...healths)), (members) => {
        expect(worstOf(members) === 'operational').toBe(members.length > 0 && members.every((health) => health === 'operational'))
      }),
    )
  })

  it('puts what is wrong before what is fine', () => {
    expect(healths.toSorted((a, b) => healthSeverity(b) - healthSeverity(a))).toStrictEqual([
      'major_outage',
      'partial_outage',
      'degraded_performance',
      'under_maintenance',
      'unknown',
      'operational',
    ])
    expect(healths.filter(isImpaired)).toStrictEqual(['degraded_performance', 'partial_outage', 'major_outage'])
  })

  it.each([
    ['resolved', true],
    ['postmortem', true],
    ['completed', true],
    ['cancelled', true],
    ['monitoring', false],
    ['verifying', false],
    ['unknown', false],
    [undefined, false],
    [null, false],
  ] as const)('%s is closed: %s', (phase, expected) => {
    expect(isClosed(phase)).toBe(expected)
  })

  it('counts leaves alone, whatever their groups say', () => {
    const components = [part('a', 'operational'), part('g', 'major_outage', [part('b', 'degraded_performance'), part('c', 'operational')])]

    expect(leaves(components).map(({ nativeId }) => nativeId)).toStrictEqual(['a', 'b', 'c'])
  })

  it.each<[string, Health | undefined, readonly Component[] | undefined, Health | undefined]>([
    ['its own word', 'degraded_performance', [part('a', 'operational')], 'degraded_performance'],
    [
      'the worst leaf where its word says operational',
      'operational',
      [part('a', 'operational'), part('b', 'partial_outage')],
      'partial_outage',
    ],
    ['its own word, though one part is under maintenance', 'operational', [part('a', 'under_maintenance')], 'operational'],
    ['the worst of its leaves without a word', undefined, [part('a', 'operational'), part('b', 'unknown')], 'unknown'],
    ['nothing without either', undefined, undefined, undefined],
    ['unknown without a single leaf', undefined, [], 'unknown'],
  ])('the headline of a page is %s', (_what, health, components, expected) => {
    expect(pageHealth({ ...(health ? { health } : {}), ...(components ? { components } : {}) })).toBe(expected)
  })
})

describe('parsers/errors', () => {
  it('says what, where and why, and keeps at most 200 characters of what it found', () => {
    const cause = new SyntaxError('Unexpected end')

    const error = new ParseError('missing', 'a required field is absent', {
      url: 'https://status.example.com',
      path: 'page.id',
      excerpt: 'x'.repeat(500),
      cause,
    })

    expect(error.message).toBe('missing: a required field is absent at page.id')
    expect([error.name, error.kind, error.detail, error.url, error.path]).toStrictEqual([
      'ParseError',
      'missing',
      'a required field is absent',
      'https://status.example.com',
      'page.id',
    ])
    expect(error.excerpt).toHaveLength(200)
    expect(error.cause).toBe(cause)
  })
})

function part(nativeId: string, health: Health, children: readonly Component[] = []): Component {
  return { nativeId, name: nativeId, health, native: health, group: children.length > 0, children }
}
