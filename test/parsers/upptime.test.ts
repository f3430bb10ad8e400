import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { upptime } from '../../parsers/upptime/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const params = { owner: 'acme', repo: 'uptime' }

function read(documents: Parameters<typeof upptime.parse>[0]): Snapshot {
  return upptime.parse(documents, { page: { url: 'https://status.example.com' }, params, observedAt: instant('2026-08-22T00:00:00.000Z') })
}

describe.skipIf(skipsCaptures)('parsers/upptime, on a repository of 2026-08', () => {
  it('reads every site in order, with its word', () => {
    const text = readCapture('upptime/summary_manticore.json')
    const rows = [...text.matchAll(/"name": "([^"]+)"[\s\S]*?"slug": "([^"]+)",\s*"status": "(\w+)"/gu)].map(([, ...row]) => row)

    const { components = [], coverage, incidents } = read({ summary: [documentOf('json', text)] })

    expect(rows).toHaveLength(18)
    expect(components.map(({ name, nativeId, native }) => [name, nativeId, native])).toStrictEqual(rows)
    expect(new Set(components.map(({ health }) => health))).toStrictEqual(new Set(['operational']))
    expect([coverage.components, coverage.incidents, incidents]).toStrictEqual(['full', 'none', undefined])
  })

  it('finds the repository in the footer of the page', () => {
    const home = documentOf('html', readCapture('upptime/ghpages_index.html'))

    expect(upptime.settingsOf?.({ home })).toStrictEqual({ owner: 'manticoresoftware', repo: 'upptime' })
  })

  it('refuses the badges beside the summary', () => {
    for (const file of ['api_chat_uptime.json', 'api_chat_response-time.json']) {
      expect(() => read({ summary: [documentOf('json', readCapture(`upptime/${file}`))] })).toThrow(ParseError)
    }
  })
})

describe('parsers/upptime', () => {
  it('takes the repository from an address under github.io where the footer names none', () => {
    const home = documentOf('html', '<footer>Made by hand</footer>', 'https://acme.github.io/uptime/')

    expect(upptime.settingsOf?.({ home })).toStrictEqual(params)
    expect(upptime.settingsOf?.({ home: { ...home, finalUrl: 'https://status.example.com/' } })).toBeUndefined()
  })

  it("asks for raw files and for GitHub's search, or for the servers that stand before them", () => {
    const own = { ...params, contentUrl: 'https://raw.example.com', apiUrl: 'https://api.example.com' }
    const page = { url: 'https://status.example.com' }

    expect(upptime.sources.summary.urls(page, params)).toStrictEqual([
      'https://raw.githubusercontent.com/acme/uptime/HEAD/history/summary.json',
    ])
    expect(upptime.sources.summary.urls(page, own)).toStrictEqual(['https://raw.example.com/acme/uptime/HEAD/history/summary.json'])
    expect(upptime.sources.issues.urls(page, own)).toStrictEqual([
      'https://api.example.com/search/issues?q=repo%3Aacme%2Fuptime%20is%3Aissue%20label%3Astatus%2Cmaintenance&sort=created&order=desc&per_page=50',
    ])
  })

  it('turns the pages of a search until all is read', () => {
    const issue = { number: 1, title: 'A', state: 'open', html_url: 'https://github.com/acme/uptime/issues/1', labels: [], comments: 0 }
    const items = Array.from({ length: 50 }, (_, index) => ({ ...issue, number: index + 1, created_at: '2026-03-02T09:00:00Z' }))
    const answer = JSON.stringify({ total_count: 70, incomplete_results: false, items })
    const url = 'https://api.github.com/search/issues?q=repo'

    expect(upptime.sources.history.next(documentOf('json', answer, url), 1)).toBe(`${url}&page=2`)
    expect(upptime.sources.history.next(documentOf('json', answer, url), 2)).toBeUndefined()
  })

  it('claims nothing of a search that was broken off', () => {
    const answer = JSON.stringify({ total_count: 0, incomplete_results: true, items: [] })

    expect(read({ issues: [documentOf('json', answer)] }).coverage.incidents).toBe('none')
  })

  it('has nothing to say of comments whose issue is not there', () => {
    const comment = { id: 1, issue_url: 'https://api.github.com/repos/acme/uptime/issues/4', body: 'A', created_at: '2026-03-02T09:00:00Z' }

    const snapshot = read({ comments: [documentOf('json', JSON.stringify([comment]))] })

    expect([snapshot.incidents, snapshot.omissions[0]?.native]).toStrictEqual([undefined, '4'])
  })
})
