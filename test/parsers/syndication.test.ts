import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import { isClosed, type Snapshot } from '../../parsers/model.ts'
import { platforms } from '../../parsers/registry.ts'
import { syndication } from '../../parsers/syndication/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { fixture } from '../hostile/cases.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }

function read(text: string): Snapshot {
  return syndication.parse({ feed: [documentOf('xml', text, 'https://status.example.com/history.atom')] }, context)
}

describe.skipIf(skipsCaptures)('parsers/syndication, on feeds of platforms that have readers of their own', () => {
  it("reads of Statuspage's feed what its own reader does", () => {
    const text = readCapture('statuspage/github/history-2026-08-22.atom')
    const own = platforms.statuspage.parse({ atom: [documentOf('xml', text)] }, context)
    const { incidents = [], coverage, health, components } = read(text)

    expect([health, components]).toStrictEqual([undefined, undefined])
    expect(coverage).toStrictEqual({ components: 'none', incidents: 'recent', maintenances: 'recent' })
    expect(incidents.map(({ title, url, phase, updates }) => ({ title, url, phase, updates }))).toStrictEqual(
      own.incidents?.map(({ title, url, phase, updates }) => ({
        title,
        url: url?.replace('https://status.example.com', 'https://www.githubstatus.com'),
        phase,
        updates,
      })),
    )
    // Counted once more by nothing but the text.
    expect(incidents.flatMap(({ updates = [] }) => updates)).toHaveLength(text.split('&lt;strong&gt;').length - 1)
  })

  it('reads the state that a feed of incident.io prints', () => {
    const text = readCapture('incidentio/openai/feed-2026-09-28-trimmed.atom')
    const { incidents = [] } = read(text)
    const words = [...text.matchAll(/<summary[^>]*><!\[CDATA\[<b>Status: (\w+)<\/b>/gu)].map(([, word]) => word)
    const affected = [...text.matchAll(/<summary[\s\S]*?<\/summary>/gu)].map(([summary]) => summary.split('<li>').length - 1)

    expect(incidents.map(({ nativePhase }) => nativePhase)).toStrictEqual(words)
    expect(incidents.map(({ phase }) => phase)).toStrictEqual(words.map((word) => word?.toLowerCase()))
    expect(incidents.map(({ components = [] }) => components.length)).toStrictEqual(affected)
  })

  it.each(['xai/xai_active.xml', 'xai/xai_resolved.xml'])('%s: one update for each dated heading', (file) => {
    const text = readCapture(file)
    const { incidents = [] } = read(text)
    const items = text.split('<item>').slice(1)
    const stamps = items.map((item) =>
      [...item.matchAll(/<strong>([^<]+ GMT)<\/strong>/gu)].map(([, at = '']) => new Date(at).toISOString()),
    )

    expect(incidents.map(({ url }) => url)).toStrictEqual(items.map((item) => /<link>([^<]+)<\/link>/u.exec(item)?.[1]))
    expect(incidents.map(({ updates = [] }) => updates.map(({ postedAt }) => postedAt))).toStrictEqual(stamps.map((own) => own.toSorted()))
    expect(incidents.map(({ phase }) => isClosed(phase))).toStrictEqual(items.map((item) => item.includes('Status: RESOLVED')))
  })

  it('reads the labels of cState, and leaves out times without a zone', () => {
    const text = readCapture('cstate/index.xml')
    const { incidents = [], coverage } = read(text)
    const labelled = text
      .split('<item>')
      .slice(1)
      .filter((item) => /<title>\[Resolved\] |&lt;p&gt;&lt;em&gt;(?:Resolved|Identified|Investigating|Monitoring)&lt;/u.test(item))

    expect(incidents).toHaveLength(text.split('<item>').length - 1)
    expect(incidents.filter(({ phase }) => phase !== undefined).map(({ url }) => url)).toEqual(
      expect.arrayContaining(labelled.map((item) => /<link>([^<]+)<\/link>/u.exec(item)?.[1])),
    )
    // An entry without a word might be open or over: nothing follows from what this feed does not list.
    expect(coverage.incidents).toBe('none')
  })

  it.each([
    'uptimekuma/status_acme.rss',
    'site24x7/kobv/status-major-german.rss',
    'microsoft/Microsoft-adminfeed.xml',
    'azure/azure_feed_20260723_westus_early.xml',
  ])('%s, whose entries state no phase, is refused', (file) => {
    expect(() => read(readCapture(file))).toThrow(/^foreign: /u)
  })

  it('concludes nothing from an empty feed', () => {
    const { incidents, maintenances, health, coverage } = read(readCapture('azure/azure_feed_healthy_empty.xml'))

    expect([incidents, maintenances, health]).toStrictEqual([undefined, undefined, undefined])
    expect(Object.values(coverage)).toStrictEqual(['none', 'none', 'none'])
  })
})

describe('parsers/syndication', () => {
  it('takes no blog for a feed of incidents', () => {
    const blog = fixture('blog.rss').toString()

    expect(() => read(blog)).toThrow(/^foreign: /u)
    expect(identified({ home: documentOf('html', blog), probes: {} })).toStrictEqual([])
  })

  const entry = '<item><title>[Resolved] Late mails</title><link>https://status.example.com/i/1</link></item>'
  const feed = `<rss version="2.0"><channel><title>Acme status</title><link>https://status.example.com</link>${entry}</channel></rss>`
  const link = '<link rel="alternate" type="application/rss+xml" title="Acme incidents" href="/feeds/all.xml">'

  it.each([
    { what: 'its own address', home: documentOf('xml', feed), expected: { feedUrl: 'https://status.example.com/' } },
    {
      what: 'a usual path',
      home: documentOf('html', linking('')),
      probes: { '/rss': documentOf('xml', feed, 'https://status.example.com/rss') },
      expected: { feedUrl: 'https://status.example.com/rss' },
    },
    {
      what: 'a link of a page of status',
      home: documentOf('html', linking(`<title>Acme status</title>${link}`)),
      expected: { feedUrl: 'https://status.example.com/feeds/all.xml' },
    },
    {
      what: 'a link to a JSON Feed',
      home: documentOf('html', linking(`<title>Acme status</title>${link.replace('rss+xml', 'feed+json')}`)),
      expected: { feedUrl: 'https://status.example.com/feeds/all.xml', format: 'json' },
    },
    { what: 'a link of a page of something else', home: documentOf('html', linking(`<title>Acme</title>${link}`)) },
    {
      what: 'a link to something else',
      home: documentOf('html', linking(`<title>Acme status</title>${link.replace('Acme incidents', 'Acme blog')}`)),
    },
    {
      what: 'a link to a usual path that does not answer',
      home: documentOf('html', linking(`<title>Acme status</title>${link.replace('/feeds/all.xml', '/history.rss')}`)),
    },
  ])('is found by $what', ({ home, probes = {}, expected }) => {
    expect(identified({ home, probes })).toStrictEqual(expected ? ['syndication'] : [])
    expect(syndication.settingsOf?.({ home, probes })).toStrictEqual(expected)
  })

  it('asks for the one feed that the settings name', () => {
    const page = { url: 'https://status.example.com' }
    const feedUrl = 'https://feeds.example.net/acme'

    expect(syndication.sources.feed.urls(page, { feedUrl })).toStrictEqual([feedUrl])
    expect(syndication.sources.jsonFeed.urls(page, { feedUrl })).toStrictEqual([])
    expect(syndication.sources.feed.urls(page, { feedUrl, format: 'json' })).toStrictEqual([])
    expect(syndication.sources.jsonFeed.urls(page, { feedUrl, format: 'json' })).toStrictEqual([feedUrl])
  })

  it('keeps an entry whose items share a link as one, and its updates oldest first whatever their order', () => {
    function item(label: string, hour: number): string {
      return `<item><title>${label}: Late mails</title><link>https://status.example.com/i/1</link><guid>g${hour}</guid><pubDate>Fri, 20 Nov 2026 0${hour}:00:00 GMT</pubDate><description>${label} it</description></item>`
    }
    const { incidents = [] } = read(feed.replace(entry, item('Investigating', 1) + item('Resolved', 3) + item('Identified', 2)))

    expect(incidents.map(({ title, phase, updates = [] }) => [title, phase, ...updates.map(({ native }) => native)])).toStrictEqual([
      ['Late mails', 'resolved', 'Investigating', 'Identified', 'Resolved'],
    ])
  })

  it('tells where the text before the first update says something of its own', () => {
    const body = '<p>Nobody was harmed.</p><p><b>Resolved</b> - Done.</p><p><b>Investigating</b> - Begun.</p>'
    const { omissions } = read(feed.replace('</item>', `<description><![CDATA[${body}]]></description></item>`))

    expect(omissions.map(({ native }) => native)).toStrictEqual(['Nobody was harmed.'])
  })
})

function identified(page: FetchedPage): readonly string[] {
  return detect(page, Object.values(platforms))
    .filter((match) => match.identified)
    .map(({ platform }) => platform)
}

function linking(head: string): string {
  return `<!DOCTYPE html><html><head>${head}</head><body></body></html>`
}
