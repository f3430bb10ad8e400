/** Something that must be over by a moment of `performance.now()`, and what to do where it is not. */
export interface Expiring {
  readonly expiresAt: number
  expire(nowMilliseconds: number): void
}

export interface Deadlines {
  add(entry: Expiring): void
  delete(entry: Expiring): void
}

/**
 * One coarse timer for all requests of a client, since a timer or AbortSignal for each costs more than all else that
 * we add to a request. Entries expire up to `tickMilliseconds` late. The timer keeps no process alive.
 */
export function createDeadlines(tickMilliseconds: number): Deadlines {
  const entries = new Set<Expiring>()
  let timer: NodeJS.Timeout | undefined

  function sweep(): void {
    const now = performance.now()
    for (const entry of entries) if (entry.expiresAt <= now) entry.expire(now)
    if (entries.size > 0) timer?.refresh()
    else timer = undefined
  }

  return {
    add: (entry) => {
      entries.add(entry)
      timer ??= setTimeout(sweep, tickMilliseconds).unref()
    },
    delete: (entry) => void entries.delete(entry),
  }
}
