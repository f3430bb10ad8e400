import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BrowserRequest } from '../../crawler/fetch/browser.ts'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { type Asking, emptyGathering, gatherSource, gatherUnchanged, type Gathering } from '../../crawler/gather.ts'
import type { SourceStateTable } from '../../data/database/schema.ts'
import { sourceKey } from '../../data/store/due.ts'
import type { Source } from '../../parsers/platform.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { answer, type FaultServer, inTurn, startFaultServer } from '../support/fault-server.ts'
import { instant } from '../support/documents.ts'
import { page as rowOfPage } from '../support/rows.ts'

const json = { 'content-type': 'application/json' }
const at = instant('2026-11-20T00:00:00.000Z')

describe('crawler/gather.ts', () => {
  let http: HttpClient
  let host: FaultServer
  let gathering: Gathering

  beforeEach(async () => {
    http = createTestClient()
    host = await startFaultServer()
    gathering = emptyGathering()
  })
  afterEach(async () => {
    await http.destroy()
    await host.close()
  })

  function source(...paths: readonly string[]): Source<'json'> {
    return { medium: 'json', via: 'http', when: 'poll', urls: () => paths.map((path) => host.url(path)) }
  }

  /** A page of which every path was answered before, with an ETag. */
  function asking(...known: readonly string[]): Asking {
    const states = known.map((path): [string, SourceStateTable] => {
      const url = host.url(path)
      const row = { page_id: 'p', source: 'list', url, etag: '"1"', last_modified: null, body_hash: 'other', observed_at: at }
      return [sourceKey('list', url), row]
    })
    const toPoll = { page: rowOfPage('acme', { url: host.origin }), sources: new Map(states), hasOpen: false, lastClosedAt: null }
    return { toPoll, http, known: { entries: [] }, params: {}, isAnew: false }
  }

  function read(): readonly string[] {
    return gathering.fetched.map(({ document }) => new URL(document.url).pathname)
  }

  it('reads a document that says what it said, again and whole, beside one that says something else', async () => {
    host.on('/a', inTurn(answer({ status: 304, headers: { etag: '"1"' } }), answer({ headers: json, body: '{"a":1}' })))
    host.on('/b', answer({ headers: json, body: '{"b":2}' }))
    const known = asking('/a', '/b')

    await gatherSource('list', source('/a', '/b'), known, gathering)
    await gatherUnchanged(known, gathering)

    expect(read()).toEqual(['/b', '/a'])
    expect(host.seen.map(({ target, headers }) => `${target} ${headers['if-none-match'] ?? ''}`)).toEqual(['/a "1"', '/b "1"', '/a '])
  })

  it('has a source read by the browser where it wants that, or says that there is none', async () => {
    host.on('/a', answer({ headers: json, body: '{"a":1}' }))
    const asked: BrowserRequest[] = []
    const browser = {
      fetch(request: BrowserRequest) {
        asked.push(request)
        return http.fetch(request)
      },
    }
    const drawn = { ...source('/a'), via: 'browser', response: (url: string) => url.endsWith('.json'), drawn: 'main' } as const

    await gatherSource('list', drawn, { ...asking('/a'), browser }, gathering)
    await gatherSource('other', drawn, asking('/a'), gathering)

    expect(read()).toEqual(['/a'])
    expect(asked).toEqual([{ url: host.url('/a'), medium: 'json', response: expect.any(Function), drawn: 'main' }])
    expect(['https://a.example/x.json', 'https://a.example/x'].map((url) => asked[0]?.response?.(url))).toEqual([true, false])
    expect(gathering.troubles.map(({ source: name, error }) => `${name} ${error.kind} ${error.detail}`)).toEqual([
      'other browser switched_off',
    ])
  })

  it('asks for nothing again where everything says what it said', async () => {
    host.on('/a', answer({ status: 304, headers: { etag: '"1"' } }))
    const known = asking('/a')

    await gatherSource('list', source('/a'), known, gathering)
    await gatherUnchanged(known, gathering)

    expect([read(), host.seen.length, gathering.notModified]).toEqual([[], 1, 1])
  })

  it('follows a paged list to its end, without validators that speak for one page of it', async () => {
    for (const page of [1, 2, 3]) host.on(`/${page}`, answer({ headers: json, body: `{"page":${page}}` }))
    const paged: Source<'json'> = { ...source('/1'), next: (_document, walked) => (walked < 3 ? host.url(`/${walked + 1}`) : undefined) }

    const asked = await gatherSource('list', paged, asking('/1', '/2', '/3'), gathering)

    expect([asked, read()]).toEqual([3, ['/1', '/2', '/3']])
    expect(host.seen.every(({ headers }) => headers['if-none-match'] === undefined)).toBe(true)
  })

  it('follows no list without end', async () => {
    host.on('*', answer({ headers: json, body: '{}' }))
    const endless: Source<'json'> = { ...source('/1'), next: (_document, walked) => host.url(`/${walked + 1}`) }

    expect(await gatherSource('list', endless, asking(), gathering)).toBe(20)
  })

  it('sends what a source wants to be sent', async () => {
    host.on('/ask', answer({ headers: json, body: '{}' }))

    await gatherSource('list', { ...source('/ask'), post: '{"limit":5}' }, asking(), gathering)

    expect(host.seen.map(({ method, headers }) => [method, headers['content-type'], headers['content-length']])).toEqual([
      ['POST', 'application/json', '11'],
    ])
  })
})
