import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { freshstatus } from '../../parsers/freshstatus/index.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import { documentOf, instant } from '../support/documents.ts'

function homeWith(accountDetails: unknown): ReturnType<typeof documentOf<'html'>> {
  const state = JSON.stringify({ props: { userReferer: 'http://acme.freshstatus.io/', accountDetails } })
  return documentOf('html', `<!DOCTYPE html><html><body><script id="__NEXT_DATA__" type="application/json">${state}</script></body></html>`)
}
const gone = {
  status: 'Not Found',
  response: { status: 404, data: { detail: 'Account with the subdomain does not exist' } },
  isError: true,
}

describe('parsers/freshstatus', () => {
  it('finds its account in the state of the page', () => {
    const home = homeWith({ id: 4711, name: 'Acme' })

    expect(freshstatus.settingsOf?.({ home })).toStrictEqual({ accountId: 4711 })
    expect(detect({ home }, [freshstatus]).map(({ identified }) => identified)).toStrictEqual([true])
  })

  it('knows a page whose account is gone', () => {
    const home = homeWith(gone)

    expect(freshstatus.settingsOf?.({ home })).toBeUndefined()
    expect(classifyRefusal(home, freshstatus.refusals)?.reason).toBe('unclaimed')
  })

  it('finds nothing in state that was cut off', () => {
    expect(freshstatus.settingsOf?.({ home: documentOf('html', '<script>{"accountDetails":{"id":4711,"name":"Ac') })).toBeUndefined()
    expect(freshstatus.settingsOf?.({ home: documentOf('html', '<title>Acme</title>') })).toBeUndefined()
  })

  it('asks the one host of all pages, and follows its lists', () => {
    const { components, open, history } = freshstatus.sources
    const known = { entries: [] }
    const page = { url: 'https://status.acme.example' }
    const next = 'https://public-api.freshstatus.io/v1/public-incidents/?account_id=4711&page=2'

    expect(components.urls(page, { accountId: 4711 }, known)).toStrictEqual([
      'https://public-api.freshstatus.io/v1/public-components/?account_id=4711',
    ])
    expect(open.urls(page, { accountId: 4711 }, known)).toStrictEqual([
      'https://public-api.freshstatus.io/v1/public-incidents/?account_id=4711&end_time__isempty=true',
    ])
    expect(history.next(documentOf('json', JSON.stringify({ next, results: [] })))).toBe(next)
    expect(history.next(documentOf('json', JSON.stringify({ next: null, results: [] })))).toBeUndefined()
  })

  it('says of no incident which components it concerns where a name is missing', () => {
    const entry = { id: 1, title: 'Slow', end_time: null, affected_components: [{ component: 5, new_status: 'MO' }] }
    const context = {
      page: { url: 'https://status.acme.example' },
      params: { accountId: 4711 },
      observedAt: instant('2026-03-01T00:00:00.000Z'),
    }

    const { incidents } = freshstatus.parse({ open: [documentOf('json', JSON.stringify({ results: [entry] }))] }, context)

    expect(incidents).toStrictEqual([{ nativeId: '1', title: 'Slow', phase: 'unknown' }])
  })
})
