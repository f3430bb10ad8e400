import type { EntryState } from './moment.ts'

/**
 * Lists of past entries drop the ones at their end, whatever they are sorted by. So one that is missing has left the
 * list by its end, unless one that stood below it is still there and has not moved: then it was taken off the page.
 * Lists may be sorted by the last change: one that was changed may have moved, though it still rises.
 */
export interface Listing {
  /** The place of each entry that the list tells, by native id. */
  readonly orders: ReadonlyMap<string, number>
  /** The lowest place of those that have neither moved nor changed since the list was last read. */
  readonly lowestUnmoved: number
}

/** New entries get places this far apart, so that others may come between them. */
const step = 1_000

interface Listed {
  readonly nativeId: string
  /** Of what is told of it. */
  readonly digest: string
}

/** Places the entries of a list (newest first): kept where they still rise from its end to its top. */
export function placeList(told: readonly Listed[], states: ReadonlyMap<string, EntryState>): Listing {
  const orders = new Map<string, number>()
  let lowestUnmoved = Infinity
  let below: number | undefined
  let between: string[] = []
  for (const { nativeId, digest } of told.toReversed()) {
    if (orders.has(nativeId) || between.includes(nativeId)) continue
    const row = states.get(nativeId)?.row
    // One that comes back into the list may come back anywhere: where it stood before says nothing.
    const known = row?.listed === 1 ? row.list_order : null
    const room = known === null ? 0 : known - (below ?? -Infinity)
    if (known === null || room <= between.length) {
      between.push(nativeId)
      continue
    }
    const start = below ?? known - step * (between.length + 1)
    between.forEach((id, index) => orders.set(id, start + Math.floor(((known - start) * (index + 1)) / (between.length + 1))))
    orders.set(nativeId, known)
    if (row?.digest === digest) lowestUnmoved = Math.min(lowestUnmoved, known)
    below = known
    between = []
  }
  const last = below ?? 0
  between.forEach((id, index) => orders.set(id, last + step * (index + 1)))
  return { orders, lowestUnmoved }
}
