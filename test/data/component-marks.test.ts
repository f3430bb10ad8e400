import { describe, expect, it } from 'vitest'
import { createComponentMemory } from '../../data/changes/component-marks.ts'
import type { Component } from '../../parsers/model.ts'

function component(nativeId: string, rest: Partial<Component> = {}): Component {
  return { nativeId, name: nativeId, health: 'operational', native: 'operational', group: false, children: [], ...rest }
}

const before = [component('api'), component('edge', { group: true, children: [component('eu'), component('us', { description: 'Ohio' })] })]

function changed(after: readonly Component[]): readonly string[] | undefined {
  const memory = createComponentMemory()
  memory.take(before, 'before', null)
  return memory.take(after, 'after', 'before')
}

describe('data/changes/component-marks.ts', () => {
  it('knows a list that says the same', () => {
    expect(changed(structuredClone(before))).toEqual([])
  })

  it.each<{ what: string; after: readonly Component[]; ids: readonly string[] }>([
    { what: 'health', after: [component('api', { health: 'major_outage' }), ...before.slice(1)], ids: ['api'] },
    { what: "the vendor's word", after: [component('api', { native: 'up' }), ...before.slice(1)], ids: ['api'] },
    { what: 'a name', after: [component('api', { name: 'API' }), ...before.slice(1)], ids: ['api'] },
    { what: 'a description', after: [component('api', { description: '' }), ...before.slice(1)], ids: ['api'] },
    { what: 'a group', after: [component('api', { group: true }), ...before.slice(1)], ids: ['api'] },
    {
      what: 'where two of them stand',
      after: [component('api'), component('edge', { group: true }), component('eu'), component('us', { description: 'Ohio' })],
      ids: ['eu', 'us'],
    },
  ])('names those of which $what has changed', ({ after, ids }) => {
    expect(changed(after)).toEqual(ids)
  })

  it.each<{ what: string; after: readonly Component[] }>([
    { what: 'one is new', after: [...before, component('mail')] },
    { what: 'one is gone', after: before.slice(1) },
    { what: 'they stand in another order', after: before.toReversed() },
  ])('cannot say where $what', ({ after }) => {
    expect(changed(after)).toBeUndefined()
  })

  it('forgets the oldest list', () => {
    const memory = createComponentMemory(2)
    for (const digest of ['a', 'b', 'c']) memory.take(before, digest, null)

    expect([memory.take(before, 'c', 'a'), memory.take(before, 'c', 'b')]).toEqual([undefined, []])
  })
})
