import { beforeEach, describe, expect, it } from 'vitest'
import { repeat } from '../../crawler/repeat.ts'

describe('crawler/repeat.ts', () => {
  let turns: number[]
  let errors: unknown[]

  beforeEach(() => {
    turns = []
    errors = []
  })

  const options = { firstMilliseconds: 0, everyMilliseconds: 20, onError: (error: unknown) => void errors.push(error) }

  it('takes one turn after the other until it is stopped, and goes on after one that failed', async () => {
    const third = Promise.withResolvers<void>()
    const repeated = repeat(async () => {
      turns.push(turns.length + 1)
      if (turns.length === 2) throw new Error('once')
      if (turns.length === 3) third.resolve()
    }, options)

    await third.promise
    await repeated.stop()
    const stoppedAt = turns.length
    await new Promise((resolve) => setTimeout(resolve, 60))

    expect(turns.slice(0, 3)).toEqual([1, 2, 3])
    expect(errors).toEqual([new Error('once')])
    expect(turns.length).toBe(stoppedAt)
  })

  it('waits for the turn under way when it is stopped', async () => {
    const under = Promise.withResolvers<void>()
    const repeated = repeat(async () => {
      turns.push(1)
      await under.promise
      turns.push(2)
    }, options)

    const stopped = repeated.stop()
    under.resolve()
    await stopped

    expect(turns).toEqual([1, 2])
  })

  it('takes no turn where it is stopped before the first', async () => {
    const repeated = repeat(
      async () => {
        turns.push(1)
      },
      { ...options, firstMilliseconds: 10_000 },
    )

    await repeated.stop()

    expect(turns).toEqual([])
  })
})
