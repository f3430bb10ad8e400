import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { logLines, openWorkshop, type Workshop } from '../../support/processes.ts'
import { paths, type Site, startSite, unavailable } from '../site.ts'

const Summary = z.strictObject({
  polls: z.number(),
  failed: z.record(z.string(), z.number()),
  changes: z.record(z.string(), z.number()),
  seconds: z.number(),
})

describe('crawler/commands/crawl.ts', () => {
  let workshop: Workshop
  let site: Site
  let environment: Readonly<Record<string, string>>

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
    watch({ acme: site.url })
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  function watch(pages: Readonly<Record<string, string>>): void {
    const settings = join(workshop.folder, 'config.yaml')
    const vendors = Object.entries(pages).map(([id, url]) => ({ id, pages: [{ url, platform: 'statuspage' }] }))
    writeFileSync(settings, JSON.stringify({ vendors, allowPrivate: ['127.0.0.0/8'] }))
    environment = { STATUSWIRE_CONFIG: settings, DATABASE_URL: `sqlite:${join(workshop.folder, 'a.db')}` }
  }

  it('makes one pass, with a log on standard error and a closing table on standard output', async () => {
    const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['crawl', '--once'], environment)

    const table = new Map(
      [...stdout.matchAll(/^(?<name>\S.*?) {2,}(?<value>\S+)$/gmu)].map(({ groups }) => [groups?.['name'], groups?.['value']]),
    )
    expect(code).toBe(0)
    expect([...table.keys()]).toEqual(expect.arrayContaining(['pages', 'changed', 'unchanged', 'not modified', 'bytes', 'seconds']))
    expect([table.get('pages'), table.get('changed')]).toEqual(['1', '1'])
    expect(logLines(stderr)).toEqual([expect.objectContaining({ level: 'info', msg: 'poll', vendor: 'acme', outcome: 'changed' })])
  })

  it('prints with --json one object and nothing else, and exits 0 though every page has failed', async () => {
    const closed = await startSite()
    await closed.close()
    for (const path of [paths.summary, paths.home, paths.atom, paths.rss]) site.answers.set(path, unavailable)
    watch({ acme: site.url, gone: closed.url })

    const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], environment)

    expect([code, stderr]).toEqual([0, ''])
    expect(Summary.parse(JSON.parse(stdout))).toMatchObject({ polls: 2, failed: { status: 1, connection: 1 }, changes: {} })
  })

  it('asks the named vendors alone, and none where one of them is not watched', async () => {
    watch({ acme: site.url, other: `${site.url}/other` })

    const named = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json', 'acme'], environment)
    const before = site.requests.length
    const wrong = await workshop.run('crawler/main.ts', ['crawl', '--once', 'acme', 'nosuch'], environment)

    expect([named.code, Summary.parse(JSON.parse(named.stdout)).polls]).toEqual([0, 1])
    expect(site.requests.filter(({ path }) => path.startsWith('/other'))).toEqual([])
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: 'statuswire: not watched: nosuch\n' })
    expect(site.requests).toHaveLength(before)
  })

  it('ends at SIGINT with what it has, and says that it is not all', async () => {
    const silent = await startSite()
    silent.answers.set(paths.summary, 'silence')
    watch({ acme: site.url, silent: silent.url })
    const running = workshop.start('crawler/main.ts', ['crawl', '--once', '--json'], environment)
    await expect.poll(() => silent.requests.length > 0 && site.requests.length > 2, { timeout: 15_000 }).toBe(true)

    running.child.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    await silent.close()

    expect([code, stderr]).toEqual([1, 'statuswire: interrupted: 1 pages were not asked\n'])
    expect(Summary.parse(JSON.parse(stdout))).toMatchObject({ polls: 1, failed: {} })
  })

  it('watches until it is told to stop, then ends cleanly', async () => {
    const running = workshop.start('crawler/main.ts', ['crawl'], environment)
    await expect.poll(() => running.said.stderr, { timeout: 15_000 }).toContain('"msg":"poll"')

    const { code, stdout, stderr } = await running.stop()

    expect([code, stdout]).toEqual([0, ''])
    expect(logLines(stderr)).toEqual([
      expect.objectContaining({ msg: 'crawler: watching', vendors: 1 }),
      expect.objectContaining({ msg: 'poll', vendor: 'acme', outcome: 'changed' }),
      expect.objectContaining({ msg: 'crawler: stopping' }),
    ])
  })
})
