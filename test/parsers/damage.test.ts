import { describe, expect, it } from 'vitest'
import { Snapshot } from '../../parsers/model.ts'
import { attempt, readableCases, type SingleDocument, singleDocuments, withText } from '../support/cases.ts'
import {
  type Damage,
  damagedJson,
  nativeWordsOf,
  nonsense,
  turnedGreen,
  withoutElements,
  withoutKeys,
  withoutValue,
  withoutWord,
} from '../support/damage.ts'

/** Every document of every fixture case, with one thing wrong at a time: it never looks better than it did. */

const single = singleDocuments(readableCases())
const json = single.filter(({ document }) => document.body.medium === 'json')
const markup = single.filter(({ document }) => document.body.medium === 'html' || document.body.medium === 'xml')

describe('parsers/*/parse, on damaged documents', () => {
  it.each(json)('$name: whatever is missing, empty or of another type, nothing turns green by it', (one) => {
    expect(greenAfter(one, damagedJson(one.document.body.text))).toStrictEqual([])
  })

  it.each(markup)('$name: whatever element is missing, nothing turns green by it', (one) => {
    expect(greenAfter(one, withoutElements(one.document.body.text, one.document.body.medium === 'xml'))).toStrictEqual([])
  })

  it.each(markup)('$name: whatever key of an embedded state is missing, nothing turns green by it', (one) => {
    expect(greenAfter(one, withoutKeys(one.document.body.text))).toStrictEqual([])
  })

  it.each(single)('$name: whatever status word is another, nothing turns green by it', (one) => {
    const { text } = one.document.body
    const damages = [...wordsOf(one)].flatMap((word) => withoutWord(text, word))

    expect(greenAfter(one, damages)).toStrictEqual([])
  })

  it.each(json)('$name: an invented word becomes unknown, is kept and is listed', ({ platform, source, document, fixture }) => {
    const words = nativeWordsOf(platform.parse({ [source]: [document] }, fixture.context))

    // A headline that is put together out of other words stands nowhere as it is, and a number is no word.
    for (const word of [...words].filter((native) => !/^\d+$/u.test(native) && document.body.text.includes(JSON.stringify(native)))) {
      const text = withoutValue(document.body.text, word)
      const snapshot = attempt(platform, source, withText(document, text), fixture)
      const omitted = snapshot?.omissions.some(({ native, path }) => native === nonsense && path.startsWith(source))

      expect({ word, isListed: omitted }).toStrictEqual({ word, isListed: true })
      expect(JSON.stringify(snapshot)).toContain('"unknown"')
    }
  })

  it.each(json)(
    '$name: strings of any kind pass through or are refused, and never throw anything else',
    ({ platform, source, document, fixture }) => {
      const hostile = ['__proto__', 'constructor', '\u0000\uD800', 'a'.repeat(100_000), '<script>alert(1)</script>', '2026-02-30T25:61:61Z']

      for (const { text } of damagedJson(document.body.text, hostile)) {
        const snapshot = attempt(platform, source, withText(document, text), fixture)
        expect(snapshot === undefined || Snapshot.safeParse(snapshot).success).toBe(true)
      }
    },
  )
})

function wordsOf({ platform, source, document, fixture }: SingleDocument): ReadonlySet<string> {
  const snapshot = platform.parse({ [source]: [document] }, fixture.context)
  return new Set([...nativeWordsOf(snapshot), ...(snapshot.native === undefined ? [] : [snapshot.native])])
}

/** What each damage made look better, where it did. */
function greenAfter({ platform, source, document, fixture }: SingleDocument, damages: readonly Damage[]): readonly string[] {
  const before = platform.parse({ [source]: [document] }, fixture.context)
  return damages.flatMap(({ what, text }) => {
    const after = attempt(platform, source, withText(document, text), fixture)
    return after ? turnedGreen(before, after).map((green) => `${what}: ${green}`) : []
  })
}
