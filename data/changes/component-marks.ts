import { hash } from 'node:crypto'
import type { Component, Snapshot } from '../../parsers/model.ts'
import { flattenComponents } from './components.ts'

/**
 * What a list of components said, in sixteen bytes a component: enough to tell which of them say something else in the
 * next list, so that only their rows have to be read. Of most pages that change it is one of dozens.
 */
type Marks = Int32Array
/** Of each component two independent marks for its id, and two for what is said of it: a change must never be overlooked. */
const marksEach = 4

export interface ComponentMemory {
  /**
   * Remembers what the list says, by its digest, and returns the native ids of the components that say something else than
   * those of the list with the digest `before`. Undefined where that list is not remembered, or where the two are not of the
   * same components in the same order.
   */
  take(components: readonly Component[], digest: string, before: string | null): readonly string[] | undefined
}

/**
 * Remembers a page's last list, and `most` lists in all. What is remembered of a digest follows from the digest, so nothing can
 * go stale: the worst is that a list is not remembered.
 */
export function createComponentMemory(most = 4_096): ComponentMemory {
  const known = new Map<string, Marks>()
  return {
    take(components, digest, before) {
      const was = before === null ? undefined : known.get(before)
      const is = marksOf(components)
      if (before !== null) known.delete(before)
      known.set(digest, is)
      if (known.size > most) known.delete(known.keys().next().value ?? '')
      return was && changedBetween(was, is, components)
    },
  }
}

function changedBetween(was: Marks, is: Marks, components: readonly Component[]): readonly string[] | undefined {
  if (was.length !== is.length) return undefined
  const changed: string[] = []
  for (const [index, { nativeId }] of flattenComponents(components).entries()) {
    const at = marksEach * index
    if (was[at] !== is[at] || was[at + 1] !== is[at + 1]) return undefined
    if (was[at + 2] !== is[at + 2] || was[at + 3] !== is[at + 3]) changed.push(nativeId)
  }
  return changed
}

const made = new WeakMap<readonly Component[], Marks>()

function marksOf(components: readonly Component[]): Marks {
  const known = made.get(components)
  if (known) return known
  const flat = flattenComponents(components)
  const marks = new Int32Array(marksEach * flat.length)
  for (const [index, { nativeId, parent, name, health, native, description, group }] of flat.entries()) {
    mark([nativeId], marks, marksEach * index)
    mark([parent ?? absent, name, health, native, description ?? absent, group ? 'g' : 'c'], marks, marksEach * index + 2)
  }
  made.set(components, marks)
  return marks
}

/** Identity of the components that a snapshot tells, in their order; undefined where it tells none. */
export function componentsDigest({ components }: Snapshot): string | undefined {
  return components && hash('sha1', marksOf(components)).slice(0, 20)
}

/** Stands in no text that a parser lets through. */
const absent = '\u0001'
/** As a unit of its own between two texts, beyond any unit of theirs. */
const between = 0x1_0000

/** Two FNV-like hashes over the UTF-16 units, each with its own start and factor, mixed once more at the end. */
function mark(texts: readonly string[], into: Int32Array, at: number): void {
  let [first, second] = [0x811c9dc5, 0x9747b28c]
  for (const text of texts) {
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      first = Math.imul(first ^ unit, 0x01000193)
      second = Math.imul(second ^ unit, 0x5bd1e995)
    }
    first = Math.imul(first ^ between, 0x01000193)
    second = Math.imul(second ^ between, 0x5bd1e995)
  }
  into[at] = Math.imul(first ^ (first >>> 15), 0x85ebca6b)
  into[at + 1] = Math.imul(second ^ (second >>> 13), 0xc2b2ae35)
}
