import { describe, expect, it } from 'vitest'
import { Instant } from '../../../parsers/model.ts'
import { excerptOf } from '../../../server/components/excerpt.ts'
import {
  categoryWords,
  clockWords,
  dateWords,
  durationWords,
  instantWords,
  listing,
  numeral,
  plural,
  relativeWords,
} from '../../../server/components/words.ts'
import { ago, now, update } from './readings.ts'

describe('server/components/words.ts', () => {
  it.each([
    { seconds: -5, words: '0 s' },
    { seconds: 0, words: '0 s' },
    { seconds: 59.9, words: '59 s' },
    { seconds: 60, words: '1 min' },
    { seconds: 3599, words: '59 min' },
    { seconds: 3600, words: '1 h' },
    { seconds: 11_100, words: '3 h 5 min' },
    { seconds: 86_400, words: '1 d' },
    { seconds: 187_200, words: '2 d 4 h' },
    { seconds: 15 * 86_400 + 7200, words: '15 d' },
  ])('says $seconds s as $words', ({ seconds, words }) => {
    expect(durationWords(seconds * 1000)).toBe(words)
  })

  it.each([
    { minutes: 0, words: 'just now' },
    { minutes: -0.05, words: 'just now' },
    { minutes: 0.1, words: '6 s ago' },
    { minutes: 40 / 60, words: '40 s ago' },
    { minutes: 61, words: '1 h ago' },
    { minutes: 47 * 60, words: '47 h ago' },
    { minutes: 48 * 60, words: '2 d ago' },
    { minutes: -125, words: 'in 2 h' },
  ])('says $minutes min before now as "$words"', ({ minutes, words }) => {
    expect(relativeWords(ago(minutes), now)).toBe(words)
  })

  it('says moments in UTC and names the zone', () => {
    const at = Instant.parse('2026-09-03T04:05:06.789Z')

    expect(dateWords(at)).toBe('3 Sept 2026')
    expect(instantWords(at)).toBe('3 Sept 2026, 04:05 UTC')
    expect(clockWords(at)).toBe('04:05:06 UTC')
  })

  it('says numbers and lists in plain English', () => {
    expect(numeral(1_234_567)).toBe('1,234,567')
    expect(['ai', 'developer-tools', 'other'].map(categoryWords)).toEqual(['AI', 'Developer tools', 'Other'])
    expect(plural(1, 'vendor', 'vendors')).toBe('1 vendor')
    expect(plural(1000, 'vendor', 'vendors')).toBe('1,000 vendors')
    expect([listing([]), listing(['a']), listing(['a', 'b']), listing(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })
})

describe('server/components/excerpt.ts', () => {
  it.each([
    { format: 'text', body: ' One\n\n two ', line: 'One two' },
    { format: 'html', body: '<p>A <b>fix</b> &amp; a <a href="https://x.example">link</a>.</p><p>More</p>', line: 'A fix & a link. More' },
    { format: 'markdown', body: '**Done**, see [here](https://x.example)', line: 'Done, see here' },
    { format: 'text', body: '<b>&amp;</b>', line: '<b>&amp;</b>' },
  ] as const)('reads $format as one line of text', ({ format, body, line }) => {
    expect(excerptOf(update('u', body, { format }))).toBe(line)
  })

  it.each([
    { name: 'at a word', body: 'word '.repeat(100), end: /word …$/u },
    { name: 'one long word where it must', body: 'W'.repeat(9000), end: /WW …$/u },
    { name: 'between characters, never within one', body: '🦊'.repeat(400), end: /^🦊+ …$/u },
  ])('cuts $name', ({ body, end }) => {
    const line = excerptOf(update('u', body))

    expect(line).toMatch(end)
    expect(Array.from(line).length).toBeLessThan(265)
  })
})
