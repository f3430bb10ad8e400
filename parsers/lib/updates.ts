import type { Incident, Maintenance, Snapshot, Update } from '../model.ts'

/**
 * Pages list their newest update first. Here the oldest is: by the time shown, and where two show the same time or one
 * shows none, by the reverse of the page's order.
 */
export function oldestFirst(newestFirst: readonly Update[]): readonly Update[] {
  const updates = newestFirst.toReversed()
  if (updates.some(({ postedAt }) => postedAt === undefined)) return updates
  return updates.toSorted((a, b) => compare(a.postedAt ?? '', b.postedAt ?? ''))
}

/**
 * The entries of a document that keeps them in another order, by key or by product: a list of recent ones is taken to lose its
 * oldest at its end. Those without any time come last.
 */
export function latestFirst<E extends Incident | Maintenance>(entries: readonly E[]): readonly E[] {
  return entries.toSorted((a, b) => compare(beginningOf(b), beginningOf(a)))
}

/**
 * The same for what was put together of what is open now and of a list of recent entries: an open one that is older than the list
 * does not stand above it.
 */
export function listedLatestFirst(snapshot: Snapshot): Snapshot {
  const { incidents, maintenances } = snapshot
  return {
    ...snapshot,
    ...(incidents && { incidents: latestFirst(incidents) }),
    ...(maintenances && { maintenances: latestFirst(maintenances) }),
  }
}

function beginningOf(entry: Incident | Maintenance): string {
  const scheduledFor = 'scheduledFor' in entry ? entry.scheduledFor : undefined
  return entry.startedAt ?? scheduledFor ?? entry.createdAt ?? entry.updates?.[0]?.postedAt ?? entry.updatedAt ?? ''
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
