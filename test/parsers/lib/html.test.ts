import { describe, expect, it } from 'vitest'
import { ParseError } from '../../../parsers/errors.ts'
import { absoluteUrl, isWhole, lineOf, loadHtml, loadMarkup, textOf } from '../../../parsers/lib/html.ts'
import { documentOf } from '../../support/documents.ts'

describe('parsers/lib/html', () => {
  it.each([
    ['white space as a browser shows it', 'one\n   two\t three', 'one two three'],
    ['breaks as new lines', 'one<br>two<br />\n  <br/>three', 'one\ntwo\n\nthree'],
    ['paragraphs on lines of their own', '<p>one</p>\n\n<p>two</p><div>three</div>four', 'one\ntwo\nthree\nfour'],
    ['items on lines of their own, though left open', '<ul><li>one<li>two</ul>three', 'one\ntwo\nthree'],
    ['links as their text', 'see <a href="https://example.com">the <b>page</b></a>.', 'see the page.'],
    ['entities decoded once', 'a &amp;amp; b &lt;i&gt; &#x27;c&#39; &nbsp;d', "a &amp; b <i> 'c' d"],
    ['no comments, scripts or styles', 'a<!-- b --><script>c()</script><style>d{}</style><svg><text>e</text></svg>f', 'af'],
    ['nothing', '', ''],
  ])('shows %s', (_what, markup, expected) => {
    expect(textOf(loadMarkup(markup, '').root().contents())).toBe(expected)
  })

  it('shows a name on one line', () => {
    expect(lineOf(loadMarkup('<h1>Two\n <span>words</span><br>here</h1>', '')('h1'))).toBe('Two words here')
  })

  it.each([
    ['/incidents/a', 'https://status.example.com/sub', 'https://status.example.com/incidents/a'],
    ['https://other.example.com/x', 'https://status.example.com', 'https://other.example.com/x'],
    ['//cdn.example.com/x', 'https://status.example.com', 'https://cdn.example.com/x'],
    ['javascript:alert(1)', 'https://status.example.com', undefined],
    ['data:text/html,x', 'https://status.example.com', undefined],
    ['mailto:a@example.com', 'https://status.example.com', undefined],
    ['http://[', 'https://status.example.com', undefined],
    ['/a', 'no base', undefined],
    ['', 'https://status.example.com', undefined],
    [null, 'https://status.example.com', undefined],
    [undefined, 'https://status.example.com', undefined],
  ])('%s on %s leads to %s', (href, base, expected) => {
    expect(absoluteUrl(href, base)).toBe(expected)
  })

  it.each([
    ['<html><body>all</body></html>', true],
    ['<HTML><BODY>all</BODY></HTML >\n<!-- served in 3 ms -->\n', true],
    ['<html><body>half</bo', false],
    ['<html><body>&lt;/html&gt;', false],
    ['', false],
  ])('%s is whole: %s', (markup, expected) => {
    expect(isWhole(markup)).toBe(expected)
  })

  it.each([
    ['511 levels', '<div>'.repeat(511), true],
    ['513 levels', '<div>'.repeat(513), false],
    ['many elements side by side', '<b></b>'.repeat(190_000), true],
    ['too many elements side by side', '<b></b>'.repeat(200_001), false],
  ])('takes a page of %s: %s', (_what, text, expected) => {
    expect(isLoaded(text)).toBe(expected)
  })

  it.each([
    ['100,000 nested elements', '<div>'.repeat(100_000)],
    ['100,000 nested inline elements', '<b><i>'.repeat(50_000)],
    ['20,000 attributes', `<a ${Array.from({ length: 20_000 }, (_, index) => `a${index}="1"`).join(' ')}>`],
    ['nothing but "<"', '<'.repeat(500_000)],
    ['tables left open', '<table><tr><td>'.repeat(100_000)],
    ['endings without beginnings', '</p></div>'.repeat(100_000)],
    ['formatting out of order', '<a><b></a></b>'.repeat(50_000)],
    ['blanks', ' '.repeat(500_000)],
    ['a comment without end', `<!--${'-'.repeat(500_000)}`],
  ])('is done with %s before anybody waits', (_what, text) => {
    const started = process.cpuUsage()

    isLoaded(text)

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
  })
})

function isLoaded(text: string): boolean {
  try {
    textOf(loadHtml(documentOf('html', text)).root().contents())
    return true
  } catch (error) {
    if (error instanceof ParseError) return false
    throw error
  }
}
