import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../../data/database/open.ts'
import { watchedOverview } from '../../../data/store/overview.ts'
import { type Ended, openWorkshop, type Workshop } from '../../support/processes.ts'
import { html, paths, type Site, startSite } from '../site.ts'

const List = z.object({
  data: z.array(z.looseObject({ vendor: z.string(), url: z.string(), origin: z.string(), platform: z.string().nullable() })),
})

describe('crawler/commands/watch-list.ts', () => {
  let workshop: Workshop
  let site: Site
  let databaseUrl: string

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
    databaseUrl = `sqlite:${join(workshop.folder, 'a.db')}`
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  function run(...parameters: readonly string[]): Promise<Ended> {
    const environment = { DATABASE_URL: databaseUrl, STATUSWIRE_VENDORS: 'github', STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8' }
    return workshop.run('crawler/main.ts', parameters, environment)
  }

  async function watched(): Promise<readonly string[]> {
    const database = await openDatabase(databaseUrl)
    const rows = await watchedOverview(database)
    await database.close()
    return rows.map(({ vendor, url, platform, origin }) => [vendor, url, platform, origin].join(' '))
  }

  const github = 'github https://www.githubstatus.com statuspage list'

  it('adds a vendor of the catalogue, and a page by its address', async () => {
    const byId = await run('add', 'cloudflare')
    const byAddress = await run('add', site.url, '--id', 'acme', '--name', 'Acme')
    const again = await run('add', site.url, '--id', 'acme', '--name', 'Acme')
    const listed = await run('list', '--json')

    expect(byId).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^watching cloudflare: https:\/\//u) })
    expect([byAddress.code, byAddress.stdout]).toEqual([0, `watching acme: ${site.url} (statuspage)\n`])
    expect(again.code).toBe(0)
    expect(List.parse(JSON.parse(listed.stdout)).data.map(({ vendor, origin }) => [vendor, origin])).toEqual([
      ['github', 'list'],
      ['cloudflare', 'add'],
      ['acme', 'add'],
    ])
  })

  it('adds a page that cannot be reached now, and refuses one that is no status page', async () => {
    site.answers.set(paths.home, { headers: html, body: '<html><title>Acme</title>All is well!</html>' })
    for (const path of [paths.summary, paths.atom, paths.rss]) site.answers.set(path, { status: 404 })
    const closed = await startSite()
    await closed.close()

    const unreachable = await run('add', closed.url, '--id', 'closed')
    const unknown = await run('add', site.url, '--id', 'acme')
    const named = await run('add', site.url, '--id', 'acme', '--platform', 'statuspage')

    expect([unreachable.code, unreachable.stdout]).toEqual([0, `watching closed: ${closed.url}\n`])
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      `statuswire: ${site.url}: no known platform recognises it; name one with --platform\n`,
    ])
    expect(named.code).toBe(0)
  })

  it('never puts another page under an id that is taken', async () => {
    const taken = await run('add', site.url, '--id', 'github', '--platform', 'statuspage')
    await run('add', site.url, '--id', 'acme', '--platform', 'statuspage')
    const twice = await run('add', site.url, '--id', 'other', '--platform', 'statuspage')
    const moved = await run('add', `${site.url}/new`, '--id', 'acme', '--platform', 'statuspage')

    expect([taken.code, taken.stderr]).toEqual([
      2,
      'statuswire: github is the id of https://www.githubstatus.com: give this page another one with --id\n',
    ])
    expect([twice.code, twice.stderr]).toEqual([2, `statuswire: ${site.url} is watched already, as acme\n`])
    // Said outright: the vendor's page has moved.
    expect(moved.code).toBe(0)
    expect(await watched()).toEqual([github, `acme ${site.url}/new statuspage add`])
  })

  it('removes what was added, and nothing else', async () => {
    await run('add', site.url, '--id', 'acme', '--platform', 'statuspage')

    const removed = await run('remove', 'acme')
    const [again, listed] = await Promise.all([run('remove', 'acme'), run('remove', 'github')])

    expect([removed.code, removed.stdout]).toEqual([0, 'no longer watching acme; its history stays\n'])
    expect([again.code, again.stderr]).toEqual([1, 'statuswire: not watched: acme\n'])
    expect([listed.code, listed.stderr]).toEqual([1, 'statuswire: github is watched by the configuration (vendors): remove it there\n'])
    expect(await watched()).toEqual([github])
  })

  it('lists in words how the last reading went, and migrates but once', async () => {
    const first = await run('migrate')
    const [again, listed] = await Promise.all([run('migrate'), run('list')])

    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^applied 0001-/u) })
    expect(again).toMatchObject({ code: 0, stdout: 'nothing to do: the database is up to date\n' })
    expect([listed.code, listed.stdout]).toEqual([0, 'github  https://www.githubstatus.com  statuspage · never read\n'])
  })
})
