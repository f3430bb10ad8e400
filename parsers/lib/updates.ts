import type { Update } from '../model.ts'

/**
 * Pages list their newest update first. Here the oldest is: by the time shown, and where two show the same time or one
 * shows none, by the reverse of the page's order.
 */
export function oldestFirst(newestFirst: readonly Update[]): readonly Update[] {
  const updates = newestFirst.toReversed()
  if (updates.some(({ postedAt }) => postedAt === undefined)) return updates
  return updates.toSorted((a, b) => compare(a.postedAt ?? '', b.postedAt ?? ''))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
