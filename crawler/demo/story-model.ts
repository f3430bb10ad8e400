/**
 * What a demonstration's story is made of. Times are seconds after its start; a story that repeats is told again,
 * under new ids, every `loopSeconds`.
 */
export const loopSeconds = 600

export type ComponentStatus = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage' | 'under_maintenance'

/** A value that holds from a second on. */
export interface From<Value> {
  readonly at: number
  readonly value: Value
}

export interface StoryUpdate {
  readonly at: number
  readonly status:
    | 'investigating'
    | 'identified'
    | 'monitoring'
    | 'resolved'
    | 'postmortem'
    | 'scheduled'
    | 'in_progress'
    | 'verifying'
    | 'completed'
  /** `{at:70}` is replaced by the clock time of second 70 of the same round, `{on:70}` by its day. */
  readonly body: string
  /** Component name -> its status from now on. */
  readonly affects?: Readonly<Record<string, ComponentStatus>>
  /** The published text is rewritten. */
  readonly edits?: readonly From<string>[]
}

export interface StoryEntry {
  readonly kind: 'incident' | 'maintenance'
  readonly key: string
  readonly repeats: boolean
  /** The first title, then what the entry is renamed to. */
  readonly titles: readonly From<string>[]
  /** Of an incident. */
  readonly impacts?: readonly From<'none' | 'minor' | 'major' | 'critical'>[]
  /** Of a maintenance. */
  readonly windows?: readonly From<{ readonly start: number; readonly end: number }>[]
  readonly components: readonly string[]
  /** Oldest first. */
  readonly updates: readonly StoryUpdate[]
  /** The vendor deletes the entry, as some do. */
  readonly removedAt?: number
}

export interface StoryComponent {
  readonly name: string
  readonly description?: string
  readonly group?: string
}

export interface StoryVendor {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly timeZone: 'Etc/UTC' | 'Europe/Rome'
  readonly components: readonly StoryComponent[]
  /** A component in trouble without an incident; repeats. */
  readonly conditions?: readonly {
    readonly component: string
    readonly from: number
    readonly until: number
    readonly status: ComponentStatus
  }[]
  /** The page itself cannot be had; repeats. */
  readonly outages?: readonly { readonly from: number; readonly until: number }[]
  readonly entries: readonly StoryEntry[]
}
