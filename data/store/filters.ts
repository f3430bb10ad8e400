import type { Impact, Instant, Phase } from '../../parsers/model.ts'
import type { ChangeKind } from '../database/schema.ts'

/** How callers ask for a part of a list. */

/** Rows of a list, and the cursor of the rest; null at the end. */
export interface Slice<T> {
  readonly rows: readonly T[]
  readonly next: string | null
}

/** Which incidents or maintenances, newest first. Lists mean "any of these"; what is absent does not restrict. */
export interface EntryFilter {
  readonly vendors?: readonly string[]
  /** Public component ids. */
  readonly components?: readonly string[]
  readonly impacts?: readonly Impact[]
  readonly phases?: readonly Phase[]
  readonly state?: 'open' | 'closed'
  /** By the moment that orders the list (the start): from `since` on, before `until`. */
  readonly since?: Instant
  readonly until?: Instant
  /** Every word occurs in the title or in one of the updates. */
  readonly query?: string
  readonly limit?: number
  readonly cursor?: string
}

export interface ChangeFilter {
  /** Oldest first, from the change after this id on; without it newest first. */
  readonly after?: number
  readonly vendors?: readonly string[]
  readonly kinds?: readonly ChangeKind[]
  /** Public id of the page, component, incident or maintenance. */
  readonly subjects?: readonly string[]
  readonly backfilled?: boolean
  /** By `observedAt`. */
  readonly since?: Instant
  readonly until?: Instant
  /** Only changes of incidents and maintenances that this admits; with `components`, of these components too. */
  readonly entries?: Pick<EntryFilter, 'components' | 'impacts' | 'phases' | 'state' | 'query'>
  readonly limit?: number
  readonly cursor?: string
}
