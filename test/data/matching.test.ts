import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lettersOf, matchUpdates } from '../../data/changes/matching.ts'
import type { UpdateState } from '../../data/changes/moment.ts'
import type { UpdateTable } from '../../data/database/schema.ts'
import type { Update } from '../../parsers/model.ts'
import { at, secondsAfter, update as updateRow } from '../support/rows.ts'

const start = at('2026-03-01T10:00:00Z')

function stored(id: string, row: Partial<UpdateTable> = {}): UpdateState {
  return { row: updateRow('entry', id, { posted_at: start, ...row }), versions: [] }
}

function told(fields: Partial<Update> = {}): Update {
  return { phase: 'investigating', native: 'Investigating', body: 'Text of a', format: 'text', postedAt: start, ...fields }
}

/** The ids of the stored updates that the told ones are, in the order told; a dash where one is new. */
function match(updates: readonly Update[], states: readonly UpdateState[]): readonly string[] {
  const matches = matchUpdates(updates, states)
  return updates.map((update) => matches.get(update)?.row.id ?? '-')
}

const minuteLater = secondsAfter(start, 60)
const identified = { phase: 'identified', native: 'Identified' } as const

describe('data/changes/matching.ts', () => {
  describe('where both sides have ids', () => {
    it('goes by them alone, whatever else is different', () => {
      const states = [stored('a', { native_id: '1' }), stored('b', { native_id: '2', body: 'Text of b' })]

      expect(match([told({ nativeId: '2', ...identified, body: 'Text of a' }), told({ nativeId: '3' })], states)).toEqual(['b', '-'])
    })

    it('gives one id to one update', () => {
      expect(match([told({ nativeId: '1' }), told({ nativeId: '1' })], [stored('a', { native_id: '1' })])).toEqual(['a', '-'])
    })
  })

  describe('where there are none', () => {
    it.each([
      { what: 'the same', update: told() },
      { what: 'the same words at another time', update: told({ postedAt: minuteLater }) },
      { what: 'other words at the same time', update: told({ body: 'Text of b' }) },
      { what: 'other seconds of the same minute', update: told({ postedAt: secondsAfter(start, 42) }) },
      { what: 'the same label in another spelling', update: told({ native: 'INVESTIGATING' }) },
      { what: 'the same words in another markup', update: told({ body: '<p>Text <b>of</b> a.</p>', format: 'html' }) },
    ])('knows $what', ({ update }) => {
      expect(match([update], [stored('a')])).toEqual(['a'])
    })

    it.each([
      { what: 'another label, as it is by the label and the time that an update is told', update: told(identified) },
      { what: 'other words at another time', update: told({ body: 'Text of b', postedAt: minuteLater }) },
      {
        what: 'a label without a phase where there was one',
        update: { body: 'Text of a', format: 'text', native: 'Update', postedAt: start } as const,
      },
    ])('takes for new: $what', ({ update }) => {
      expect(match([update], [stored('a')])).toEqual(['-'])
    })

    it('prefers the same to a retimed one, and that to an edited one', () => {
      const states = [stored('edited', { body: 'Other words' }), stored('retimed', { posted_at: minuteLater }), stored('same')]
      const texts = states.map((state, index) => ({ ...state, row: { ...state.row, body: index === 0 ? 'Other words' : 'Text of a' } }))

      expect(match([told()], texts)).toEqual(['same'])
      expect(match([told()], texts.slice(0, 2))).toEqual(['retimed'])
      expect(match([told()], texts.slice(0, 1))).toEqual(['edited'])
    })

    it('keeps two of one label and minute apart, in the order of the page', () => {
      const states = [stored('a', { body: 'First' }), stored('b', { body: 'Second' })]

      expect(match([told({ body: 'First' }), told({ body: 'Second, edited' })], states)).toEqual(['a', 'b'])
      expect(match([told({ body: 'First, edited' }), told({ body: 'Second, edited' })], states)).toEqual(['a', 'b'])
    })
  })

  describe('where one source has ids and another has none', () => {
    it.each([
      { what: 'a feed tells what the interface told', update: told(), row: { native_id: '1', native: 'investigating' } },
      { what: 'an interface tells what the feed told', update: told({ nativeId: '1', native: 'investigating' }), row: {} },
      {
        what: 'a page says "Update" where the interface names the phase',
        update: { ...told({ native: 'Update' }), phase: undefined },
        row: { native_id: '1' },
      },
      { what: 'a stamp has seconds in one source alone', update: told({ nativeId: '1', postedAt: secondsAfter(start, 31) }), row: {} },
    ])('knows that $what', ({ update: { phase, ...rest }, row }) => {
      const update: Update = phase === undefined ? rest : { ...rest, phase }

      expect(match([update], [stored('a', { body: 'Text of a', ...row })])).toEqual(['a'])
    })

    it('does not take one id for another', () => {
      expect(match([told({ nativeId: '2' })], [stored('a', { native_id: '1' })])).toEqual(['-'])
    })
  })

  it('reads letters alone out of text, Markdown and HTML', () => {
    expect(lettersOf('<p>We&nbsp;have a <a href="x">fix</a>.<br>Done &amp; dusted</p>')).toBe(lettersOf('We have a **fix**.\nDone dusted!'))
    expect(lettersOf('1 < 2')).toBe('1')
    expect(lettersOf('<')).toBe('')
  })

  interface Post {
    readonly phase: 'investigating' | 'identified' | 'monitoring'
    readonly minute: number
    readonly text: number
  }

  const post: fc.Arbitrary<Post> = fc.record({
    phase: fc.constantFrom('investigating', 'identified', 'monitoring'),
    minute: fc.integer({ min: 0, max: 500 }),
    text: fc.nat({ max: 100_000 }),
  })
  /** No two alike in label and minute, nor in label and text: each can be told from the others. */
  const posts = fc.uniqueArray(post, {
    maxLength: 12,
    comparator: (a, b) => a.phase === b.phase && (a.minute === b.minute || a.text === b.text),
  })
  const fates = fc.array(fc.constantFrom('same', 'edited', 'retimed', 'removed'), { minLength: 12, maxLength: 12 })

  function stateOf({ phase, minute, text }: Post, index: number): UpdateState {
    return stored(String(index), { phase, native: phase, body: `Text ${text}`, posted_at: secondsAfter(start, minute * 60) })
  }

  function updateOf({ phase, minute, text }: Post, fate: 'same' | 'edited' | 'retimed', index: number): Update {
    return told({
      phase,
      native: phase,
      body: fate === 'edited' ? `Words ${index}` : `Text ${text}`,
      postedAt: secondsAfter(start, (fate === 'retimed' ? 1_000 + index : minute) * 60),
    })
  }

  it('never takes an edit for a removal and an addition, nor the reverse', () => {
    fc.assert(
      fc.property(posts, fates, fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: 4 }), fc.boolean(), (list, ends, added, isReversed) => {
        const survivors = list.flatMap((each, index) => {
          const fate = ends[index] ?? 'same'
          return fate === 'removed' ? [] : [{ update: updateOf(each, fate, index), id: String(index) }]
        })
        const fresh = added.map((minute) => ({
          update: told({ ...identified, body: `New ${minute}`, postedAt: secondsAfter(start, (2_000 + minute) * 60) }),
          id: '-',
        }))
        const all = isReversed ? [...fresh, ...survivors].toReversed() : [...survivors, ...fresh]

        expect(
          match(
            all.map(({ update }) => update),
            list.map(stateOf),
          ),
        ).toEqual(all.map(({ id }) => id))
      }),
      { numRuns: 500 },
    )
  })

  it('gives each stored update to one told one at the most, and none to none, however alike they are', () => {
    const alike = fc.record({
      phase: fc.constantFrom('investigating', 'identified'),
      minute: fc.integer({ min: 0, max: 1 }),
      text: fc.integer({ min: 0, max: 1 }),
      id: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(alike, { maxLength: 8 }), fc.array(alike, { maxLength: 8 }), (before, after) => {
        const states = before.map(({ id, ...each }, index) => {
          const state = stateOf({ ...each, phase: each.phase === 'identified' ? 'identified' : 'investigating' }, index)
          return { ...state, row: { ...state.row, native_id: id === undefined ? null : String(id) } }
        })
        const updates = after.map(({ id, ...each }, index) => {
          const update = updateOf({ ...each, phase: each.phase === 'identified' ? 'identified' : 'investigating' }, 'same', index)
          return id === undefined ? update : { ...update, nativeId: String(id) }
        })

        const matches = matchUpdates(updates, states)

        expect(new Set(matches.values()).size).toBe(matches.size)
        for (const [update, state] of matches) {
          expect(update.nativeId === undefined || state.row.native_id === null || update.nativeId === state.row.native_id).toBe(true)
        }
      }),
    )
  })
})
