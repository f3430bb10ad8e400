import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type BrowserClient, type BrowserClientOptions, createBrowserClient } from '../../../crawler/fetch/browser.ts'
import type { BrowserEvent } from '../../../crawler/fetch/browser/garage.ts'
import type { BrowserSearch } from '../../../crawler/fetch/browser-path.ts'
import { createTestClient, errorOf } from '../../support/fetch-client.ts'

const url = 'https://status.acme.example/'
const http = createTestClient()

describe('crawler/fetch/browser.ts', () => {
  let client: BrowserClient
  let events: BrowserEvent[]

  afterEach(() => client.close())
  afterAll(() => http.destroy())

  function open(options: Partial<BrowserClientOptions>): BrowserClient {
    events = []
    client = createBrowserClient({ guard: http.guard, product: 'Statuswire/test', onEvent: (event) => events.push(event), ...options })
    return client
  }

  it('fails as a value where the operator wants no browser, and says nothing of it', async () => {
    const result = await open({ chosen: 'off' }).fetch({ url, medium: 'html' })

    expect(errorOf(result)).toMatchObject({ kind: 'browser', detail: 'switched_off', url })
    expect([events, client.stats()]).toEqual([[], { browser: undefined, pages: 0, crashes: 0 }])
  })

  it('fails as a value where none is installed, says so once, and looks again later', async () => {
    let searches = 0
    const nothing: BrowserSearch = { found: undefined, tried: ['system: /usr/bin/chromium'] }
    function search(): Promise<BrowserSearch> {
      searches++
      return Promise.resolve(nothing)
    }
    open({ search, limits: { againMilliseconds: 3_600_000 } })

    const results = [await client.fetch({ url, medium: 'html' }), await client.fetch({ url, medium: 'html' })]

    for (const result of results) expect(errorOf(result)).toMatchObject({ kind: 'browser', detail: 'not_installed' })
    expect(events).toEqual([{ type: 'unavailable', reason: expect.stringContaining('/usr/bin/chromium') }])
    expect(searches).toBe(1)
    await client.close()

    open({ search, limits: { againMilliseconds: 0 } })
    await client.fetch({ url, medium: 'html' })
    await client.fetch({ url, medium: 'html' })
    expect([searches, events.length]).toEqual([3, 1])
  })

  it('fails as a value where what was found is no browser', async () => {
    const search: BrowserSearch = { found: { path: '/bin/false', source: 'system' }, tried: [] }

    const result = await open({ search: () => Promise.resolve(search) }).fetch({ url, medium: 'html' })

    expect(errorOf(result)).toMatchObject({ kind: 'browser', detail: 'not_started', cause: expect.any(Error) })
    expect(events).toEqual([{ type: 'unavailable', reason: '/bin/false does not start', err: expect.any(Error) }])
  })

  it.each([
    ['http://10.0.0.1/', 'blocked_address'],
    ['https://[fd00::1]/', 'blocked_address'],
    ['file:///etc/passwd', 'scheme'],
    ['chrome://crash', 'scheme'],
    ['https://user:secret@status.acme.example/', 'credentials'],
  ])('starts no browser for %s', async (address, detail) => {
    const result = await open({ search: () => Promise.reject(new Error('searched')) }).fetch({ url: address, medium: 'html' })

    expect(errorOf(result)).toMatchObject({ kind: 'forbidden_address', detail })
  })

  it('refuses what comes after its end', async () => {
    open({ search: () => Promise.reject(new Error('searched')) })
    await client.close()

    expect(errorOf(await client.fetch({ url, medium: 'html' }))).toMatchObject({ kind: 'connection', detail: 'client_closed' })
  })
})
