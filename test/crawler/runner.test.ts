import { Writable } from 'node:stream'
import { zstdDecompressSync } from 'node:zlib'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../crawler/config.ts'
import { createRunner, type Runner, type RunnerOptions } from '../../crawler/runner.ts'
import type { Database } from '../../data/database/open.ts'
import { loadPages, type PageToPoll, watchedPageIds } from '../../data/store/due.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'
import { logLines } from '../support/processes.ts'
import { paths, type Site, startSite, unavailable } from './site.ts'

describe('crawler/runner.ts', () => {
  let site: Site
  let database: Database
  let logged: string
  let runner: Runner

  beforeEach(async () => {
    site = await startSite()
    database = await openTestDatabase()
    await syncWatchList(
      database,
      ['a', 'b'].map((id) => ({ id, name: id, pages: [{ url: id === 'a' ? site.url : `${site.url}/${id}`, platform: 'statuspage' }] })),
    )
    logged = ''
    runner = open()
  })
  afterEach(async () => {
    await runner.close()
    await database.close()
    await site.close()
  })

  function open({ database: store = database, ...options }: RunnerOptions & { database?: Database } = {}): Runner {
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk)
        done()
      },
    })
    const config = readConfig({ STATUSWIRE_VENDORS: 'github', STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8' })
    return createRunner(config, store, pino({ base: null, timestamp: false }, destination), options)
  }

  async function pages(): Promise<readonly [PageToPoll, PageToPoll]> {
    const [a, b] = await loadPages(database, await watchedPageIds(database))
    if (!a || !b) throw new Error('no pages')
    return [a, b]
  }

  it('polls a page, records it and writes one line of it', async () => {
    const [page] = await pages()

    const run = await runner.run(page)

    expect(run).toMatchObject({ type: 'polled', outcome: { vendor: 'a', url: site.url, outcome: 'changed' } })
    expect(await database.db.selectFrom('poll').select('outcome').execute()).toEqual([{ outcome: 'changed' }])
    expect(logLines(logged)).toEqual([
      expect.objectContaining({
        level: 30,
        msg: 'poll',
        vendor: 'a',
        outcome: 'changed',
        changes: { component_added: 2, incident_opened: 1, incident_update_posted: 2 },
      }),
    ])
  })

  it('keeps what it fetched, what is worth it compressed', async () => {
    const [page] = await pages()

    await runner.run(page)

    const bodies = await database.db.selectFrom('raw_body').select(['encoding', 'body']).execute()
    expect(bodies.map(({ encoding }) => encoding).toSorted()).toEqual(['identity', 'zstd', 'zstd'])
    const texts = bodies.map(({ encoding, body }) => Buffer.from(encoding === 'zstd' ? zstdDecompressSync(body) : body).toString('utf8'))
    for (const text of texts) expect(JSON.parse(text)).toHaveProperty('page')
  })

  it('names in that line what the reading had to do without', async () => {
    site.answers.set(paths.incidents, unavailable)
    const [page] = await pages()

    await runner.run(page)

    expect(logLines(logged)).toEqual([
      expect.objectContaining({ troubles: [{ source: 'incidents', kind: 'status', detail: 'server_error' }] }),
    ])
  })

  it('takes a failure of the world for an outcome', async () => {
    site.answers.set(paths.summary, { status: 429 })
    const [page] = await pages()

    const run = await runner.run(page)

    expect(run).toMatchObject({ type: 'polled', outcome: { outcome: 'refused', kind: 'status', detail: '429' } })
    expect(logLines(logged)).toEqual([expect.objectContaining({ level: 30 })])
  })

  it('leaves a host alone that has had enough, with all its pages', async () => {
    site.answers.set(paths.summary, { status: 429, headers: { 'retry-after': '900' } })
    const [first, second] = await pages()
    const before = Date.now()

    await runner.run(first)
    const run = await runner.run(second)

    expect(run).toMatchObject({ type: 'postponed' })
    expect(run.type === 'postponed' && run.until).toBeGreaterThanOrEqual(before + 900_000)
    expect(site.requests).toHaveLength(1)
  })

  it('takes a fault of its own for a failed poll of that page, ten minutes off', async () => {
    const [{ page, ...rest }, second] = await pages()
    const now = Date.parse('2026-03-01T12:00:00Z')
    await runner.close()
    runner = open({ clock: () => now })

    const run = await runner.run({ ...rest, page: { ...page, params: 'no JSON' } })
    const other = await runner.run(second)

    expect(run).toMatchObject({ type: 'polled', outcome: { outcome: 'unparseable', kind: 'shape' } })
    expect(other.type).toBe('polled')
    expect(logLines(logged)[0]).toMatchObject({ level: 50, msg: 'poll: a fault of ours', err: { type: 'SyntaxError' } })
    const [row] = await database.db.selectFrom('page').select('next_due_at').where('id', '=', page.id).execute()
    expect(row?.next_due_at).toBe('2026-03-01T12:10:00.000Z')
  })

  it('says that a poll was not recorded where the store does not take it', async () => {
    const [page] = await pages()

    const run = await runner.run({ ...page, page: { ...page.page, id: 'nosuch' } })

    expect(run).toEqual({ type: 'unrecorded' })
    expect(logLines(logged)).toEqual([expect.objectContaining({ level: 50, msg: 'poll: not recorded' })])
  })

  it('ends polls that do not end by themselves, and records nothing that it has cut short', async () => {
    await runner.close()
    runner = open({ drainMilliseconds: 50 })
    site.answers.set(paths.summary, 'silence')
    const [page, second] = await pages()
    const running = runner.run(page)
    await expect.poll(() => site.requests.length).toBe(1)

    await runner.stop()

    expect(await running).toEqual({ type: 'stopped' })
    expect(await runner.run(second)).toEqual({ type: 'stopped' })
    expect(await database.db.selectFrom('poll').select('id').execute()).toEqual([])
    expect(await database.db.selectFrom('page').select('failures').execute()).toEqual([{ failures: 0 }, { failures: 0 }])
  })

  it.each([1, 2, 3])('records every poll under way before it is closed, whatever it has asked so far: %i', async (requests) => {
    const own = await openTestDatabase()
    await syncWatchList(own, [{ id: 'a', name: 'a', pages: [{ url: site.url, platform: 'statuspage' }] }])
    const closing = open({ database: own })
    const [page] = await loadPages(own, await watchedPageIds(own))
    if (!page) throw new Error('no page')
    const running = closing.run(page)
    await expect.poll(() => site.requests.length, { interval: 1 }).toBeGreaterThanOrEqual(requests)

    await closing.close()
    const polls = await own.db.selectFrom('poll').select('outcome').execute()
    await own.close()

    expect(await running).toMatchObject({ type: 'polled' })
    expect(polls).toEqual([{ outcome: 'changed' }])
    expect(logLines(logged)).toEqual([expect.objectContaining({ msg: 'poll' })])
  })
})
