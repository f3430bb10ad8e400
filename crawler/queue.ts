import PQueue from 'p-queue'

export interface HostQueue {
  /**
   * Runs `task` when its host and the whole crawler have room for it; the oldest first. Rejects with HostPaused where the
   * host wants to be left alone, and with QueueStopped where the queue was stopped before: the task was never begun.
   */
  readonly add: <T>(url: string, task: () => Promise<T>) => Promise<T>
  /**
   * For a running task that waits for something else than its host: meanwhile another task has its room, and its host
   * stays taken.
   */
  readonly aside: <T>(wait: () => Promise<T>) => Promise<T>
  /** Leaves the URL's host alone for so long; what waits for it is refused. */
  readonly pause: (url: string, milliseconds: number) => void
  /** Of how many hosts something is remembered: their pace, or their pause. */
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
export function createHostQueue({ concurrency, isUnpaced, now, ...pace }: QueueOptions): HostQueue {
  const all = new PQueue({ concurrency })
  const hosts = createPacedHosts(pace)
  const pauses = new Map<string, number>()
  let isStopped = false

  function refuse(host: string): void {
    if (isStopped) throw new QueueStopped()
    const until = pauses.get(host)
    if (until === undefined) return
    if (until > now()) throw new HostPaused(until)
    pauses.delete(host)
  }

  return {
    get hosts() {
      return hosts.size + pauses.size
    },
    async add(url, task) {
      const { host } = new URL(url)
      refuse(host)
      let isBegun = false
      async function inTurn(): ReturnType<typeof task> {
        refuse(host)
        isBegun = true
        return task()
      }
      try {
        return await (isUnpaced(url) ? all.add(inTurn) : hosts.add(host, () => all.add(inTurn)))
      } catch (error) {
        // Taken out of a queue before its turn, it hears of that alone; why is known here.
        if (!isBegun) refuse(host)
        throw error
      }
    },
    async aside(wait) {
      all.concurrency++
      try {
        return await wait()
      } finally {
        all.concurrency--
      }
    },
    pause(url, milliseconds) {
      const { host } = new URL(url)
      pauses.set(host, Math.max(pauses.get(host) ?? 0, now() + milliseconds))
      hosts.clear(host)
    },
    async drain() {
      isStopped = true
      hosts.clear()
      all.clear()
      await all.onIdle()
    },
  }
}

interface PacedHosts {
  readonly size: number
  readonly add: <T>(host: string, task: () => Promise<T>) => Promise<T>
  /** Rejects what waits, for one host or for all. */
  readonly clear: (host?: string) => void
}

function createPacedHosts({ perHost, gapMilliseconds }: Pick<QueueOptions, 'perHost' | 'gapMilliseconds'>): PacedHosts {
  const queues = new Map<string, PQueue>()

  function queueOf(host: string): PQueue {
    const known = queues.get(host)
    if (known) return known
    const pace = gapMilliseconds > 0 ? { interval: gapMilliseconds, intervalCap: 1, strict: true } : {}
    const queue = new PQueue({ concurrency: perHost, ...pace })
    queues.set(host, queue)
    return queue
  }

  /** The pace of a host outlasts its work by one gap. */
  function forgetIdle(host: string, queue: PQueue): void {
    if (queue.size + queue.pending > 0) return
    setTimeout(() => {
      if (queue.size + queue.pending === 0 && queues.get(host) === queue) queues.delete(host)
    }, gapMilliseconds).unref()
  }

  return {
    get size() {
      return queues.size
    },
    async add(host, task) {
      const queue = queueOf(host)
      try {
        return await queue.add(task)
      } finally {
        forgetIdle(host, queue)
      }
    },
    clear(host) {
      const cleared = host === undefined ? queues.values() : [queues.get(host)]
      for (const queue of cleared) queue?.clear()
    },
  }
}
