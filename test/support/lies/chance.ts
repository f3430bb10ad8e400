/** Chance that can be repeated: the same seed gives the same story. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number
  /** True so often out of a thousand times. */
  perMille(share: number): boolean
  pick<T>(list: readonly T[]): T | undefined
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0
  // Mulberry32, by Tommy Ettinger, in the public domain.
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    perMille: (share) => next() * 1000 < share,
    pick: (list) => list[Math.floor(next() * list.length)],
  }
}
