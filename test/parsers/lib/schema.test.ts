import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { list, looseArray, present, told } from '../../../parsers/lib/schema.ts'

describe('parsers/lib/schema', () => {
  it('leaves bad elements out of a loose list and counts them', () => {
    const loose = looseArray(z.object({ id: z.string() })).parse([{ id: 'a' }, { id: 7 }, null, 'x', { id: 'b', more: true }])

    expect(present(loose)).toStrictEqual({ kept: [{ id: 'a' }, { id: 'b' }], dropped: 3 })
  })

  it('takes nothing but a list for a list', () => {
    expect(looseArray(z.string()).safeParse({ 0: 'a' }).success).toBe(false)
    expect(list(z.string()).safeParse(['a', 7]).success).toBe(false)
  })

  it('takes no list of more than 20,000', () => {
    expect(list(z.number()).safeParse(Array.from({ length: 20_000 }, () => 1)).success).toBe(true)
    expect(list(z.number()).safeParse(Array.from({ length: 20_001 }, () => 1)).success).toBe(false)
    expect(looseArray(z.number()).safeParse(Array.from({ length: 20_001 }, () => 1)).success).toBe(false)
  })

  it('keeps what was told and leaves the rest absent', () => {
    expect(told({ a: 1, b: undefined, c: null, d: '', e: false })).toStrictEqual({ a: 1, c: null, d: '', e: false })
  })
})
