import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ArchivePage, pollOfLine } from '../../crawler/archive.ts'
import type { Database } from '../../data/database/open.ts'
import { loadPages, watchedPageIds } from '../../data/store/due.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'
import { scriptedDocuments } from '../support/scripted/documents.ts'
import { scriptedPage } from '../support/scripted/pages.ts'

const observedAt = '2026-03-01T12:00:00.000Z'

function summaryOf(page = 0, step = 0): string {
  return scriptedDocuments(scriptedPage(page, step))['/api/v2/summary.json'] ?? ''
}

function line(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ observedAt, documents: { summary: { body: summaryOf() } }, ...fields })
}

describe('crawler/archive.ts', () => {
  let database: Database
  let pages: readonly ArchivePage[]

  beforeEach(async () => {
    database = await openTestDatabase()
    pages = await archivePages(['https://status.acme.example', 'https://status.acme.example/eu'])
  })
  afterEach(() => database.close())

  async function archivePages(urls: readonly string[], platform?: 'statuspage'): Promise<readonly ArchivePage[]> {
    const rows = urls.map((url) => (platform === undefined ? { url } : { url, platform }))
    await syncWatchList(database, [{ id: 'acme', name: 'Acme', pages: rows }])
    return (await loadPages(database, await watchedPageIds(database))).map((toPoll) => ({ toPoll }))
  }

  it('reads a line as a poll of its moment, and finds the platform by what it can read', () => {
    const poll = pollOfLine(line(), pages)

    expect(poll).toMatchObject({
      type: 'read',
      pageId: pages[0]?.toPoll.page.id,
      observedAt,
      platform: 'statuspage',
      snapshot: { health: 'operational', page: { name: 'Page 0' } },
      sources: [{ source: 'summary', url: 'https://status.acme.example/api/v2/summary.json' }],
      backfill: false,
    })
    expect(poll?.schedule).toBeUndefined()
    expect(pages[0]?.platform?.id).toBe('statuspage')
  })

  it.each([
    { what: 'no JSON', text: '{"observedAt":' },
    { what: 'no object', text: '[]' },
    { what: 'no moment', text: line({ observedAt: undefined }) },
    { what: 'a moment without a zone', text: line({ observedAt: '2026-03-01T12:00:00' }) },
    { what: 'no documents', text: line({ documents: undefined }) },
    { what: 'a body that is no text', text: line({ documents: { summary: { body: 5 } } }) },
    { what: 'a page that the vendor has not', text: line({ page: 'https://status.other.example' }) },
  ])('takes a line with $what for no poll', ({ text }) => {
    expect(pollOfLine(text, pages)).toBeUndefined()
  })

  it.each([
    { page: 'https://status.acme.example', index: 0 },
    { page: 'https://status.acme.example/', index: 0 },
    { page: 'https://status.acme.example/eu', index: 1 },
  ])('finds the page by $page', ({ page, index }) => {
    expect(pollOfLine(line({ page }), pages)?.pageId).toBe(pages[index]?.toPoll.page.id)
  })

  it.each<{ what: string; document: object; failure: object }>([
    {
      what: 'an error',
      document: { status: 503, body: 'Back soon' },
      failure: { outcome: 'refused', kind: 'status', detail: '503', understood: true },
    },
    {
      what: 'an address that is gone',
      document: { status: 404 },
      failure: { outcome: 'refused', kind: 'status', detail: '404', understood: false },
    },
    {
      what: 'a bot challenge',
      document: { status: 403, headers: { 'CF-Mitigated': 'challenge' } },
      failure: { outcome: 'refused', kind: 'challenge', detail: 'a bot challenge of Cloudflare', understood: false },
    },
    {
      what: 'an inactive page',
      document: { status: 404, body: '<html><body class="status inactive">' },
      failure: { outcome: 'refused', kind: 'foreign', detail: 'a page that its owner has not activated', understood: false },
    },
    {
      what: 'half a document',
      document: { body: summaryOf().slice(0, 100) },
      failure: { outcome: 'unparseable', kind: 'shape', understood: false },
    },
    { what: 'nothing', document: {}, failure: { outcome: 'unparseable', understood: false } },
  ])('takes $what for a failed poll, with its reason', async ({ document, failure }) => {
    const named = await archivePages(['https://status.acme.example'], 'statuspage')

    const poll = pollOfLine(line({ documents: { summary: document } }), named)

    expect(poll).toMatchObject({ type: 'failed', observedAt, ...failure })
  })

  it('gives a refusal its reason though the platform is not known yet', () => {
    expect(pollOfLine(line({ documents: { summary: { status: 500 } } }), pages)).toMatchObject({ kind: 'status', detail: '500' })
    expect(pages[0]?.platform).toBeUndefined()
  })

  it('takes documents that no platform can read, or of a source that is none, for a failed poll', async () => {
    const named = await archivePages(['https://status.acme.example'], 'statuspage')

    expect(pollOfLine(line({ documents: { summary: { body: '{}' } } }), pages)).toMatchObject({
      kind: 'foreign',
      detail: 'no one platform recognises these documents',
    })
    expect(pollOfLine(line({ documents: { nosuch: { body: '{}' } } }), named)).toMatchObject({
      kind: 'shape',
      detail: 'the platform has no source called nosuch',
    })
  })

  it('reads what is good of a line of several documents', async () => {
    const documents = scriptedDocuments(scriptedPage(0, 1))
    const poll = pollOfLine(
      line({
        documents: {
          summary: { body: documents['/api/v2/summary.json'] },
          incidents: [{ body: documents['/api/v2/incidents.json'] }],
          scheduledMaintenances: { status: 502, body: 'Bad gateway' },
        },
      }),
      pages,
    )

    expect(poll).toMatchObject({ type: 'read', snapshot: { incidents: [{ title: expect.stringContaining('Errors') }] } })
  })

  it.each<{ what: string; bytes: Buffer; headers: object }>([
    { what: 'plain', bytes: Buffer.from(summaryOf()), headers: {} },
    { what: 'packed', bytes: gzipSync(summaryOf()), headers: { 'Content-Encoding': 'gzip' } },
    { what: 'unpacked under a header that says packed', bytes: Buffer.from(summaryOf()), headers: { 'content-encoding': 'br' } },
    { what: 'in UTF-16', bytes: Buffer.from(`\uFEFF${summaryOf()}`, 'utf16le'), headers: {} },
  ])('undoes the coding of bytes: $what', ({ bytes, headers }) => {
    const poll = pollOfLine(line({ documents: { summary: { bodyBase64: bytes.toString('base64'), headers } } }), pages)

    expect(poll).toMatchObject({ type: 'read', snapshot: { page: { name: 'Page 0' } } })
  })

  it("knows of each line what the ones before it told: another page's data is refused", () => {
    const first = pollOfLine(line(), pages)
    const second = pollOfLine(line({ documents: { summary: { body: summaryOf(1) } } }), pages)

    expect(first?.type).toBe('read')
    expect(second).toMatchObject({ type: 'failed', kind: 'foreign', detail: 'another page answers at this address' })
    expect(pages[0]?.timeZone).toBe('Etc/UTC')
  })

  it('gives the same line the same identity, and other answers another one', () => {
    const [a, b] = [1, 2].map(() => pollOfLine(line({ documents: { summary: { status: 503, body: 'x' } } }), pages))
    const other = pollOfLine(line({ documents: { summary: { status: 503, body: 'y' } } }), pages)

    expect(a).toMatchObject({ type: 'failed', digest: b?.type === 'failed' ? b.digest : 'none' })
    expect(other?.type === 'failed' ? other.digest : '').not.toBe(a?.type === 'failed' ? a.digest : '')
  })
})
