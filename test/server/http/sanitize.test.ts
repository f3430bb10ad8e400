import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { escapeMarkup, printable, type TextFormat, toPlainText, toSafeHtml, webAddress } from '../../../server/http/sanitize.ts'

const allowedTags = new Set(
  'p br hr h4 h5 h6 blockquote pre ul ol li dl dt dd table thead tbody tr th td a b strong i em u s del ins code kbd small sub sup'.split(
    ' ',
  ),
)

/** Whatever in the HTML could act: tags beyond those allowed, attributes but a link's, addresses that are not of the web. */
function faultsOf(html: string): readonly string[] {
  const faults: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!allowedTags.has(name)) faults.push(`<${name}>`)
      for (const [key, value] of Object.entries(attributes)) {
        const isFine = name === 'a' && ((key === 'href' && /^https?:\/\//u.test(value)) || (key === 'rel' && value === 'nofollow noopener'))
        if (!isFine) faults.push(`${name} ${key}=${value}`)
      }
    },
    oncomment: () => faults.push('a comment'),
    onprocessinginstruction: () => faults.push('an instruction'),
  })
  parser.end(html)
  return faults
}

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="/relative">x</a>',
  '<a href="https://user:password@evil.example">x</a>',
  '<a href="https://ok.example" onclick="alert(1)" target="_blank" style="position:fixed">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<form action="https://evil.example"><input name=q></form>',
  '<base href="https://evil.example">',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<object data="https://evil.example"></object>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><script>alert(1)</script></textarea>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<b <script>alert(1)</script>',
  '<<script>alert(1)//<</script>',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '<javascript:alert(1)>',
  '[x]: javascript:alert(1)\n\n[x]',
  '`<script>alert(1)</script>`',
  'https://ok.example/"><script>alert(1)</script>',
  '<template><script>alert(1)</script></template>',
]

describe('server/http/sanitize.ts', () => {
  it.each(attacks)('makes %j inert in every format', (attack) => {
    expect((['html', 'markdown', 'text'] as const).flatMap((format) => faultsOf(toSafeHtml(attack, format)))).toEqual([])
  })

  it('makes any text inert in every format, and holds no character that is forbidden', () => {
    const piece = fc.oneof(
      fc.constantFrom(...attacks),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<', '>', '"', "'", '&', '</p>', '<a href=', '`', '[', '](', '\u0000', '\uD800'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom<TextFormat[]>('html', 'markdown', 'text'), (pieces, format) => {
        const html = toSafeHtml(pieces.join(''), format)

        expect(faultsOf(html)).toEqual([])
        expect(printable(html)).toBe(html)
      }),
    )
  })

  it.each([
    {
      format: 'html',
      body: '<h1>Cause</h1><p>A <strong>bad</strong> deploy<br>see <a href="https://a.example/x?y=1&z">here</a></p>',
      html: '<h4>Cause</h4><p>A <strong>bad</strong> deploy<br />see <a href="https://a.example/x?y=1&amp;z" rel="nofollow noopener">here</a></p>',
    },
    { format: 'html', body: '<div class="x"><img src="https://a.example/p.png">Text</div>', html: 'Text' },
    {
      format: 'markdown',
      body: '# Cause\n\n* one\n* **two**',
      html: '<h4>Cause</h4>\n<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>',
    },
    { format: 'markdown', body: 'line one\nline two', html: '<p>line one<br />line two</p>' },
    { format: 'text', body: 'One & <two>\nthree\r\n\r\n\nfour', html: '<p>One &amp; &lt;two&gt;<br />three</p><p>four</p>' },
    {
      format: 'text',
      body: 'See https://a.example/x. Or (http://b.example)!',
      html: '<p>See <a href="https://a.example/x" rel="nofollow noopener">https://a.example/x</a>. Or (<a href="http://b.example/" rel="nofollow noopener">http://b.example</a>)!</p>',
    },
    { format: 'text', body: '', html: '' },
  ] as const)('keeps what $format means: $body', ({ format, body, html }) => {
    expect(toSafeHtml(body, format)).toBe(html)
  })

  it.each<{ what: string; body: string; format?: TextFormat }>([
    { what: 'emphasis without end', body: '_a_'.repeat(30_000) },
    { what: 'quotes within quotes', body: '>'.repeat(60_000) },
    { what: 'tags within tags', body: '<b>'.repeat(30_000), format: 'html' },
    { what: 'brackets', body: '['.repeat(60_000) },
    { what: 'a long line', body: 'a'.repeat(500_000) },
    { what: 'addresses', body: 'https://a.example/'.repeat(20_000), format: 'text' },
    { what: 'dots after an address', body: `https://a.example${'.'.repeat(100_000)}`, format: 'text' },
  ])('is done with $what within a second', ({ body, format = 'markdown' }) => {
    const started = process.cpuUsage()

    const html = toSafeHtml(body, format)

    expect(faultsOf(html)).toEqual([])
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000)
  })

  it.each([
    { format: 'html', body: '<p>One</p><ul><li>two</li><li>three &amp; &lt;four&gt;</li></ul>', text: 'One\n- two\n- three & <four>' },
    { format: 'markdown', body: '**Bold** and [a link](https://a.example)', text: 'Bold and a link' },
    { format: 'text', body: ' <b> stays & is \u0007 clean ', text: '<b> stays & is  clean' },
  ] as const)('says $format as plain text: $body', ({ format, body, text }) => {
    expect(toPlainText(body, format)).toBe(text)
  })

  it.each([
    { address: 'https://a.example/x', web: 'https://a.example/x' },
    { address: ' http://a.example ', web: 'http://a.example/' },
    { address: 'HTTPS://A.example', web: 'https://a.example/' },
    { address: 'javascript:alert(1)', web: null },
    { address: 'java\u0000script:alert(1)', web: null },
    { address: 'ftp://a.example', web: null },
    { address: '//a.example', web: null },
    { address: '/x', web: null },
    { address: 'https://user@a.example', web: null },
    { address: `https://a.example/${'x'.repeat(2_048)}`, web: null },
    { address: '', web: null },
    { address: null, web: null },
    { address: undefined, web: null },
  ])('takes $address for $web', ({ address, web }) => {
    expect(webAddress(address)).toBe(web)
  })

  it('strips control characters and halves of pairs, keeping line ends, tabs and emoji', () => {
    expect(printable('a\u0000\u0008\u000B\u001B[31m\u007F\u0085\uFFFE\uD83Db\uDE00\n\t\r😀é')).toBe('a[31mb\n\t\r😀é')
    expect(escapeMarkup(`<a href='x' title="&">`)).toBe('&lt;a href=&#39;x&#39; title=&quot;&amp;&quot;&gt;')
  })
})
