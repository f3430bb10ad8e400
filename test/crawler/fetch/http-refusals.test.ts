import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Classify } from '../../../crawler/fetch/conclude.ts'
import type { HttpClient } from '../../../crawler/fetch/http.ts'
import { answer, head, raw, startFaultServer, type AnswerOptions, type FaultServer } from '../../support/fault-server.ts'
import { createTestClient, documentOf, errorOf } from '../../support/fetch-client.ts'

const page = '<!doctype html><html><title>No such page</title></html>'
const classify: Classify = ({ body }) => (body.text.includes('Just a moment') ? 'cloudflare' : undefined)

describe('crawler/fetch/http.ts', () => {
  let server: FaultServer
  let client: HttpClient

  beforeEach(async () => {
    server = await startFaultServer()
    client = createTestClient({ classify, nowEpochMilliseconds: () => Date.UTC(2026, 10, 20, 12) })
  })
  afterEach(async () => {
    await client.destroy()
    await server.close()
  })

  it.each([
    [400, 'client_error'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [410, 'gone'],
    [418, 'client_error'],
    [429, 'rate_limited'],
    [451, 'legal'],
    [500, 'server_error'],
    [503, 'server_error'],
    [599, 'server_error'],
  ])('keeps the page beside a %i, so that it can be told why', async (status, detail) => {
    server.on('/', answer({ status, headers: { 'content-encoding': 'gzip', 'x-why': 'inactive' }, body: gzipSync(page) }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'status', detail, httpStatus: status, body: page, headers: { 'x-why': 'inactive' } })
    expect(error.retryAfterSeconds).toBeUndefined()
  })

  it.each([
    [429, '120', 120],
    [503, 'Fri, 20 Nov 2026 12:00:30 GMT', 30],
    [429, '99999999', 172_800],
    [429, '-1', undefined],
    [429, 'soon', undefined],
    [200, '60', 60],
  ])('tells of a %i with Retry-After %s to wait %s seconds', async (status, value, seconds) => {
    server.on('/', answer({ status, headers: { 'retry-after': value }, body: page }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error.retryAfterSeconds).toBe(seconds)
  })

  it.each([
    ['a long page', answer({ status: 500, body: page.padEnd(400_000) }), page.padEnd(65_536)],
    ['a page that breaks off', raw(`${head(500, { 'content-length': '999' })}${page}`, { end: true }), page],
    ['a page of unknown coding', answer({ status: 500, headers: { 'content-encoding': 'compress' }, body: page }), ''],
    ['a bomb', answer({ status: 500, headers: { 'content-encoding': 'br' }, body: brotliCompressSync(Buffer.alloc(50_000_000)) }), ''],
    ['nothing', answer({ status: 500 }), ''],
  ])('still says 500 where the page beside it is %s', async (_case, script, body) => {
    server.on('/', script)

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'status', detail: 'server_error', httpStatus: 500 })
    expect(error.body).toBe(body)
  })

  it('still says 500 where the page beside it never ends', async () => {
    const hasty = createTestClient({ totalMilliseconds: 200 })
    server.on('/', raw(`${head(500, { 'content-length': '999' })}<html>`))

    const error = errorOf(await hasty.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'status', httpStatus: 500, body: '<html>' })
    await hasty.destroy()
  })

  it.each<readonly [string, AnswerOptions, string]>([
    ['a header of Cloudflare', { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: page }, 'cloudflare'],
    ['a header of AWS', { status: 202, headers: { 'x-amzn-waf-action': 'challenge' } }, 'aws_waf'],
    ['a header of Vercel', { status: 429, headers: { 'x-vercel-mitigated': 'challenge' }, body: page }, 'vercel'],
    ['a page beside an error', { status: 503, body: '<html><title>Just a moment...</title></html>' }, 'cloudflare'],
    ['a page beside 200', { status: 200, body: '<!doctype html><title>Just a moment...</title>' }, 'cloudflare'],
  ])('recognises a bot wall by %s', async (_case, options, detail) => {
    server.on('/', answer(options))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'html' }))

    expect(error).toMatchObject({ kind: 'challenge', detail, httpStatus: options.status })
    expect(error.body).toBe(options.body ?? '')
  })

  it('takes a long page that speaks of a wall for a page', async () => {
    const long = `<!doctype html><html>${'x'.repeat(70_000)} Just a moment</html>`
    server.on('/', answer({ body: long }))

    expect(documentOf(await client.fetch({ url: server.url('/'), medium: 'html' })).text).toBe(long)
  })

  it.each([
    ['204', { status: 204 }, 'json', 'empty_body'],
    ['an empty body', {}, 'json', 'empty_body'],
    ['an empty gzip body', { headers: { 'content-encoding': 'gzip' } }, 'json', 'empty_body'],
    ['white space', { body: ' \r\n\t' }, 'html', 'empty_body'],
    ['a mark alone', { body: '\uFEFF' }, 'json', 'empty_body'],
    ['HTML for JSON', { headers: { 'content-type': 'application/json' }, body: page }, 'json', 'unexpected_content'],
    ['JSON for HTML', { headers: { 'content-type': 'application/json' }, body: '{}' }, 'html', 'unexpected_content'],
    ['HTML for a feed', { headers: { 'content-type': 'application/rss+xml' }, body: page }, 'xml', 'unexpected_content'],
    ['an image', { body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]) }, 'html', 'binary'],
    ['an unknown coding', { headers: { 'content-encoding': 'compress' }, body: page }, 'html', 'unknown_encoding'],
    ['three codings', { headers: { 'content-encoding': 'gzip, br, gzip' }, body: page }, 'html', 'stacked_encodings'],
    ['gzip that is none', { headers: { 'content-encoding': 'gzip' }, body: page }, 'html', 'bad_encoding'],
    ['gzip that nobody declared', { body: gzipSync(page) }, 'html', 'undeclared_gzip'],
  ] as const)('refuses %s', async (_case, options, medium, detail) => {
    server.on('/', answer(options))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium }))

    expect(error).toMatchObject({ kind: 'wrong_medium', detail })
  })

  it('keeps the page that came for JSON, so that refusals can be told apart', async () => {
    server.on('/', answer({ body: page.padEnd(100_000) }))

    const error = errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))

    expect(error).toMatchObject({ kind: 'wrong_medium', httpStatus: 200, body: page.padEnd(65_536) })
  })

  it('refuses a part of a document', async () => {
    server.on('/', answer({ status: 206, body: '{}' }))

    expect(errorOf(await client.fetch({ url: server.url('/'), medium: 'json' }))).toMatchObject({
      kind: 'status',
      detail: 'partial_content',
    })
  })

  it('believes the content, not its label', async () => {
    server.on('/json', answer({ headers: { 'content-type': 'text/html' }, body: '{}' }))
    server.on('/feed', answer({ headers: { 'content-type': 'text/html' }, body: '<?xml version="1.0"?><rss/>' }))

    expect(documentOf(await client.fetch({ url: server.url('/json'), medium: 'json' })).text).toBe('{}')
    expect(documentOf(await client.fetch({ url: server.url('/feed'), medium: 'xml' })).medium).toBe('xml')
  })
})
