import { describe, expect, it } from 'vitest'
import type { FetchedPage } from '../../parsers/fingerprint.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { sorryapp } from '../../parsers/sorryapp/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
const home = documentOf('html', '<!DOCTYPE html><title>Acme</title>')

function probedWith(text: string): FetchedPage {
  return { home, probes: { '/api/v1/status': documentOf('json', text) } }
}

describe.skipIf(skipsCaptures)('parsers/sorryapp, on a captured page', () => {
  const file = 'sorryapp/Iorad-sorryapp.json'

  it('reads what the status says', () => {
    const text = readCapture(file)

    const snapshot = sorryapp.parse({ status: [documentOf('json', text)] }, context)

    expect(text).toContain('"state":"operational"')
    expect(snapshot).toMatchObject({ health: 'operational', native: 'operational', omissions: [] })
    expect(snapshot.page.nativeId).toBe(/"id":(\d+)/u.exec(text)?.[1])
    expect(snapshot.page.name).toBe(/"name":"([^"]+)"/u.exec(text)?.[1])
    expect(snapshot.sourceUpdatedAt).toBe(/"updated_at":"([^"]+)"/u.exec(text)?.[1])
    expect(snapshot.components).toBeUndefined()
    expect(snapshot.incidents).toBeUndefined()
  })

  it('recognises it', () => {
    const matches = detect(probedWith(readCapture(file)), [sorryapp])

    expect(matches.map(({ identified }) => identified)).toStrictEqual([true])
  })
})

describe('parsers/sorryapp', () => {
  it.each([
    { count: 10, settings: {} },
    { count: 25, settings: {} },
    { count: 26, settings: { componentPages: 2 } },
    { count: 9999, settings: { componentPages: 20 } },
  ])('asks for as many pages as $count components fill', ({ count, settings }) => {
    const status = JSON.stringify({ page: { links: { components: { href: '/api/v1/components', count }, notices: { count: 3 } } } })

    expect(sorryapp.settingsOf?.(probedWith(status))).toStrictEqual(settings)
  })

  it('builds the addresses of all pages of components', () => {
    expect(sorryapp.sources.components.urls(context.page, { componentPages: 2 })).toStrictEqual([
      'https://status.acme.example/api/v1/components',
      'https://status.acme.example/api/v1/components?page=2',
    ])
  })

  it('concludes nothing from a part of the list', () => {
    const part = JSON.stringify({
      components: [{ id: 7, name: 'Search', state: 'operational', parent_id: 2 }],
      meta: { count: 1, total_count: 26, next_page: null },
    })

    const snapshot = sorryapp.parse({ components: [documentOf('json', part)] }, context)

    expect(snapshot.coverage.components).toBe('none')
    expect(snapshot.omissions).toHaveLength(1)
    expect(snapshot.components?.map(({ nativeId, group }) => [nativeId, group])).toStrictEqual([['7', false]])
  })

  it('follows the history to its end', () => {
    const [more, end] = ['/api/v1/notices?page=2', null].map((next) =>
      documentOf('json', JSON.stringify({ notices: [], meta: { next_page: next } }), 'https://status.acme.example/api/v1/notices'),
    )

    expect(more && sorryapp.sources.history.next(more)).toBe('https://status.acme.example/api/v1/notices?page=2')
    expect(end && sorryapp.sources.history.next(end)).toBeUndefined()
  })
})
