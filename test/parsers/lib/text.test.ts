import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyLimit, cleanBody, cleanName, cleanText, limitBytes, nameLimit } from '../../../parsers/lib/text.ts'

const anything = fc.string({ unit: 'binary' })

describe('parsers/lib/text', () => {
  it.each([
    ['plain text', 'All is  well.\n\tReally. ', 'All is  well.\n\tReally. '],
    ['Japanese', 'サービス', 'サービス'],
    ['a NUL and a backspace', 'a\u0000b\u0008c', 'abc'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['a whole pair', 'a😀b', 'a😀b'],
    ['what XML cannot carry', '\uFFFEa\uFFFF\u001B', 'a'],
    ['carriage returns, which it can', 'a\r\nb', 'a\r\nb'],
  ])('%s', (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected)
  })

  it('leaves nothing behind that cannot be stored or sent on', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const clean = cleanText(text)

        expect(clean.isWellFormed()).toBe(true)
        expect(clean.split('').every((character) => character >= ' ' || '\t\n\r'.includes(character))).toBe(true)
        expect(cleanText(clean)).toBe(clean)
      }),
    )
  })

  it('keeps within the limit of bytes, at a whole character, and marks the cut', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 3, max: 60 }), (text, limit) => {
        const clean = cleanText(text)

        const kept = limitBytes(clean, limit)

        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(limit)
        expect(kept === clean || (kept.endsWith('…') && clean.startsWith(kept.slice(0, -1)))).toBe(true)
        expect(kept === clean).toBe(Buffer.byteLength(clean) <= limit)
        expect(kept.isWellFormed()).toBe(true)
      }),
    )
  })

  it.each([
    ['name', cleanName, nameLimit],
    ['body', cleanBody, bodyLimit],
  ] as const)('bounds a %s', (_what, clean, limit) => {
    expect(clean('x'.repeat(limit))).toHaveLength(limit)
    expect(Buffer.byteLength(clean('😀'.repeat(limit)))).toBeLessThanOrEqual(limit)
  })

  it('takes no longer than its text is long', () => {
    const hostile = [' '.repeat(400_000), '<'.repeat(400_000), '\u0000'.repeat(400_000), '\uD800'.repeat(400_000)]
    const started = process.cpuUsage()

    for (const text of hostile) cleanBody(text)

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
  })
})
