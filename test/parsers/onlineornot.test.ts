import { describe, expect, it } from 'vitest'
import { onlineornot } from '../../parsers/onlineornot/index.ts'
import { documentOf } from '../support/documents.ts'

describe('parsers/onlineornot', () => {
  it('asks the API for the name under the maker, or for the host', () => {
    const { summary } = onlineornot.sources

    expect(summary.urls({ url: 'https://acme.onlineornot.com' })).toStrictEqual([
      'https://api.onlineornot.com/v1/status_pages/acme/summary',
    ])
    expect(summary.urls({ url: 'https://status.acme.example' })).toStrictEqual([
      'https://api.onlineornot.com/v1/status_pages/status.acme.example/summary',
    ])
  })

  it.each([
    ['https://status.acme.example/incidents', '<a href="/incidents?page=1">Previous page</a>', '?page=1'],
    ['https://status.acme.example/incidents?page=3', '<a href="?page=2">Next</a><a href="?page=4">Previous</a>', '?page=4'],
    ['https://status.acme.example/incidents?page=3', '<a href="/incidents?page=2">Next page</a>', undefined],
  ])('goes back from %s', (url, body, next) => {
    expect(onlineornot.sources.history.next(documentOf('html', body, url))).toBe(
      next === undefined ? undefined : `https://status.acme.example/incidents${next}`,
    )
  })

  it('asks for the page of an entry that no list told in full', () => {
    const entry = { kind: 'incident', open: true, changed: true, listed: false, hasReport: false } as const
    const entries = [
      { ...entry, nativeId: 'inAb12' },
      { ...entry, nativeId: 'inAb13', listed: true },
    ]

    expect(onlineornot.sources.incident.urls({ url: 'https://status.acme.example' }, {}, { entries })).toStrictEqual([
      'https://status.acme.example/incidents/inAb12',
    ])
  })
})
