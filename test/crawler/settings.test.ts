import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { settingsOfPage } from '../../crawler/detection.ts'
import { paramsOf, settingsIn } from '../../crawler/settings.ts'
import type { FetchedPage } from '../../parsers/fingerprint.ts'
import type { Platform } from '../../parsers/platform.ts'
import { statuspage } from '../../parsers/statuspage/index.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { documentOf } from '../support/documents.ts'
import { answer, type FaultServer, startFaultServer } from '../support/fault-server.ts'

const base: Platform = statuspage
/** A platform whose pages are asked at a fixed host, under an id that stands in the page or in a probe of it. */
const keyed: Platform = {
  ...base,
  id: 'keyed',
  fingerprints: { ...base.fingerprints, probes: ['/id.txt'] },
  params: z.strictObject({ pageId: z.string(), region: z.string().exactOptional() }),
  settingsOf: ({ home, probes }: FetchedPage) => {
    const pageId = /id=(\w+)/u.exec(`${home.body.text} ${probes?.['/id.txt']?.body.text ?? ''}`)?.[1]
    return pageId === undefined ? undefined : { pageId }
  },
}

describe('crawler/settings.ts', () => {
  it.each([
    { what: 'the row alone', params: '{"pageId":"a"}', settings: null, found: { pageId: 'a' } },
    { what: 'the page alone', params: '{}', settings: '{"pageId":"b"}', found: { pageId: 'b' } },
    { what: 'the row before the page', params: '{"pageId":"a"}', settings: '{"pageId":"b"}', found: { pageId: 'a' } },
    { what: 'both together', params: '{"region":"eu"}', settings: '{"pageId":"b"}', found: { pageId: 'b', region: 'eu' } },
    {
      what: 'the page, where the row was written for another platform',
      params: '{"key":1}',
      settings: '{"pageId":"b"}',
      found: { pageId: 'b' },
    },
    { what: 'neither', params: '{}', settings: null, found: undefined },
  ])('takes the settings of $what', ({ params, settings, found }) => {
    expect(settingsIn(keyed, { params, settings })).toEqual(found)
  })

  it('is a fault of ours where a page is asked without them', () => {
    expect(() => paramsOf(keyed, { params: '{}', settings: null })).toThrow('without the settings that keyed wants')
  })
})

describe('crawler/detection.ts', () => {
  let http: HttpClient
  let host: FaultServer

  beforeEach(async () => {
    http = createTestClient()
    host = await startFaultServer()
  })
  afterEach(async () => {
    await http.destroy()
    await host.close()
  })

  it('reads the settings out of the page where they stand there, and asks for nothing', async () => {
    const home = documentOf('html', '<html>id=abc</html>', host.origin)

    expect(await settingsOfPage(keyed, { home }, http)).toEqual({ pageId: 'abc' })
    expect(host.seen).toEqual([])
  })

  it("asks the platform's own paths where the page does not tell them", async () => {
    host.on('/id.txt', answer({ headers: { 'content-type': 'text/plain' }, body: 'id=xyz' }))
    const home = documentOf('html', '<html></html>', host.origin)

    expect(await settingsOfPage(keyed, { home }, http)).toEqual({ pageId: 'xyz' })
    expect(host.seen.map(({ target }) => target)).toContain('/id.txt')
  })

  it('has none to tell of a platform that wants none', async () => {
    expect(await settingsOfPage(base, { home: documentOf('html', 'id=abc', host.origin) }, http)).toBeUndefined()
    expect(host.seen).toEqual([])
  })
})
