import type { Component } from '../../parsers/model.ts'
import { type FlatComponent, flattenComponents } from './components.ts'

/**
 * What a list of components said, in sixteen bytes a component: enough to tell which of them say something else in the
 * next list, so that only their rows have to be read. Of most pages that change it is one of dozens.
 */
interface Marks {
  readonly ids: Int32Array
  /** Two independent marks for each, since a change must never be overlooked. */
  readonly values: Int32Array
}

export interface ComponentMemory {
  /**
   * The native ids of the components that say something else than those of the list with this digest. Undefined where
   * that list is not remembered, or where the two are not of the same components in the same order.
   */
  changedSince(digest: string, components: readonly Component[]): readonly string[] | undefined
  /** `digest` is that of `components`. */
  remember(digest: string, components: readonly Component[]): void
}

/** Remembers the last `most` lists. What is remembered of a digest follows from the digest, so nothing can go stale. */
export function createComponentMemory(most = 4_096): ComponentMemory {
  const known = new Map<string, Marks>()
  return {
    changedSince(digest, components) {
      const before = known.get(digest)
      if (!before) return undefined
      const flat = flattenComponents(components)
      const after = marksOf(flat)
      if (before.ids.length !== after.ids.length || before.ids.some((mark, index) => mark !== after.ids[index])) return undefined
      return flat.flatMap(({ nativeId }, index) => (isSame(before, after, index) ? [] : [nativeId]))
    },
    remember(digest, components) {
      if (known.has(digest)) return
      known.set(digest, marksOf(flattenComponents(components)))
      if (known.size > most) known.delete(known.keys().next().value ?? '')
    },
  }
}

function isSame(before: Marks, after: Marks, index: number): boolean {
  return before.values[2 * index] === after.values[2 * index] && before.values[2 * index + 1] === after.values[2 * index + 1]
}

function marksOf(flat: readonly FlatComponent[]): Marks {
  const ids = new Int32Array(2 * flat.length)
  const values = new Int32Array(2 * flat.length)
  flat.forEach(({ nativeId, parent, name, health, native, description, group }, index) => {
    for (const lane of [0, 1]) {
      const start = lane === 0 ? 0x811c9dc5 : 0x9747b28c
      ids[2 * index + lane] = markOf(nativeId, start)
      const said = [parent ?? '\u0001', name, health, native, description ?? '\u0001', group ? 'g' : 'c']
      values[2 * index + lane] = said.reduce((hash, text) => markOf(text, Math.imul(hash, 31) + 1), start)
    }
  })
  return { ids, values }
}

/** FNV-1a over UTF-16 units, mixed once more at the end. */
function markOf(text: string, start: number): number {
  let hash = start
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
}
