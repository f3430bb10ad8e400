import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPollWriter } from '../../crawler/writer.ts'
import type { Poll, Recorded } from '../../data/store/poll.ts'
import { at } from '../support/rows.ts'

function poll(pageId: string): Poll {
  const observedAt = at('2026-03-01T00:00:00Z')
  return {
    type: 'failed',
    outcome: 'unreachable',
    kind: 'timeout',
    detail: 'deadline',
    understood: true,
    digest: pageId,
    pageId,
    observedAt,
    recordedAt: observedAt,
    bytes: 0,
    durationMilliseconds: 1,
  }
}

describe('crawler/writer.ts', () => {
  let batches: string[][]
  /** What the store waits for before it has written a transaction. */
  let gate: Promise<void>
  let areMoreComing: boolean

  beforeEach(() => {
    batches = []
    gate = Promise.resolve()
    areMoreComing = true
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  /** A store that refuses whole transactions in which page "bad" is named. */
  async function record(polls: readonly Poll[]): Promise<readonly Recorded[]> {
    batches.push(polls.map(({ pageId }) => pageId))
    await gate
    if (polls.some(({ pageId }) => pageId === 'bad')) throw new Error('no such page')
    return polls.map(({ pageId }) => ({ outcome: 'unreachable', changes: pageId === 'a' ? ['page_failed'] : [] }))
  }

  it('records what comes within a moment in one transaction, and answers each with its own', async () => {
    const writer = createPollWriter(record, () => areMoreComing)

    const recorded = await Promise.all(['a', 'b', 'c'].map((id) => writer.record(poll(id))))

    expect(batches).toEqual([['a', 'b', 'c']])
    expect(recorded.map(({ changes }) => changes)).toEqual([['page_failed'], [], []])
  })

  it('waits for no others where none are coming, and no longer than until a transaction is full', async () => {
    vi.useFakeTimers()
    const writer = createPollWriter(record, () => areMoreComing)
    const ids = Array.from({ length: 70 }, (_, number) => `p${number}`)
    const recorded = ids.slice(0, 69).map((id) => writer.record(poll(id)))
    await vi.advanceTimersByTimeAsync(0)
    expect(batches).toEqual([ids.slice(0, 64)])

    areMoreComing = false
    recorded.push(writer.record(poll('p69')))
    await Promise.all(recorded)

    expect(batches).toEqual([ids.slice(0, 64), ids.slice(64)])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('records what comes while another transaction runs in the next one', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>()
    gate = promise
    const writer = createPollWriter(record, () => areMoreComing)
    const first = writer.record(poll('a'))
    await expect.poll(() => batches.length).toBe(1)
    const others = ['b', 'c'].map((id) => writer.record(poll(id)))

    open()
    await Promise.all([first, ...others])

    expect(batches).toEqual([['a'], ['b', 'c']])
  })

  it('takes a bounded number into one transaction, and all of them in order', async () => {
    const writer = createPollWriter(record, () => areMoreComing)
    const ids = Array.from({ length: 1_000 }, (_, number) => `p${number}`)

    await Promise.all(ids.map((id) => writer.record(poll(id))))

    const [full = 0, ...others] = batches.map((batch) => batch.length)
    expect(full).toBeLessThanOrEqual(200)
    expect(others.slice(0, -1).every((length) => length === full)).toBe(true)
    expect(batches.flat()).toEqual(ids)
  })

  it('lets a poll that cannot be recorded fail alone', async () => {
    const writer = createPollWriter(record, () => areMoreComing)

    const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((id) => writer.record(poll(id))))

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
  })

  it('lets those wait who would hand in more than the store can take, until it has taken some', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>()
    gate = promise
    const writer = createPollWriter(record, () => areMoreComing)
    await writer.room()
    const recorded = Array.from({ length: 1_000 }, (_, number) => writer.record(poll(`p${number}`)))
    let hasRoom = false
    const room = writer.room().then(() => (hasRoom = true))
    await expect.poll(() => batches.length).toBe(1)

    const before = hasRoom
    open()
    await room
    const after = batches.length
    await Promise.all(recorded)

    expect(before).toBe(false)
    // As soon as there is room, not when everything is written.
    expect(after).toBeLessThan(batches.length)
  })
})
