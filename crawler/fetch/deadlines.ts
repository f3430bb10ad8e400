/** A request that must be over by a moment of `performance.now()`, and what to do where it is not. */
export interface Expiring {
  readonly expiresAt: number
  readonly origin: string
  /** It still waits for a connection. */
  readonly isWaiting: boolean
  /** Where the list of deadlines keeps it; -1 while it is on none. */
  slot: number
  expire(nowMilliseconds: number): void
}

export interface Deadlines {
  add(entry: Expiring): void
  /** Does nothing where the entry is not on the list. */
  delete(entry: Expiring): void
  /** Whether a request to this origin still waits for a connection. */
  isAwaited(origin: string): boolean
}

/**
 * One coarse timer for all requests of a client, since a timer or AbortSignal for each costs more than all else that
 * we add to a request. Entries expire up to `tickMilliseconds` late. The timer keeps no process alive.
 *
 * A plain list whose entries know their place, not a Set: a Set that is filled and emptied all the time leaves
 * outgrown tables behind that keep finished requests alive until the next full collection (measured: a quarter of
 * the cost of a small request).
 */
export function createDeadlines(tickMilliseconds: number): Deadlines {
  const entries: Expiring[] = []
  let timer: NodeJS.Timeout | undefined

  function sweep(): void {
    // After a stall timers come first: what has arrived meanwhile is to be read before anybody is said to be late.
    setImmediate(endDue)
    if (entries.length > 0) timer?.refresh()
    else timer = undefined
  }

  function endDue(): void {
    const now = performance.now()
    for (const entry of entries.filter(({ expiresAt }) => expiresAt <= now)) entry.expire(now)
  }

  return {
    add: (entry) => {
      entry.slot = entries.push(entry) - 1
      timer ??= setTimeout(sweep, tickMilliseconds).unref()
    },
    delete: (entry) => {
      const last = entry.slot < 0 ? undefined : entries.pop()
      if (last && last !== entry) {
        entries[entry.slot] = last
        last.slot = entry.slot
      }
      entry.slot = -1
    },
    // From the end: a connection is nearly always opened for the newest request.
    isAwaited: (origin) => entries.findLastIndex((entry) => entry.isWaiting && entry.origin === origin) >= 0,
  }
}
