import { afterEach, describe, expect, inject, it } from 'vitest'
import type { BrowserClientOptions, BrowserLimits } from '../../../crawler/fetch/browser.ts'
import type { FetchResult } from '../../../crawler/fetch/conclude.ts'
import { mainProcess } from '../../support/browser-processes.ts'
import { drip, head, silence } from '../../support/fault-server.ts'
import { documentOf, errorOf } from '../../support/fetch-client.ts'
import { browserProcesses, openVisitor, page, type Visitor, words } from './visitor.ts'

/** Says that it is there, and goes on for ever. */
const endless = drip(`${head(200, { 'content-type': 'text/html' })}<!doctype html><html><body>${words}`, '<p>', 20)

const renderer = /--type=renderer/u

describe('crawler/fetch/browser/garage.ts', () => {
  let visitor: Visitor

  afterEach(async () => {
    await visitor.close()
    const left = browserProcesses()
    if (left.length > 0) throw new Error(`left behind: ${JSON.stringify(left)}`)
  })

  async function open(limits: Partial<BrowserLimits> = {}, options: Partial<BrowserClientOptions> = {}): Promise<void> {
    visitor = await openVisitor({ ...options, limits })
    visitor.site.on('/fine', page(words))
    visitor.site.on('/endless', endless)
    visitor.site.on('/silence', silence())
  }

  function visit(path: string): Promise<FetchResult> {
    return visitor.client.fetch({ url: visitor.site.url(path), medium: 'html' })
  }

  /** Until the page's own address has been asked for so often. */
  async function untilAsked(path: string, times = 1): Promise<void> {
    await expect
      .poll(() => visitor.site.seen.filter(({ target }) => target.endsWith(path)).length, { interval: 20, timeout: 20_000 })
      .toBe(times)
  }

  function ends(): readonly string[] {
    return visitor.events.flatMap((event) => (event.type === 'ended' ? [event.reason] : []))
  }

  it('loses one page to the crash of what draws it, and no other', async () => {
    await open()
    const lost = visit('/endless')
    await untilAsked('/endless')
    await expect.poll(() => browserProcesses(renderer).length, { interval: 20 }).toBeGreaterThan(0)

    for (const { pid } of browserProcesses(renderer)) process.kill(pid, 'SIGKILL')

    expect(errorOf(await lost)).toMatchObject({ kind: 'browser', detail: 'page_crashed' })
    expect(documentOf(await visit('/fine')).text).toContain(words)
    expect([ends(), visitor.client.stats()]).toEqual([[], expect.objectContaining({ pages: 2, crashes: 0 })])
  })

  it('reads in another browser what was under way in one that crashed, and what waited behind it', async () => {
    await open({ pagesAtOnce: 1 })
    visitor.site.on('/first', page(`<main id="root"></main>`, `await fetch('/silence')`))
    const [first, second] = [visit('/first'), visit('/fine')]
    await untilAsked('/silence')
    visitor.site.on('/first', page(words))

    process.kill(mainProcess(inject('browserPath')), 'SIGKILL')

    expect(documentOf(await first).text).toContain(words)
    expect(documentOf(await second).text).toContain(words)
    expect([ends(), visitor.client.stats().crashes]).toEqual([['crashed'], 1])
  })

  it('gives up a page that two browsers have died of', async () => {
    await open()
    const lost = visit('/endless')
    for (const time of [1, 2]) {
      await untilAsked('/endless', time)
      process.kill(mainProcess(inject('browserPath')), 'SIGKILL')
    }

    expect(errorOf(await lost)).toMatchObject({ kind: 'browser', detail: 'crashed' })
    expect(documentOf(await visit('/fine')).text).toContain(words)
  })

  it('gives up a page that hangs, and keeps the browser', async () => {
    await open({ visitMilliseconds: 2_500, pagesAtOnce: 2 })
    visitor.site.on('/busy', page(words, 'for (;;) {}'))

    const busy = visit('/busy')
    const beside = await visit('/fine')

    expect(documentOf(beside).text).toContain(words)
    expect(errorOf(await busy)).toMatchObject({ kind: 'browser', detail: 'hung' })
    expect(documentOf(await visit('/fine')).text).toContain(words)
    expect(ends()).toEqual([])
  })

  it('replaces a browser that hangs as a whole', async () => {
    await open({ visitMilliseconds: 2_000, contextMilliseconds: 1_000 })
    await visit('/fine')

    process.kill(mainProcess(inject('browserPath')), 'SIGSTOP')

    expect(documentOf(await visit('/fine')).text).toContain(words)
    await expect.poll(ends, { timeout: 20_000 }).toEqual(['hung'])
  })

  it('ends a browser that takes too much memory, and says so', async () => {
    await open({ mostMegabytes: 1 })

    expect(errorOf(await visit('/endless'))).toMatchObject({ kind: 'browser', detail: 'too_much_memory' })
    await expect.poll(ends).toEqual(['too_much_memory'])
  })

  it('replaces a browser after so many pages, and one that has come to hold too much', async () => {
    await open({ pagesPerBrowser: 2, pagesAtOnce: 1 })
    for (let count = 0; count < 3; count++) await visit('/fine')
    await expect.poll(ends).toEqual(['worn'])
    await visitor.close()

    await open({ recycleMegabytes: 1, pagesAtOnce: 1 })
    await visit('/fine')

    await expect.poll(ends).toEqual(['worn'])
  })

  it('closes the browser when nobody needs it, and starts another when somebody does', async () => {
    await open({ idleMilliseconds: 100 })
    await visit('/fine')
    await expect.poll(ends).toEqual(['idle'])
    expect(browserProcesses()).toEqual([])

    await visit('/fine')

    await expect.poll(ends).toEqual(['idle', 'idle'])
    expect(visitor.events).toContainEqual({
      type: 'ended',
      reason: 'idle',
      pages: 1,
      seconds: expect.any(Number),
      megabytes: expect.any(Number),
    })
    expect(visitor.client.stats()).toMatchObject({ pages: 2, crashes: 0 })
  })

  it('starts one browser for many pages, and none for those that wait when it is closed', async () => {
    await open({ pagesAtOnce: 2 })
    const all = ['/endless', '/endless', '/fine', '/fine'].map(visit)
    await untilAsked('/endless', 2)

    await visitor.client.close()

    for (const result of await Promise.all(all)) expect(errorOf(result)).toMatchObject({ kind: 'connection', detail: 'client_closed' })
    expect(visitor.events.map(({ type }) => type)).toEqual(['started', 'ended'])
  })
})
