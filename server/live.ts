import type { ChangeReading } from '../data/store/readings.ts'

/** What a listener is told: new changes in order, or that health or trust moved without one (a reading went stale). */
export type LiveEvent = { readonly kind: 'changes'; readonly changes: readonly ChangeReading[] } | { readonly kind: 'readings'; readonly digest: string }

/** One look at the newest change id four times a second, for every stream. */
export interface Live {
  /** Returns the way to stop listening. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  readonly listeners: number
}
