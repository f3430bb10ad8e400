import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Database, openDatabase } from '../../../data/database/open.ts'
import { type Ended, openWorkshop, type Workshop } from '../../support/processes.ts'
import { moments, paths, type Site, startSite, unavailable } from '../site.ts'

const Summary = z.object({ polls: z.number(), failed: z.record(z.string(), z.number()), changes: z.record(z.string(), z.number()) })
type Summary = z.infer<typeof Summary>

describe('crawler/commands/backfill.ts', () => {
  let workshop: Workshop
  let site: Site

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
    site.seconds = moments.postmortem
    const vendors = [{ id: 'acme', pages: [{ url: site.url, platform: 'statuspage' }] }]
    writeFileSync(join(workshop.folder, 'statuswire.yaml'), JSON.stringify({ vendors, allowPrivate: '127.0.0.0/8' }))
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  function walk(vendor = 'acme'): Promise<Ended> {
    return workshop.run('crawler/main.ts', ['backfill', '--json', vendor])
  }

  function summaryOf({ code, stdout, stderr }: Ended): Summary {
    expect([code, stderr]).toEqual([0, ''])
    return Summary.parse(JSON.parse(stdout))
  }

  async function stored<T>(read: (database: Database) => Promise<T>): Promise<T> {
    const database = await openDatabase(join(workshop.folder, 'statuswire.db'))
    const result = await read(database)
    await database.close()
    return result
  }

  it('reads the present first, then the whole history, and nothing new the second time', async () => {
    // The list has lost what the history still shows.
    site.answers.set(paths.incidents, (rendered) => ({ ...rendered, body: '{"incidents":[]}' }))
    const first = summaryOf(await walk())
    const asked = site.requests.map(({ path }) => path)
    const again = summaryOf(await walk())

    const incidents = await stored(({ db }) => db.selectFrom('incident').select(['title', 'phase']).orderBy('title').execute())
    const changes = await stored(({ db }) => db.selectFrom('change').select('backfilled').execute())
    expect(asked[0]).toBe(paths.summary)
    expect(asked).toEqual(expect.arrayContaining(['/history?page=1', expect.stringMatching(/^\/incidents\/[0-9a-z]{12}\.json$/u)]))
    expect(first.changes).toMatchObject({ incident_opened: 2, report_published: 1 })
    expect(again.changes).toEqual({})
    expect(incidents).toEqual([
      { title: 'Errors on the API', phase: 'postmortem' },
      { title: 'Slow pages', phase: 'resolved' },
    ])
    expect(changes.every(({ backfilled }) => backfilled === 1)).toBe(true)
  })

  it('keeps the pages of the history compressed', async () => {
    await walk()

    const kept = await stored(({ db }) =>
      db
        .selectFrom('raw_document')
        .innerJoin('raw_body', 'raw_body.hash', 'raw_document.hash')
        .select(['encoding', 'body'])
        .where('source', '=', 'history')
        .execute(),
    )
    expect(kept.map(({ encoding }) => encoding)).toEqual(expect.arrayContaining(['zstd']))
    for (const { encoding, body } of kept) {
      const bytes = Buffer.from(encoding === 'zstd' ? zstdDecompressSync(body) : body)
      expect(bytes.toString('utf8')).toContain('<html')
      expect(encoding === 'zstd' || bytes.length < 512).toBe(true)
    }
  })

  it('keeps what an unreadable incident leaves, and ends well', async () => {
    site.answers.set('/history?page=2', unavailable)
    const listed = await fetch(site.url + paths.incidents)
    const id = /"id":"(?<id>[0-9a-z]{12})","name":"Slow pages"/u.exec(await listed.text())?.groups?.['id'] ?? ''
    site.answers.set(`/incidents/${id}.json`, { body: '{"incident":' })

    const { failed } = summaryOf(await walk())

    const titles = await stored(({ db }) => db.selectFrom('incident').select('title').execute())
    expect(failed).toEqual({ status: 1 })
    expect(titles).toHaveLength(2)
  })

  it('asks a host no further that has had enough', async () => {
    await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'])
    site.requests.length = 0
    site.answers.set('/history?page=1', { status: 429 })

    const summary = summaryOf(await walk())

    expect(summary).toMatchObject({ polls: 1, failed: { status: 1 } })
    expect(site.requests.map(({ path }) => path)).toEqual(['/history?page=1'])
  })

  it('waits where the host says for how long', async () => {
    await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'])
    let asked = 0
    site.answers.set('/history?page=1', (rendered) => (asked++ === 0 ? { status: 429, headers: { 'retry-after': '1' } } : rendered))

    const summary = summaryOf(await walk())

    expect(summary.failed).toEqual({})
    expect(summary.polls).toBeGreaterThan(0)
  })

  it('counts a page that cannot be read as failed, and refuses a vendor that is not watched', async () => {
    for (const path of [paths.summary, paths.home, paths.atom, paths.rss]) site.answers.set(path, unavailable)

    const [unreadable, unknown] = await Promise.all([walk(), walk('nosuch')])

    expect(summaryOf(unreadable)).toEqual({ polls: 1, failed: { status: 1 }, changes: {} })
    expect([unknown.code, unknown.stderr]).toEqual([2, 'statuswire: not watched: nosuch\n'])
  })
})
