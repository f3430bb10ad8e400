import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainOf } from '../../../parsers/report/plain.ts'

describe('parsers/report/plain.ts', () => {
  it.each([
    ['a link', 'See [the page](https://acme.example/2024) now', 'See the page now'],
    ['an image', 'See ![img.png](img.png) now', 'See  now'],
    ['a comment', 'a <!-- YYYY-MM-DD --> b', 'a b'],
    ['an escape', String.raw`from \`5:50 AM\` \(UTC\)`, 'from 5:50 AM (UTC)'],
    ['code marks', 'on `host` at', 'on host at'],
    ['a tag', 'one<br />two', 'one\ntwo'],
    ['an entity', 'A&nbsp;&amp;&#32;B', 'A & B'],
    ['what cannot be seen', 'May 28\u200C that\u00A0day', 'May 28 that day'],
    ['full-width signs', '１０：３０～（UTC）', '10:30~(UTC)'],
    ['curly quotes', '\u2018a\u2019 \u201Cb\u201D', '\'a\' "b"'],
    ['runs of blanks', 'a    b', 'a b'],
    ['many empty lines', 'a\n\n\n  \n\nb', 'a\n\nb'],
  ])('takes off %s', (_what, source, text) => {
    expect(plainOf(source, 'markdown').text).toBe(text)
  })

  it('keeps of HTML what a browser shows', () => {
    const html =
      '<html><head><title>x</title><style>p{}</style></head><body><!-- no --><h2>Impact</h2><p>Errors\nhere</p><script>var a = "12:30"</script><table><tr><td>10:00</td><td>down</td></tr></table></body></html>'

    const { text } = plainOf(html, 'html')

    expect(text.replaceAll(/\s+/gu, ' ').trim()).toBe('## Impact Errors here | 10:00 | down')
  })

  it('blanks addresses, code and logs where times are looked for', () => {
    const { text, bare } = plainOf(
      'At 10:00 see https://acme.example/12:30/x\n```\n11:00 error\n```\nDec 13 18:59:01 host app[12]: error\n',
      'markdown',
    )

    expect(bare).toHaveLength(text.length)
    expect(bare.match(/\d\d:\d\d/gu)).toStrictEqual(['10:00'])
  })

  it('leads from every place of the plain text to its place in the given one', () => {
    const source = '## **Impact**\r\n\r\nOn [May 3](https://acme.example), between\u00A010:00 and 11:30 UTC\\.'
    const { text, toSource } = plainOf(source, 'markdown')

    for (const word of ['Impact', 'May 3', 'between', '11:30', 'UTC']) {
      expect(toSource(text.indexOf(word))).toBe(source.indexOf(word))
    }
  })

  it('never leads outside of the given text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('text', 'markdown', 'html'), (source, format) => {
        const { text, bare, toSource } = plainOf(source, format)
        const places = Array.from({ length: text.length }, (_, index) => toSource(index))

        expect(bare).toHaveLength(text.length)
        expect(places.every((place, index) => place >= 0 && place <= source.length && place >= (places[index - 1] ?? 0))).toBe(true)
      }),
    )
  })
})
