import { Writable } from 'node:stream'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { readConfig } from '../../../crawler/config.ts'
import { createRunner, type Runner } from '../../../crawler/runner.ts'
import type { Database } from '../../../data/database/open.ts'
import { loadPages, type PageToPoll, watchedPageIds } from '../../../data/store/due.ts'
import { syncWatchList } from '../../../data/store/watch.ts'
import { html, paths, type Site, startSite } from '../../crawler/site.ts'
import { openTestDatabase } from '../../support/database.ts'
import { type FaultServer, silence, startFaultServer } from '../../support/fault-server.ts'
import { logLines, openWorkshop } from '../../support/processes.ts'

const shell =
  '<!doctype html><html><head><title>Acme</title></head><body><div id="root"></div><script type="module" src="/app.js"></script></body></html>'

/** Draws a page that another path has as it should be. */
const program = `
  const text = await (await fetch('/drawn')).text()
  const drawn = new DOMParser().parseFromString(text, 'text/html')
  document.body.className = drawn.body.className
  document.head.append(...drawn.head.children)
  document.querySelector('#root').append(...drawn.body.children)`

describe('crawler/runner.ts, with a browser', () => {
  let site: Site
  let hanging: FaultServer
  let database: Database
  let runner: Runner
  let logged: string

  beforeEach(async () => {
    site = await startSite()
    hanging = await startFaultServer()
    hanging.on('*', silence())
    database = await openTestDatabase()
    logged = ''
  })
  afterEach(async () => {
    await runner.close()
    await database.close()
    await hanging.close()
    await site.close()
  })

  /** Polls one page at a time, and leaves those under way half a second at its end. */
  async function open(
    rows: readonly { readonly url: string; readonly platform?: string }[],
    browser = inject('browserPath'),
  ): Promise<readonly PageToPoll[]> {
    await syncWatchList(
      database,
      rows.map((page, index) => ({ id: `v${index}`, name: `Vendor ${index}`, pages: [page] })),
    )
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk)
        done()
      },
    })
    const environment = {
      STATUSWIRE_VENDORS: 'github',
      STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8',
      STATUSWIRE_CONCURRENCY: '1',
      STATUSWIRE_BROWSER: browser,
    }
    runner = createRunner(readConfig(environment), database, pino({ base: null, timestamp: false }, destination), {
      drainMilliseconds: 500,
    })
    return loadPages(database, await watchedPageIds(database))
  }

  /** The site as one that a script draws: its markup is an empty shell, and its API is not there. */
  async function drawByScript(): Promise<void> {
    const page = await (await fetch(`${site.url}/`)).text()
    site.answers.set('/drawn', { headers: html, body: page })
    site.answers.set('/app.js', { headers: { 'content-type': 'text/javascript' }, body: program })
    site.answers.set(paths.home, { headers: html, body: shell })
  }

  it('goes on polling by HTTP while a page hangs in the browser, and while others wait for it', async () => {
    const slow = Array.from({ length: 5 }, (_, index) => ({ url: hanging.url(`/${index}`), platform: 'datadog' }))
    const pages = await open([...slow, { url: site.url, platform: 'statuspage' }])
    const stuck = pages.slice(0, -1).map((page) => runner.run(page))
    await expect.poll(() => hanging.seen.length, { timeout: 20_000 }).toBeGreaterThan(0)

    const runs = await Promise.all(pages.slice(-1).map((page) => runner.run(page)))

    expect(runs).toEqual([expect.objectContaining({ type: 'polled', outcome: expect.objectContaining({ outcome: 'changed' }) })])
    await runner.close()
    expect((await Promise.all(stuck)).map(({ type }) => type)).toEqual(slow.map(() => 'stopped'))
    expect(logLines(logged)).toEqual(['browser: started', 'poll', 'browser: ended'].map((msg) => expect.objectContaining({ msg })))
  })

  it('says that there is no browser, and polls on', async () => {
    const pages = await open([{ url: hanging.url('/'), platform: 'datadog' }], '/nowhere/chromium')

    const [run] = await Promise.all(pages.map((page) => runner.run(page)))

    expect(run).toMatchObject({ type: 'polled', outcome: { outcome: 'unreachable', kind: 'browser', detail: 'not_installed' } })
    expect(logLines(logged)).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'browser: none', reason: expect.stringContaining('/nowhere/chromium') }),
    )
  })

  it('knows the platform of a page that a script draws, as a browser shows it', async () => {
    await drawByScript()
    const pages = await open([{ url: site.url }])

    const [run] = await Promise.all(pages.map((page) => runner.run(page)))

    expect(run).toMatchObject({ type: 'polled', outcome: { outcome: 'changed' } })
    expect(await database.db.selectFrom('page').select('platform').execute()).toEqual([{ platform: 'statuspage' }])
  })

  it('says in `detect` that it took a browser, or that none was there', async () => {
    await drawByScript()
    for (const path of [paths.summary, '/history.atom', '/history.rss']) site.answers.set(path, { status: 404 })
    await open([])
    const workshop = openWorkshop()
    const environment = { STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8', STATUSWIRE_VENDORS: 'github' }

    const [seen, unseen] = await Promise.all(
      [inject('browserPath'), 'off'].map((browser) =>
        workshop.run('crawler/main.ts', ['detect', site.url], { ...environment, STATUSWIRE_BROWSER: browser }),
      ),
    )
    await workshop.close()

    expect(seen?.stdout.split('\n').slice(0, 3)).toEqual([site.url, 'platform: statuspage', 'drawn by a script: looked at in a browser'])
    expect(unseen?.stdout).toContain('drawn by a script: browser: switched_off')
    expect([seen?.code, unseen?.code]).toEqual([0, 1])
  })
})
