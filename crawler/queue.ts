import PQueue from 'p-queue'

export interface HostQueue {
  /**
   * Runs `task` when its host and the whole crawler have room for it; the oldest first. Rejects with HostPaused where the
   * host wants to be left alone, and with QueueStopped where the queue was stopped before: the task was never begun.
   */
  readonly add: <T>(url: string, task: () => Promise<T>) => Promise<T>
  /** Leaves the URL's host alone for so long; what waits for it is refused. */
  readonly pause: (url: string, milliseconds: number) => void
  /** Hosts of which something is remembered. */
  readonly hosts: number
  /** Takes no more tasks off the queue, refuses those that wait; resolves when the running ones are done. */
  readonly drain: () => Promise<void>
}

export interface QueueOptions {
  /** Tasks at the same time, over all hosts. */
  readonly concurrency: number
  readonly perHost: number
  /** Least time between the starts of two tasks of one host, in milliseconds. */
  readonly gapMilliseconds: number
  /** Hosts of which no pacing is asked: the operator's own, and those behind the operator's proxy. */
  readonly isUnpaced: (url: string) => boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The crawler is shutting down: this task was never begun. */
export class QueueStopped extends Error {
  override readonly name = 'QueueStopped'
  constructor() {
    super('The queue has stopped')
  }
}

/** The host asked to be left alone: this task was never begun. */
export class HostPaused extends Error {
  override readonly name = 'HostPaused'
  /** Milliseconds since 1970. */
  readonly until: number
  constructor(until: number) {
    super('The host asked to be left alone')
    this.until = until
  }
}

/** One queue for each host under a global cap. A host's queue lives only while it has work. */
export function createHostQueue({ concurrency, perHost, gapMilliseconds, isUnpaced, now }: QueueOptions): HostQueue {
  const all = new PQueue({ concurrency })
  const hosts = new Map<string, PQueue>()
  const pauses = new Map<string, number>()
  let stopped = false

  function hostQueue(host: string): PQueue {
    const known = hosts.get(host)
    if (known) return known
    const pace = gapMilliseconds > 0 ? { interval: gapMilliseconds, intervalCap: 1, strict: true } : {}
    const queue = new PQueue({ concurrency: perHost, ...pace })
    hosts.set(host, queue)
    return queue
  }

  /** The pace of a host outlasts its work by one gap. */
  function forgetIdle(host: string, queue: PQueue): void {
    if (queue.size + queue.pending > 0) return
    setTimeout(() => {
      if (queue.size + queue.pending === 0 && hosts.get(host) === queue) hosts.delete(host)
    }, gapMilliseconds).unref()
  }

  function refuse(host: string): void {
    if (stopped) throw new QueueStopped()
    const until = pauses.get(host)
    if (until === undefined) return
    if (until > now()) throw new HostPaused(until)
    pauses.delete(host)
  }

  async function paced<T>(url: string, host: string, task: () => Promise<T>): Promise<T> {
    if (isUnpaced(url)) return all.add(task)
    const queue = hostQueue(host)
    try {
      return await queue.add(async () => all.add(task))
    } finally {
      forgetIdle(host, queue)
    }
  }

  return {
    get hosts() {
      return new Set([...hosts.keys(), ...pauses.keys()]).size
    },
    async add(url, task) {
      const { host } = new URL(url)
      refuse(host)
      let isBegun = false
      try {
        return await paced(url, host, async () => {
          refuse(host)
          isBegun = true
          return task()
        })
      } catch (error) {
        // Taken out of a queue before its turn, it hears of that alone; why is known here.
        if (!isBegun) refuse(host)
        throw error
      }
    },
    pause(url, milliseconds) {
      const { host } = new URL(url)
      pauses.set(host, Math.max(pauses.get(host) ?? 0, now() + milliseconds))
      hosts.get(host)?.clear()
    },
    async drain() {
      stopped = true
      for (const queue of hosts.values()) queue.clear()
      all.clear()
      await all.onIdle()
    },
  }
}
