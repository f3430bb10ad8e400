import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { announcements } from '../../parsers/announcements/index.ts'
import { incidentArticle } from '../../parsers/announcements/rule.ts'
import { detect } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import type { KnownEntry } from '../../parsers/platform.ts'
import { platforms } from '../../parsers/registry.ts'
import { readIncidentReport } from '../../parsers/report/index.ts'
import { documentOf, instant } from '../support/documents.ts'
import { minuteOf, seedReports, skipsPostmortems } from '../support/postmortems.ts'

const page = { url: 'https://support.acme.example/updates' }
const context = { page, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const article = `${page.url}/2026/11/02/post-mortem`

function html(body: string): string {
  return `<!DOCTYPE html><html><head><title>Updates</title></head><body>${body}</body></html>`
}

function card(path: string, inner: string): string {
  return `<a href="/updates/${path}">${inner}</a>`
}

function read(source: 'index' | 'article', body: string, url: string): Snapshot {
  return announcements.parse({ [source]: [documentOf('html', html(body), url)] }, context)
}

describe.skipIf(skipsPostmortems)('parsers/announcements, on the text of a real report', () => {
  const known = seedReports.find(({ fact }) => fact.url_or_repo_path?.includes('/updates/2021/07/29/'))
  const url = known?.fact.url_or_repo_path ?? ''

  it('keeps it whole, under the day of its address, so that what it states can be read', () => {
    const [heading = '', ...lines] = readFileSync(known?.path ?? '', 'utf8')
      .trim()
      .split('\n')
    const paragraphs = lines.filter((line) => line.trim() !== '')
    const body = `<main><h1>${heading}</h1>${paragraphs.map((line) => `<p>${line.replaceAll('&', '&amp;')}</p>`).join('\n')}</main>`

    const { incidents = [] } = read('article', body, url)
    const [incident] = incidents
    const [report] = incident?.reports ?? []

    expect(incidents).toHaveLength(1)
    expect(incident).toMatchObject({ title: heading, url, phase: 'postmortem', datePrecision: 'day' })
    expect(incident?.createdAt?.slice(0, 10)).toBe(known?.fact.published_at)
    expect(report?.body.split('\n')).toHaveLength(paragraphs.length)
    const [window] = report ? readIncidentReport(report).windows : []
    expect(minuteOf(window?.start)).toBe(known?.fact.impact_windows[0]?.start)
  })
})

describe('parsers/announcements', () => {
  it.each([
    { title: 'Incident Report: July 28 late orders', expected: { native: 'Incident Report', isReport: true } },
    { title: 'Post-mortem of the July outage', expected: { native: 'Post-mortem', isReport: true } },
    { title: 'RCA for INC-17', expected: { native: 'RCA', isReport: true } },
    { title: '[Investigating] Orders are late', expected: { native: 'Investigating', isReport: false } },
    { title: 'Orders are late (resolved)', expected: { native: 'resolved', isReport: false } },
    { title: 'Update: new invoices', expected: undefined },
    { title: 'Planned maintenance: July 28', expected: undefined },
    { title: 'How we handle incidents', expected: undefined },
    { title: 'An outage of ideas', expected: undefined },
  ])('"$title" is of an incident: $expected', ({ title, expected }) => {
    const { native, isReport } = incidentArticle(title) ?? {}

    expect(native === undefined ? undefined : { native, isReport }).toStrictEqual(expected)
  })

  it('takes the title of a card from its heading, and a link without one for none', () => {
    const {
      incidents = [],
      omissions,
      coverage,
    } = read(
      'index',
      card('2026/11/02/post-mortem', 'Read more') +
        card('2026/11/02/post-mortem/', '<h3>Post-mortem of late mails</h3><p>All about it.</p>') +
        card('2026/11/05/news', 'News') +
        '<a href="https://blog.acme.example/2026/11/05/rca">RCA elsewhere</a><a href="mailto:us@acme.example">Write to us</a>',
      page.url,
    )

    expect(incidents.map(({ title, nativeId, url }) => [title, nativeId, url])).toStrictEqual([
      ['Post-mortem of late mails', '2026/11/02/post-mortem', article],
    ])
    expect(omissions.map(({ native }) => native)).toStrictEqual([1])
    // The newest does not come first: what is missing between two others says nothing.
    expect(coverage.incidents).toBe('none')
  })

  it.each([
    { what: 'a list without articles', source: 'index' as const, body: '<a href="/about">About</a>', url: page.url, error: /^foreign: / },
    {
      what: 'an article of something else',
      source: 'article' as const,
      body: '<h1>News</h1><p>New.</p>',
      url: article,
      error: /^foreign: /,
    },
    {
      what: 'an address without a day',
      source: 'article' as const,
      body: '<h1>RCA</h1><p>It fell.</p>',
      url: `${page.url}/rca`,
      error: /^foreign: /,
    },
    { what: 'an article without a text', source: 'article' as const, body: '<main><h1>RCA</h1></main>', url: article, error: /^empty: / },
  ])('refuses $what', ({ source, body, url, error }) => {
    expect(() => read(source, body, url)).toThrow(error)
  })

  it('keeps the text of an article that states a phase as an update', () => {
    const { incidents } = read('article', '<main><h1>Monitoring: late mails</h1><p>The queue drains.</p></main>', article)

    expect(incidents).toMatchObject([
      {
        title: 'late mails',
        phase: 'monitoring',
        updates: [{ native: 'Monitoring', phase: 'monitoring', body: '<p>The queue drains.</p>' }],
      },
    ])
  })

  it('asks for the articles that are new or changed and have told no report', () => {
    const entry = { kind: 'incident', nativeId: 'a', open: false, changed: true, listed: false, hasReport: false } satisfies KnownEntry
    const entries = [
      { ...entry, url: article },
      { ...entry, url: `${page.url}/2026/11/01/rca`, hasReport: true },
      { ...entry, url: `${page.url}/2026/10/01/rca`, changed: false },
      { ...entry, url: page.url },
      entry,
    ]

    expect(announcements.sources.article.urls(page, {}, { entries })).toStrictEqual([article])
    expect(announcements.sources.index.urls(page)).toStrictEqual([page.url])
  })

  it.each([
    {
      what: 'a list with a report',
      url: page.url,
      body: '<a href="/updates/2026/11/02/a">RCA</a><a href="/updates/2026/11/01/b">News</a>',
      expected: ['announcements'],
    },
    {
      what: 'a list of news',
      url: page.url,
      body: '<a href="/updates/2026/11/02/a">New</a><a href="/updates/2026/11/01/b">News</a>',
      expected: [],
    },
    { what: 'the address of a report', url: article, body: '<h1>Post-mortem</h1>', expected: ['announcements'] },
    { what: 'a hostile page', url: article, body: '<p>'.repeat(2000), expected: [] },
  ])('$what is identified as $expected', ({ url, body, expected }) => {
    const home = documentOf('html', html(body), url)

    expect(
      detect({ home, probes: {} }, Object.values(platforms))
        .filter((match) => match.identified)
        .map(({ platform }) => platform),
    ).toStrictEqual(expected)
  })
})
