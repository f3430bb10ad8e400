import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Listing, placeList } from '../../data/changes/listing.ts'
import type { EntryState } from '../../data/changes/moment.ts'
import { incident } from '../support/rows.ts'

/** What the store holds of a list after a reading, by native id. */
interface Place {
  readonly order: number
  readonly digest: string
  readonly listed: boolean
}
type Places = ReadonlyMap<string, Place>

function statesOf(places: Places): ReadonlyMap<string, EntryState> {
  return new Map(
    [...places].map(([id, { order, digest, listed }]) => [
      id,
      { row: incident('v', id, { native_id: id, list_order: order, digest, listed: listed ? 1 : 0 }) },
    ]),
  )
}

/** A reading of the list, as `id` or `id:digest`, newest first. */
function read(
  list: readonly string[],
  before: Places = new Map(),
): { readonly listing: Listing; readonly removed: readonly string[]; readonly after: Places } {
  const told = list.map((text) => {
    const [nativeId = '', digest = 'same'] = text.split(':')
    return { nativeId, digest }
  })
  const listing = placeList(told, statesOf(before))
  const toldIds = new Set(told.map(({ nativeId }) => nativeId))
  const missing = [...before].filter(([id, place]) => place.listed && !toldIds.has(id))
  const removed = missing.filter(([, place]) => place.order > listing.lowestUnmoved).map(([id]) => id)
  const after = new Map([...before].map(([id, place]) => [id, { ...place, listed: false }]))
  for (const { nativeId, digest } of told) after.set(nativeId, { order: listing.orders.get(nativeId) ?? 0, digest, listed: true })
  return { listing, removed, after }
}

/** The places after some readings, one after the other. */
function placesAfter(...lists: readonly (readonly string[])[]): Places {
  return lists.reduce<Places>((places, list) => read(list, places).after, new Map())
}

describe('data/changes/listing.ts', () => {
  it('gives places that rise from the end of the list to its top', () => {
    const { listing } = read(['c', 'b', 'a'])

    expect([...listing.orders.entries()].toSorted((x, y) => x[1] - y[1]).map(([id]) => id)).toEqual(['a', 'b', 'c'])
    expect(listing.lowestUnmoved).toBe(Infinity)
  })

  it('keeps the places of entries that have not moved', () => {
    const before = placesAfter(['c', 'b', 'a'])

    const { listing } = read(['d', 'c', 'b', 'a'], before)

    for (const id of ['a', 'b', 'c']) expect(listing.orders.get(id)).toBe(before.get(id)?.order)
    expect(listing.orders.get('d')).toBeGreaterThan(before.get('c')?.order ?? Infinity)
  })

  it.each([
    { what: 'from its top', list: ['b', 'a'], removed: ['c'] },
    { what: 'from its middle', list: ['c', 'a'], removed: ['b'] },
    { what: 'while another one is added', list: ['d', 'c', 'a'], removed: ['b'] },
    { what: 'twice', list: ['a'], removed: ['b', 'c'] },
    { what: 'while another one is bumped to the top', list: ['b:edited', 'a'], removed: ['c'] },
  ])('sees what is taken off $what', ({ list, removed }) => {
    expect(read(list, placesAfter(['c', 'b', 'a'])).removed.toSorted()).toEqual(removed)
  })

  it.each([
    { what: 'the last ones', list: ['d', 'c'] },
    { what: 'all of them', list: [] },
    { what: 'all but new ones', list: ['e', 'd'] },
    { what: 'all below one that was changed and may have moved', list: ['d', 'a:edited'] },
  ])('takes it for the end of the list where it lacks $what', ({ list }) => {
    expect(read(list, placesAfter(['c', 'b', 'a'])).removed).toEqual([])
  })

  it('does not go by the old place of one that comes back into the list', () => {
    const places = placesAfter(['b', 'a'], ['c', 'b'], ['d', 'c'])

    expect(read(['a', 'd'], places).removed).toEqual([])
    expect(read(['a:edited'], places).removed).toEqual([])
  })

  it('counts an entry that is listed twice once, at its lower place', () => {
    const { listing } = read(['a', 'b', 'a'])

    expect(listing.orders.get('b')).toBeGreaterThan(listing.orders.get('a') ?? Infinity)
  })

  interface Turn {
    readonly added: number
    readonly bumped: readonly number[]
    readonly removed: number | undefined
  }

  const turn: fc.Arbitrary<Turn> = fc.record({
    added: fc.integer({ min: 0, max: 3 }),
    bumped: fc.array(fc.nat(), { maxLength: 2 }),
    removed: fc.option(fc.nat(), { nil: undefined }),
  })

  /** Plays a list that shows its newest few by last change; what it takes off, and what is seen of that. */
  function play(turns: readonly Turn[], shown: number): { readonly removed: readonly string[]; readonly seen: readonly string[] } {
    const all: { removed: string[]; seen: string[] } = { removed: [], seen: [] }
    let whole: { id: string; changes: number }[] = []
    let places: Places = new Map()
    let serial = 0
    for (const { added, bumped, removed } of turns) {
      if (removed === undefined) {
        for (const pick of bumped) {
          const entry = whole[pick % Math.max(whole.length, 1)]
          if (entry) whole = [{ ...entry, changes: entry.changes + 1 }, ...whole.filter((each) => each !== entry)]
        }
        for (let count = 0; count < added; count++) whole = [{ id: `e${serial++}`, changes: 0 }, ...whole]
      } else {
        // One that stands above another one that goes on standing there.
        const visible = whole.slice(0, shown)
        const entry = visible[removed % Math.max(visible.length - 1, 1)]
        if (entry && visible.length > 1) {
          whole = whole.filter((each) => each !== entry)
          all.removed.push(entry.id)
        }
      }
      const { removed: found, after } = read(
        whole.slice(0, shown).map(({ id, changes }) => `${id}:${changes}`),
        places,
      )
      places = after
      all.seen.push(...found)
    }
    return all
  }

  it('sees everything that is taken off a list sorted by the last change, and nothing that leaves it by its end', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (turns, shown) => {
        const { removed, seen } = play(turns, shown)

        expect(seen).toEqual(removed)
      }),
      { numRuns: 500 },
    )
  })
})
