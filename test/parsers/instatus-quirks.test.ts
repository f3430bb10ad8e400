import { describe, expect, it } from 'vitest'
import { instatus } from '../../parsers/instatus/index.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import type { Component } from '../../parsers/model.ts'
import { documentOf, instant } from '../support/documents.ts'

function contextOf(url: string): Parameters<typeof instatus.parse>[1] {
  return { page: { url }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
}

function flat(components: readonly Component[] = [], group = ''): readonly object[] {
  return components.flatMap(({ nativeId, name, native, health, group: isGroup, children }) =>
    isGroup ? flat(children, name) : [{ group, nativeId, name, native, health }],
  )
}

describe('parsers/instatus', () => {
  it.each([
    ['https://status.acme.example', 'https://status.acme.example'],
    ['https://status.acme.example', 'https://www.status.acme.example/'],
    ['https://acme.instatus.com', 'https://status.acme.example'],
    ['https://status.acme-cloud.example', 'https://acme-cloud.instatus.com'],
  ])('reads under %s what says it is %s', (asked, stated) => {
    const text = JSON.stringify({ page: { name: 'Acme', url: stated, status: 'UP' } })

    expect(instatus.parse({ summary: [documentOf('json', text, `${asked}/summary.json`)] }, contextOf(asked)).health).toBe('operational')
  })

  it.each([
    ['https://status.acme.example', 'https://status.other.example'],
    ['https://acme.instatus.com', 'https://other.instatus.com'],
    ['https://status.acme.example', 'https://other.instatus.com'],
  ])("refuses under %s another tenant's answer, which says it is %s", (asked, stated) => {
    const text = JSON.stringify({ page: { name: 'Other', url: stated, status: 'UP' } })

    expect(() => instatus.parse({ summary: [documentOf('json', text, `${asked}/summary.json`)] }, contextOf(asked))).toThrow(/^foreign: /u)
  })

  it('reads an answer that came from where the page has moved to', () => {
    const document = {
      ...documentOf('json', '{"page":{"name":"Acme","url":"https://acme-status.example","status":"UP"}}'),
      finalUrl: 'https://acme-status.example/summary.json',
    }

    expect(instatus.parse({ summary: [document] }, contextOf('https://status.acme.example')).native).toBe('UP')
  })

  it("knows the maker's advertisement on a name that no page has, and no page for one", () => {
    const advertisement = documentOf(
      'html',
      '<!DOCTYPE html><html><body>Get ready for downtime</body></html>',
      'https://nobody.instatus.com/',
    )
    const page = documentOf('html', '<!DOCTYPE html>{"languageUrl":"https://lang.instatus.com"}</html>', 'https://acme.instatus.com/')

    expect(classifyRefusal(advertisement, instatus.refusals)?.reason).toBe('unclaimed')
    expect(classifyRefusal(page, instatus.refusals)).toBeUndefined()
  })

  it('says no less than that something is wrong where the word says no more', () => {
    const summary = documentOf('json', '{"page":{"name":"Acme","url":"https://status.example.com","status":"HASISSUES"}}')
    const components = documentOf('json', '{"components":[{"id":"a","name":"A","status":"OPERATIONAL"}]}')

    expect(instatus.parse({ summary: [summary], components: [components] }, contextOf('https://status.example.com')).health).toBe(
      'degraded_performance',
    )
  })

  it('places rows of which one is a stub, and groups that hold each other', () => {
    const text = JSON.stringify({
      components: [
        { id: 'g', name: 'Group', status: 'OPERATIONAL', isParent: true, children: [{ id: 'a' }] },
        { id: 'a', name: 'A', status: 'MAJOROUTAGE', group: { id: 'g', name: 'Group' } },
        { id: 'x', name: 'X', status: 'OPERATIONAL', group: { id: 'y' } },
        { id: 'y', name: 'Y', status: 'OPERATIONAL', group: { id: 'x' } },
        { id: 'n', name: 'N' },
      ],
    })

    const { components, omissions } = instatus.parse({ components: [documentOf('json', text)] }, contextOf('https://status.example.com'))

    expect(flat(components).map((row) => Object.values(row).join(' '))).toStrictEqual([
      'Group a A MAJOROUTAGE major_outage',
      ' n N  unknown',
      'X y Y OPERATIONAL operational',
    ])
    expect(omissions).toMatchObject([{ path: 'components.components.n.status' }])
  })

  it('places ten thousand rows, each in the one before, in the blink of an eye', () => {
    const nested = Array.from({ length: 10_000 }, (_, index) => ({
      id: `c${index}`,
      name: 'A',
      status: 'MAJOROUTAGE',
      group: { id: `c${index + 1}` },
    }))
    const started = process.cpuUsage()

    const { components } = instatus.parse(
      { components: [documentOf('json', JSON.stringify({ components: nested }))] },
      contextOf('https://status.example.com'),
    )

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000)
    expect(JSON.stringify(components).match(/"nativeId"/gu)).toHaveLength(10_001)
  })

  it('lists an entry that has neither an id nor an address', () => {
    const text = JSON.stringify({
      page: { name: 'Acme', status: 'UP' },
      activeIncidents: [{ name: 'A', status: 'INVESTIGATING', started: 'yesterday' }],
    })

    const { incidents, omissions } = instatus.parse({ summary: [documentOf('json', text)] }, contextOf('https://status.example.com'))

    expect(incidents).toStrictEqual([])
    expect(omissions).toMatchObject([{ path: 'summary.activeIncidents[0].id' }])
  })

  it('takes "Update" in a feed for no phase', () => {
    const [monitoring, update] = ['Monitoring', 'Update'].map(
      (label) =>
        `&lt;p&gt;&lt;small&gt;Aug 26, 07:42:00 GMT+0&lt;/small&gt;&lt;br /&gt;&lt;strong&gt;${label}&lt;/strong&gt; - Text.&lt;/p&gt;`,
    )
    const entry = `<entry><id>tag:a,2005:Incident/cmacmencd0000000000000001</id><title>A</title><published>2026-08-26T04:00:00Z</published><content type="html">${monitoring}${update}</content></entry>`

    const { incidents } = instatus.parse({ atom: [documentOf('xml', `<feed>${entry}</feed>`)] }, contextOf('https://status.example.com'))

    expect(incidents).toMatchObject([
      { phase: 'monitoring', nativePhase: 'Monitoring', updates: [{ phase: 'monitoring' }, { native: 'Update' }] },
    ])
    expect(incidents?.[0]).not.toHaveProperty('resolvedAt')
  })
})
