import PQueue from 'p-queue'

export interface HostQueue {
  /** Runs `task` when its host and the whole crawler have room for it; the oldest first. */
  add<T>(url: string, task: () => Promise<T>): Promise<T>
  /** Tasks waiting or running. */
  readonly size: number
  /** Takes no more tasks off the queue; resolves when the running ones are done. */
  drain(): Promise<void>
}

export interface QueueOptions {
  /** Tasks at the same time, over all hosts. */
  readonly concurrency: number
  readonly perHost: number
  /** Least time between the starts of two tasks of one host, in milliseconds. */
  readonly gapMilliseconds: number
  /** Hosts of which no pacing is asked: the operator's own, and those behind the operator's proxy. */
  readonly isUnpaced: (url: string) => boolean
}

/** One queue for each host under a global cap. A host's queue lives only while it has work. */
export function createHostQueue({ concurrency, perHost, gapMilliseconds, isUnpaced }: QueueOptions): HostQueue {
  const all = new PQueue({ concurrency })
  const hosts = new Map<string, PQueue>()
  let stopped = false
  let size = 0

  function hostQueue(host: string): PQueue {
    const known = hosts.get(host)
    if (known) return known
    const queue = new PQueue({ concurrency: perHost, ...(gapMilliseconds > 0 ? { interval: gapMilliseconds, intervalCap: perHost } : {}) })
    hosts.set(host, queue)
    return queue
  }

  /** The pace of a host outlasts its work by one gap. */
  function forgetIdle(host: string, queue: PQueue): void {
    if (queue.size + queue.pending > 0) return
    setTimeout(() => {
      if (queue.size + queue.pending === 0) hosts.delete(host)
    }, gapMilliseconds).unref()
  }

  async function underGlobalCap<T>(task: () => Promise<T>): Promise<T> {
    return all.add(async () => {
      if (stopped) throw new QueueStopped()
      return task()
    })
  }

  return {
    get size() {
      return size
    },
    async add(url, task) {
      size++
      const { host } = new URL(url)
      try {
        if (isUnpaced(url)) return await underGlobalCap(task)
        const queue = hostQueue(host)
        try {
          return await queue.add(async () => underGlobalCap(task))
        } finally {
          forgetIdle(host, queue)
        }
      } finally {
        size--
      }
    },
    async drain() {
      stopped = true
      await all.onIdle()
    },
  }
}

/** The crawler is shutting down: this task was never begun. */
export class QueueStopped extends Error {
  override readonly name = 'QueueStopped'
  constructor() {
    super('The queue has stopped')
  }
}
