import { describe, expect, it } from 'vitest'
import { readFeed, readJsonFeed } from '../../../parsers/lib/syndication.ts'
import { documentOf } from '../../support/documents.ts'

const atom = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Example &amp; Co</title>
  <link rel="self" href="https://status.example.com/feed.atom"/>
  <link rel="alternate" type="text/html" href="https://status.example.com"/>
  <generator>a writer</generator>
  <updated>2026-03-02T16:31:00+01:00</updated>
  <entry>
    <id>tag:status.example.com,2005:Incident/7</id>
    <title>Slow &lt;queue&gt;</title>
    <published>2026-03-02T10:00:00Z</published>
    <updated>2026-03-02T16:30:00Z</updated>
    <link href="https://status.example.com/incidents/7"/>
    <category term="api"/>
    <content type="html">&lt;p&gt;Late &amp;amp; twice&lt;/p&gt;</content>
  </entry>
  <entry><summary>only this</summary></entry>
</feed>`

const rss = `<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel>
    <title>Example</title>
    <link>https://status.example.com</link>
    <lastBuildDate>Mon, 02 Mar 2026 16:31:00 GMT</lastBuildDate>
    <item>
      <title><![CDATA[Slow <queue>]]></title>
      <link>https://status.example.com/incidents/7</link>
      <guid isPermaLink="false">7</guid>
      <pubDate>Mon, 02 Mar 2026 16:30:00 +0000</pubDate>
      <category>api</category>
      <description>short</description>
      <content:encoded><![CDATA[<p>Late</p>]]></content:encoded>
    </item>
    <item><title>no date</title><pubDate>yesterday</pubDate></item>
  </channel>
</rss>`

const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://status.example.com"><title>Example</title><link>https://status.example.com</link></channel>
  <item rdf:about="https://status.example.com/7"><title>Slow</title><link>https://status.example.com/7</link><dc:date>2026-03-02T16:30:00Z</dc:date></item>
</rdf:RDF>`

describe('parsers/lib/syndication', () => {
  it('reads Atom', () => {
    const feed = readFeed(documentOf('xml', atom))

    expect(feed).toStrictEqual({
      title: 'Example & Co',
      link: 'https://status.example.com',
      generator: 'a writer',
      updatedAt: '2026-03-02T15:31:00.000Z',
      items: [
        {
          id: 'tag:status.example.com,2005:Incident/7',
          title: 'Slow <queue>',
          link: 'https://status.example.com/incidents/7',
          publishedAt: '2026-03-02T10:00:00.000Z',
          updatedAt: '2026-03-02T16:30:00.000Z',
          content: '<p>Late &amp; twice</p>',
          contentFormat: 'html',
          categories: ['api'],
        },
        { content: 'only this', contentFormat: 'text', categories: [] },
      ],
      dropped: 0,
    })
  })

  it('reads RSS 2.0', () => {
    const { items, ...feed } = readFeed(documentOf('xml', rss))

    expect(feed).toStrictEqual({ title: 'Example', link: 'https://status.example.com', updatedAt: '2026-03-02T16:31:00.000Z', dropped: 0 })
    expect(items).toStrictEqual([
      {
        id: '7',
        title: 'Slow <queue>',
        link: 'https://status.example.com/incidents/7',
        publishedAt: '2026-03-02T16:30:00.000Z',
        content: '<p>Late</p>',
        contentFormat: 'html',
        categories: ['api'],
      },
      { title: 'no date', contentFormat: 'html', categories: [] },
    ])
  })

  it('reads RSS 1.0, whose items stand beside the channel', () => {
    const { title, items } = readFeed(documentOf('xml', rdf))

    expect([title, items]).toStrictEqual([
      'Example',
      [
        {
          id: 'https://status.example.com/7',
          title: 'Slow',
          link: 'https://status.example.com/7',
          publishedAt: '2026-03-02T16:30:00.000Z',
          contentFormat: 'html',
          categories: [],
        },
      ],
    ])
  })

  it('reads JSON Feed, and counts what in it is no item', () => {
    const items = [
      { id: 7, url: 'https://status.example.com/7', content_html: '<p>Late</p>', date_published: '2026-03-02T16:30:00Z', tags: ['api'] },
      { title: 'no id' },
      { id: '8', content_text: 'x' },
    ]
    const text = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Example',
      home_page_url: 'https://status.example.com',
      items,
    })

    expect(readJsonFeed(documentOf('json', text))).toStrictEqual({
      title: 'Example',
      link: 'https://status.example.com',
      items: [
        {
          id: '7',
          link: 'https://status.example.com/7',
          publishedAt: '2026-03-02T16:30:00.000Z',
          content: '<p>Late</p>',
          contentFormat: 'html',
          categories: ['api'],
        },
        { id: '8', content: 'x', contentFormat: 'text', categories: [] },
      ],
      dropped: 1,
    })
  })

  it.each([
    ['nothing', '', 'an empty body'],
    ['text', 'Too many requests', 'no XML'],
    ['a page', '<html><body></body></html>', 'XML that is no feed'],
    ['half a feed', atom.slice(0, 700), 'XML that ends before its elements do'],
    ['a feed without its last character', atom.slice(0, -1), 'XML that ends before its elements do'],
    ['entities of its own', `<!DOCTYPE feed [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>${atom}`, 'XML that declares entities'],
    [
      'an external entity',
      `<!DOCTYPE feed [<!ENTITY file SYSTEM "file:///etc/passwd">]><feed><title>&file;</title></feed>`,
      'XML that declares entities',
    ],
    ['elements without end', '<a>'.repeat(100_000), 'XML that is nested too deeply or holds too many elements'],
    ['too many elements', `<feed>${'<entry/>'.repeat(200_001)}</feed>`, 'XML that is nested too deeply or holds too many elements'],
  ])('refuses %s', (_what, text, detail) => {
    expect(() => readFeed(documentOf('xml', text))).toThrow(`shape: ${detail}`)
  })

  it('expands no entity but the five of XML', () => {
    const { items } = readFeed(documentOf('xml', '<feed><entry><title>a&nbsp;b &unknown; &lt; &#x41;</title></entry></feed>'))

    expect(items[0]?.title).toBe('a&nbsp;b &unknown; < A')
  })
})
