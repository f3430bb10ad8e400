import { describe, expect, it } from 'vitest'
import type { Document } from '../../../parsers/platform.ts'
import type { FetchedDocument } from '../../../crawler/fetch/conclude.ts'
import { toDocument } from '../../../crawler/fetch/document.ts'

const fetched: FetchedDocument = {
  outcome: 'ok',
  url: 'https://status.example.com/',
  finalUrl: 'https://status.example.com/home',
  status: 200,
  headers: { 'content-type': 'text/html' },
  medium: 'html',
  text: '<html></html>',
  bytes: Buffer.from('<html></html>'),
  wireBytes: 13,
  decodedBytes: 13,
  bodyHash: '00',
  etag: undefined,
  lastModified: undefined,
  permanentRedirectTo: undefined,
}

describe('crawler/fetch/document.ts', () => {
  it('gives the parsers what they know of a document, and no more', () => {
    const document: Document<'html'> = toDocument(fetched, 'html')

    expect(document).toStrictEqual({
      url: 'https://status.example.com/',
      finalUrl: 'https://status.example.com/home',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: { medium: 'html', text: '<html></html>' },
    })
  })

  it('takes no document for one of another medium', () => {
    expect(() => toDocument(fetched, 'json')).toThrow(TypeError)
    // @ts-expect-error a page is no JSON: the parsers' functions for the one do not take the other
    expect((): Document<'json'> => toDocument(fetched, 'html')).not.toThrow()
  })
})
