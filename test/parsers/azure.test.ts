import { describe, expect, it } from 'vitest'
import { azure } from '../../parsers/azure/index.ts'
import { ParseError } from '../../parsers/errors.ts'
import { detect } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const canonical = 'https://rssfeed.azure.status.microsoft/en-us/status/feed/'

function read(documents: Parameters<typeof azure.parse>[0]): Snapshot {
  const observedAt = instant('2026-08-20T10:00:00.000Z')
  return azure.parse(documents, { page: { url: 'https://azure.status.microsoft/en-us/status' }, params: {}, observedAt })
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

describe.skipIf(skipsCaptures)('parsers/azure, on recorded feeds', () => {
  const outage = ['azure/azure_feed_20260723_westus_early.xml', 'other-bespoke/azure/feed-2026-07-23-major.xml']

  it.each(outage)('%s: one open incident, whatever instance has answered', (file) => {
    const text = readCapture(file)
    const categories = [...text.matchAll(/<category>([^<]*)</gu)].map(([, name = '']) => name)
    const [, description = ''] = /<description>(&lt;[^<]*)</u.exec(text) ?? []

    const { incidents, health, components, coverage } = read({ feed: [documentOf('xml', text, canonical)] })

    expect(incidents).toStrictEqual([
      {
        nativeId: 'issues-connecting-to-resources-in-west-us',
        title: 'Issues connecting to resources in West US',
        phase: 'unknown',
        createdAt: '2026-07-23T16:29:09.000Z',
        components: categories.map((name) => ({ name })),
        updates: [
          {
            nativeId: 'issues-connecting-to-resources-in-west-us',
            body: unescaped(description),
            format: 'html',
            postedAt: '2026-07-23T16:29:09.000Z',
          },
        ],
      },
    ])
    expect([health, components, coverage.incidents]).toStrictEqual([undefined, undefined, 'open'])
  })

  it.each(['azure/azure_feed_healthy_empty.xml', 'azure/Azure-feed-empty-vd.xml'])(
    '%s: nothing is listed, and nothing is proved',
    (file) => {
      const feed = documentOf('xml', readCapture(file), canonical)

      const { incidents, health, components, coverage } = read({ feed: [feed] })

      expect([incidents, health, components, coverage.incidents]).toStrictEqual([[], undefined, undefined, 'open'])
      const alias = read({ feed: [{ ...feed, url: 'https://status.azure.com/en-us/status/feed/' }] })
      expect(alias.coverage.incidents).toBe('none')
    },
  )

  it('the post about Azure states how it is', () => {
    const post = readCapture('microsoft/Azure-post.json')

    const { health, native, incidents } = read({ post: [documentOf('json', post)] })

    expect([health, native, incidents]).toStrictEqual(['operational', /"Status":"(\w+)"/u.exec(post)?.[1], undefined])
  })

  it('refuses the post and the feed about other products of the same address', () => {
    const post = documentOf('json', readCapture('microsoft/Microsoft-adminpost.json'))
    const feed = documentOf('xml', readCapture('microsoft/Microsoft-adminfeed.xml'))

    expect(() => read({ post: [post] })).toThrow(ParseError)
    expect(() => read({ feed: [feed] })).toThrow(ParseError)
  })

  it.each([...outage, 'azure/azure_feed_healthy_empty.xml', 'microsoft/Azure-post.json'])('%s is known for what it is', (file) => {
    expect(detect({ home: documentOf('xml', readCapture(file)) }, [azure])[0]?.identified).toBe(true)
  })
})

/** Why it is refused; undefined where it is read. */
function kindOf(reading: () => Snapshot): string | undefined {
  try {
    reading()
    return undefined
  } catch (error) {
    return error instanceof ParseError ? error.kind : 'another error'
  }
}

describe('parsers/azure', () => {
  function feedWith(title: string): string {
    return `<rss version="2.0"><channel><title>Azure Status</title><item><guid>one</guid><title>${title}</title></item></channel></rss>`
  }

  it.each([
    ['something goes on', 'Trouble in Acme North', 'Available', 'unknown', ['post.Status']],
    ['what is listed is over', 'Resolved - Acme Storage', 'Available', 'operational', []],
    ['both say so', 'Trouble in Acme North', 'ServiceDegradation', 'degraded_performance', []],
  ])('believes the post about Azure beside a feed by which %s', (_what, title, status, health, omitted) => {
    const post = JSON.stringify({ AuthoredDateTime: '2026-08-20T10:00:00Z', Message: 'The state of Azure.', Status: status })

    const snapshot = read({ post: [documentOf('json', post)], feed: [documentOf('xml', feedWith(title), canonical)] })

    expect([snapshot.health, snapshot.native]).toStrictEqual([health, status])
    expect(snapshot.omissions.map(({ path }) => path)).toStrictEqual(omitted)
  })

  const titles = [
    { title: 'Acme Storage - Acme North - Issue Resolved', phase: 'resolved', native: 'Resolved' },
    { title: '[RESOLVED] Acme Storage', phase: 'resolved', native: 'RESOLVED' },
    { title: 'Mitigated - Acme Storage', phase: 'resolved', native: 'Mitigated' },
    { title: 'Preliminary PIR - Acme Storage', phase: 'postmortem', native: 'PIR' },
    { title: 'Resolved in Acme North, impact continues in Acme South', phase: 'unknown', native: undefined },
    { title: 'Resolved - impact continues in Acme South', phase: 'unknown', native: undefined },
    { title: 'Unresolved trouble', phase: 'unknown', native: undefined },
    { title: 'Names that are not resolved', phase: 'unknown', native: undefined },
  ]

  it.each(titles)('$title: $phase', ({ title, phase, native }) => {
    const text = `<rss version="2.0"><channel><title>Azure Status</title><item><title>${title}</title></item></channel></rss>`

    const [incident] = read({ feed: [documentOf('xml', text)] }).incidents ?? []

    expect([incident?.phase, incident?.nativePhase, incident?.nativeId]).toStrictEqual([phase, native, title.toLowerCase()])
  })

  it.each([
    ['https://status.cloud.microsoft/api/posts/azure', 'Requests fail at the edge.', undefined],
    ['https://status.cloud.microsoft/api/posts/mac', 'Azure is slow.', 'foreign'],
    ['file:///tmp/post.json', 'Azure is slow.', undefined],
    ['file:///tmp/post.json', 'Requests fail at the edge.', 'foreign'],
  ])('takes the post of %s, "%s", for one about Azure or not', (url, message, kind) => {
    const post = JSON.stringify({ AuthoredDateTime: '2026-08-20T10:00:00Z', Message: message, Status: 'ServiceDegradation' })
    const documents = { post: [documentOf('json', post, url)] }

    expect(kindOf(() => read(documents))).toBe(kind)
  })

  it('reads the icons of the years before the labels', () => {
    const icons = ['check', 'health-information', 'health-warning', 'health-error', 'odd']
    const heads = icons.map((name) => `<th>${name}</th>`).join('')
    const cells = icons.map((name) => `<td class="status-cell"><svg><use xlink:href="#svg-${name}"></use></svg></td>`).join('')
    const rows = `<tr><td colspan="6">Compute</td></tr><tr><td>Acme Machines</td>${cells}</tr>`
    const table = `<table class="region-status-table" data-zone-name="asia"><thead><tr><th>Products</th>${heads}</tr></thead><tbody>${rows}</tbody></table>`

    const { components } = read({ home: [documentOf('html', `<html><body>${table}</body></html>`)] })

    expect(components?.map(({ name, children }) => [name, ...children.map(({ health }) => health)])).toStrictEqual([
      ['Acme Machines', 'operational', 'unknown', 'degraded_performance', 'major_outage', 'unknown'],
    ])
  })

  it('refuses a table with a row that does not fit its regions', () => {
    const row = '<tr><td>Acme Machines</td><td class="status-cell"><span data-label="Good"></span></td></tr>'
    const table = `<table class="region-status-table" data-zone-name="asia"><thead><tr><th>Products</th><th>A</th><th>B</th></tr></thead><tbody>${row}</tbody></table>`

    expect(() => read({ home: [documentOf('html', `<html><body>${table}</body></html>`)] })).toThrow(/^shape: /u)
  })
})
