import { describe, expect, it } from 'vitest'
import { xai } from '../../parsers/xai/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.x.ai' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

function times(text: string): readonly string[] {
  return [...text.matchAll(/<strong>([^<]+)<\/strong>/gu)].map(([, time = '']) => new Date(time).toISOString()).toSorted()
}

describe.skipIf(skipsCaptures)('parsers/xai, on captured feeds', () => {
  it.each(['xai/xai_active.xml', 'xai/xai_resolved.xml'])('%s: has every item with its state, times and updates', (file) => {
    const text = readCapture(file)
    const items = text.split('<item>').slice(1)

    const { incidents = [], omissions } = xai.parse({ feed: [documentOf('xml', text)] }, context)

    expect(incidents).toHaveLength(items.length)
    for (const [index, item] of items.entries()) {
      const incident = incidents[index]
      const status = /Status: (\w+)/u.exec(item)?.[1] ?? ''
      const severity = /Severity: (\w+)/u.exec(item)?.[1]
      const resolved = /Resolved: ([^<]+)/u.exec(item)?.[1]
      const [, component, title] = /<title>\[(.+?)\] (.+?)<\/title>/u.exec(item) ?? []
      expect(incident).toMatchObject({
        nativeId: /<guid[^>]*>([^<]+)/u.exec(item)?.[1],
        title,
        phase: status.toLowerCase(),
        nativePhase: status,
      })
      expect(incident?.components?.map(({ name }) => name)).toStrictEqual([component])
      expect(incident?.nativeImpact).toBe(severity === 'available' ? undefined : severity)
      expect(incident?.resolvedAt).toBe(resolved === undefined ? undefined : new Date(resolved).toISOString())
      expect(incident?.createdAt).toBe(new Date(/<pubDate>([^<]+)/u.exec(item)?.[1] ?? '').toISOString())
      expect(incident?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual(times(item))
      for (const { body = '' } of incident?.updates ?? []) expect(item).toContain(`<p>${body}</p>`)
    }
    expect(omissions).toStrictEqual([])
  })
})

describe('parsers/xai', () => {
  function feed(items: string, link = 'https://status.x.ai'): string {
    return `<rss version="2.0"><channel><title>Status</title><link>${link}</link>${items}</channel></rss>`
  }

  it("refuses a feed without items, and another vendor's", () => {
    expect(() => xai.parse({ feed: [documentOf('xml', feed(''))] }, context)).toThrow(/^empty: /u)
    expect(() => xai.parse({ feed: [documentOf('xml', feed('', 'https://status.acme.example'))] }, context)).toThrow(/^foreign: /u)
  })

  it('says nothing of an item that says nothing', () => {
    const item = '<item><title>Odd</title><guid>INC1</guid><description>&lt;p&gt;words&lt;/p&gt;</description></item>'

    const { incidents, omissions } = xai.parse({ feed: [documentOf('xml', feed(item))] }, context)

    expect(incidents).toStrictEqual([{ nativeId: 'INC1', title: 'Odd', phase: 'unknown', updates: [] }])
    expect(omissions).toMatchObject([{ reason: 'no state that is told' }])
  })
})
