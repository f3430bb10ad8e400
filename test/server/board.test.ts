import { describe, expect, it } from 'vitest'
import { createBoard } from '../../server/board.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import { hourAgo, now, page, secondsAfter, vendor } from '../support/rows.ts'
import { createTestServer } from './harness.ts'

async function countingStore(): Promise<{
  looks: () => number
  store: { newestChange(): Promise<number>; vendors(): Promise<readonly VendorReading[]> }
}> {
  const { context } = await createTestServer({ vendor: [vendor('v')], page: [page('v')] })
  let looks = 0
  return {
    looks: () => looks,
    store: {
      newestChange: () => context.store.newestChange(),
      vendors() {
        looks += 1
        return context.store.vendors()
      },
    },
  }
}

describe('server/board.ts', () => {
  it('serves requests that come together, and those soon after, with one look', async () => {
    const { looks, store } = await countingStore()
    const board = createBoard(store, () => now, 60_000)

    const [a, b] = await Promise.all([board(), board()])
    const later = await board()

    expect(looks()).toBe(1)
    expect(a).toBe(b)
    expect(later).toBe(a)
  })

  it('looks anew once a reading of the last look has gone stale, however young the look', async () => {
    const { looks, store } = await countingStore()
    let present = now
    const board = createBoard(store, () => present, 60_000)
    const { freshUntil } = await board()

    present = freshUntil ?? now
    await board()
    expect(looks()).toBe(1)

    present = secondsAfter(freshUntil ?? now, 0.001)
    await board()
    expect(looks()).toBe(2)
  })

  it('does not keep a failed look', async () => {
    const { store } = await countingStore()
    let fails = true
    const board = createBoard(
      { ...store, newestChange: () => (fails ? Promise.reject(new Error('locked')) : store.newestChange()) },
      () => now,
      60_000,
    )

    await expect(board()).rejects.toThrow('locked')
    fails = false

    expect((await board()).vendors).toHaveLength(1)
  })

  it('knows vendors by id and when the first reading goes stale', async () => {
    const { context } = await createTestServer({
      vendor: [vendor('a'), vendor('b', { position: 1 })],
      page: [page('a'), page('b', { read_at: hourAgo, health_at: hourAgo })],
    })

    const board = await context.board()

    expect(board.byId.get('b')).toMatchObject({ trust: 'stale' })
    expect(board.freshUntil).toBe(board.vendors[0]?.pages[0]?.freshUntil)
  })
})
