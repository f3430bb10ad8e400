/** How many of the ascending starts are at or before the offset. */
export function countUpTo<T>(list: readonly T[], offset: number, startOf: (element: T) => number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    const element = list[middle]
    if (element !== undefined && startOf(element) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The last element that begins at or before the offset. */
export function lastFrom<T extends { readonly from: number }>(list: readonly T[], offset: number): T | undefined {
  return list[countUpTo(list, offset, ({ from }) => from) - 1]
}
