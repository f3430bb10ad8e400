import type { EntryState } from './moment.ts'

/**
 * Lists of past entries drop the ones at their end, whatever they are sorted by. So one that is missing has left the
 * list by its end, unless one that stood below it is still there and has not moved: then it was taken off the page.
 */
export interface Listing {
  /** The place of each entry that the list tells, by native id. */
  readonly orders: ReadonlyMap<string, number>
  /** The lowest place of those that have not moved since the list was last read. */
  readonly lowestUnmoved: number
}

/** New entries get places this far apart, so that one may come between two others. */
const step = 1_000

/** Places the entries of a list (newest first): kept where they still rise from its end to its top. */
export function placeList(nativeIds: readonly string[], states: ReadonlyMap<string, EntryState>): Listing {
  const orders = new Map<string, number>()
  let below = 0
  let lowestUnmoved = Infinity
  for (const nativeId of nativeIds.toReversed()) {
    if (orders.has(nativeId)) continue
    const known = states.get(nativeId)?.row.list_order ?? null
    const isUnmoved = known !== null && known > below
    const order = isUnmoved ? known : below + step
    if (isUnmoved) lowestUnmoved = Math.min(lowestUnmoved, order)
    orders.set(nativeId, order)
    below = order
  }
  return { orders, lowestUnmoved }
}
