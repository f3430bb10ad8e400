import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDeadlines, type Expiring } from '../../../crawler/fetch/deadlines.ts'

interface Entry extends Expiring {
  expirations: number
}

function entry(expiresAt: number, origin = 'https://a.example', isWaiting = false): Entry {
  return {
    expiresAt,
    origin,
    isWaiting,
    slot: -1,
    expirations: 0,
    expire() {
      this.expirations += 1
    },
  }
}

describe('crawler/fetch/deadlines.ts', () => {
  it('ends what is due, again and again until it leaves the list, and nothing else', async () => {
    const deadlines = createDeadlines(1)
    const due = entry(performance.now() - 1)
    const later = entry(performance.now() + 3_600_000)
    const gone = entry(performance.now() - 1)
    for (const each of [due, later, gone]) deadlines.add(each)
    deadlines.delete(gone)

    await expect.poll(() => due.expirations, { timeout: 10_000 }).toBeGreaterThan(1)

    expect([later.expirations, gone.expirations]).toStrictEqual([0, 0])
    deadlines.delete(due)
    deadlines.delete(later)
  })

  it('starts again after it had nothing to do', async () => {
    const deadlines = createDeadlines(1)
    const first = entry(0)
    deadlines.add(first)
    deadlines.delete(first)
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
    const second = entry(0)
    deadlines.add(second)

    await expect.poll(() => second.expirations, { timeout: 10_000 }).toBeGreaterThan(0)

    expect(first.expirations).toBe(0)
    deadlines.delete(second)
  })

  it('keeps every entry in its place, in whatever order they come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (turns) => {
        const deadlines = createDeadlines(1000)
        const entries = Array.from({ length: 21 }, (_, index) => entry(Infinity, `https://${index}.example`, true))
        const listed = new Set<number>()
        for (const turn of turns) {
          const each = entries[turn]
          if (!each) continue
          if (listed.delete(turn)) deadlines.delete(each)
          else {
            listed.add(turn)
            deadlines.add(each)
          }
        }

        expect(entries.map(({ origin }) => deadlines.isAwaited(origin))).toStrictEqual(entries.map((_, index) => listed.has(index)))
        expect(new Set([...listed].map((index) => entries[index]?.slot)).size).toBe(listed.size)
        for (const index of listed) deadlines.delete(entries[index] ?? entry(0))
      }),
    )
  })

  it('forgets an entry that is not on the list without touching another', () => {
    const deadlines = createDeadlines(1000)
    const one = entry(Infinity, 'https://a.example', true)
    deadlines.add(one)
    deadlines.delete(entry(Infinity))

    expect(deadlines.isAwaited('https://a.example')).toBe(true)
    deadlines.delete(one)
    deadlines.delete(one)
    expect(deadlines.isAwaited('https://a.example')).toBe(false)
  })

  it('calls an origin awaited only while a request to it waits for a connection', () => {
    const deadlines = createDeadlines(1000)
    deadlines.add(entry(Infinity, 'https://a.example', false))
    deadlines.add(entry(Infinity, 'https://b.example', true))

    expect(['https://a.example', 'https://b.example', 'https://c.example'].map((origin) => deadlines.isAwaited(origin))).toStrictEqual([
      false,
      true,
      false,
    ])
  })
})
