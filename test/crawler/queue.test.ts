import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostQueue, HostPaused, type HostQueue, type QueueOptions, QueueStopped } from '../../crawler/queue.ts'

const second = 1_000

/** Time stands still but for what a test lets pass. */
describe('crawler/queue.ts', () => {
  /** When each task was begun, by its name. */
  let begun: { readonly name: string; readonly at: number }[]
  let running: number
  let mostRunning: number

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 })
    begun = []
    running = 0
    mostRunning = 0
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function queueOf(options: Partial<QueueOptions> = {}): HostQueue {
    return createHostQueue({ concurrency: 3, perHost: 1, gapMilliseconds: 250, isUnpaced: () => false, now: Date.now, ...options })
  }

  function task(name: string, milliseconds: number): () => Promise<string> {
    return async () => {
      begun.push({ name, at: Date.now() })
      running++
      mostRunning = Math.max(mostRunning, running)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      running--
      return name
    }
  }

  /** How it ended, without waiting: a task that nobody begins never ends. */
  function outcomeOf(added: Promise<string>): { value: string | undefined } {
    const outcome: { value: string | undefined } = { value: undefined }
    added.then(
      (name) => (outcome.value = name),
      (error: unknown) => (outcome.value = error instanceof Error ? error.name : 'thrown'),
    )
    return outcome
  }

  it('gives the room of a task that stands aside to another, and its host to none', async () => {
    const queue = queueOf({ concurrency: 1 })
    const aside = queue.add('https://one.example/x', () => queue.aside(task('browser', 5_000)))
    const others = ['https://two.example/x', 'https://one.example/y'].map((url) => queue.add(url, task(url, 1_000)))

    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all([aside, ...others])

    expect(begun).toEqual([
      { name: 'browser', at: 0 },
      { name: 'https://two.example/x', at: 0 },
      { name: 'https://one.example/y', at: 5_000 },
    ])
    expect(mostRunning).toBe(2)
  })

  it('asks one host for one thing at a time, with a gap between the starts', async () => {
    const queue = queueOf()
    const all = ['a', 'b', 'c'].map((name) => queue.add('https://one.example/x', task(name, 100)))

    await vi.advanceTimersByTimeAsync(second)

    expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
    expect(begun).toEqual([
      { name: 'a', at: 0 },
      { name: 'b', at: 250 },
      { name: 'c', at: 500 },
    ])
    expect(mostRunning).toBe(1)
  })

  it('never begins one before the one before it has ended, however long that takes', async () => {
    const queue = queueOf()
    for (const name of ['a', 'b']) void queue.add('https://one.example', task(name, 700))

    await vi.advanceTimersByTimeAsync(5 * second)

    expect(begun.map(({ at }) => at)).toEqual([0, 700])
  })

  it('keeps the gap after the host had nothing to do', async () => {
    const queue = queueOf()
    void queue.add('https://one.example', task('a', 10))
    await vi.advanceTimersByTimeAsync(50)
    void queue.add('https://one.example', task('b', 10))

    await vi.advanceTimersByTimeAsync(second)

    expect(begun.map(({ at }) => at)).toEqual([0, 250])
  })

  it('asks many hosts at once, up to the cap over all', async () => {
    const queue = queueOf()
    for (let host = 0; host < 7; host++) void queue.add(`https://host-${host}.example`, task(`${host}`, 400))

    await vi.advanceTimersByTimeAsync(10 * second)

    expect(mostRunning).toBe(3)
    expect(begun.map(({ at }) => at)).toEqual([0, 0, 0, 400, 400, 400, 800])
  })

  it('holds no pace for hosts that want none, but the cap', async () => {
    const queue = queueOf({ isUnpaced: (url) => url.includes('own.example') })
    for (const name of ['a', 'b', 'c', 'd']) void queue.add('http://own.example', task(name, 100))

    await vi.advanceTimersByTimeAsync(second)

    expect(begun.map(({ at }) => at)).toEqual([0, 0, 0, 100])
  })

  it('counts hosts by name and port, whatever the path', async () => {
    const queue = queueOf()
    for (const url of ['https://one.example/a', 'https://one.example/b', 'https://one.example:444/']) void queue.add(url, task(url, 10))

    await vi.advanceTimersByTimeAsync(second)

    expect(begun.map(({ at }) => at)).toEqual([0, 0, 250])
  })

  it('hands on what a task throws, and goes on with the next', async () => {
    const queue = queueOf()
    const failed = outcomeOf(queue.add('https://one.example', () => Promise.reject(new RangeError('no'))))
    const next = outcomeOf(queue.add('https://one.example', task('b', 10)))

    await vi.advanceTimersByTimeAsync(second)

    expect([failed.value, next.value]).toEqual(['RangeError', 'b'])
  })

  it('forgets hosts that have nothing to do', async () => {
    const queue = queueOf()
    for (let host = 0; host < 50; host++) void queue.add(`https://host-${host}.example`, task('x', 10))
    await vi.advanceTimersByTimeAsync(100)
    const meanwhile = queue.hosts

    await vi.advanceTimersByTimeAsync(10 * second)

    expect(meanwhile).toBe(50)
    expect(queue.hosts).toBe(0)
  })

  it('refuses what waits for a host that is paused, and what comes later, until the pause is over', async () => {
    const queue = queueOf()
    const first = outcomeOf(queue.add('https://one.example/a', task('a', 100)))
    const waiting = outcomeOf(queue.add('https://one.example/b', task('b', 100)))
    const other = outcomeOf(queue.add('https://two.example', task('c', 100)))
    await vi.advanceTimersByTimeAsync(50)

    queue.pause('https://one.example/a', 60 * second)
    const late = outcomeOf(queue.add('https://one.example/d', task('d', 100)))
    await vi.advanceTimersByTimeAsync(500)
    const refused = [first.value, waiting.value, late.value, other.value]
    await vi.advanceTimersByTimeAsync(60 * second)
    const after = outcomeOf(queue.add('https://one.example/e', task('e', 100)))
    await vi.advanceTimersByTimeAsync(second)

    // What was begun runs to its end.
    expect(refused).toEqual(['a', 'HostPaused', 'HostPaused', 'c'])
    expect(after.value).toBe('e')
  })

  it('says until when a host is paused, and takes the longest of several pauses', async () => {
    const queue = queueOf({ isUnpaced: () => true })
    queue.pause('https://one.example', 60 * second)
    queue.pause('https://one.example', 10 * second)

    const refusal = queue.add('https://one.example', task('a', 10))

    await expect(refusal).rejects.toBeInstanceOf(HostPaused)
    await expect(refusal).rejects.toMatchObject({ until: 60 * second })
  })

  it('drains: what runs comes to its end, what waits is refused at once, nothing new is begun', async () => {
    const queue = queueOf()
    const added = ['a', 'b', 'c'].map((name) => outcomeOf(queue.add('https://one.example', task(name, 5 * second))))
    const others = ['d', 'e', 'f'].map((name) => outcomeOf(queue.add(`https://${name}.example`, task(name, 5 * second))))
    await vi.advanceTimersByTimeAsync(10)

    let isDrained = false
    const drained = queue.drain().then(() => (isDrained = true))
    await vi.advanceTimersByTimeAsync(10)
    const meanwhile = [...added, ...others].map(({ value }) => value)
    const stillRuns = !isDrained
    await vi.advanceTimersByTimeAsync(5 * second)
    await drained

    expect(meanwhile).toEqual([undefined, 'QueueStopped', 'QueueStopped', undefined, undefined, 'QueueStopped'])
    expect(stillRuns).toBe(true)
    expect([added[0]?.value, others[0]?.value, others[1]?.value]).toEqual(['a', 'd', 'e'])
    await expect(queue.add('https://late.example', task('g', 10))).rejects.toBeInstanceOf(QueueStopped)
    // No timer of a host whose tasks were refused keeps the process alive.
    await vi.advanceTimersByTimeAsync(second)
    expect(vi.getTimerCount()).toBe(0)
  })
})
