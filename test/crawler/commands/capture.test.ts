import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Capture } from '../../support/documents.ts'
import { openWorkshop, type Workshop } from '../../support/processes.ts'
import { paths, type Site, startSite, unavailable } from '../site.ts'

describe('crawler/commands/capture.ts', () => {
  let workshop: Workshop
  let site: Site

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
    const vendors = [{ id: 'acme', pages: [{ url: site.url }] }]
    writeFileSync(join(workshop.folder, 'statuswire.yaml'), JSON.stringify({ vendors, allowPrivate: '127.0.0.0/8' }))
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  it('keeps the documents of one poll, with where and how each was seen', async () => {
    site.answers.set(paths.atom, unavailable)

    const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['capture', 'acme', '--case', 'calm', '--into', 'fixtures'])

    const folder = join(workshop.folder, 'fixtures', 'statuspage', 'calm')
    const kept = Capture.parse(JSON.parse(readFileSync(join(folder, 'capture.json'), 'utf8')))
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe('fixtures/statuspage/calm: summary, incidents, scheduledMaintenances, home\n')
    expect(readdirSync(folder).toSorted()).toEqual([
      'capture.json',
      'home.html',
      'incidents.json',
      'scheduledMaintenances.json',
      'summary.json',
    ])
    expect(kept).toMatchObject({
      vendor: 'acme',
      page: site.url,
      origin: 'recorded',
      states: [],
      sources: {
        summary: { file: 'summary.json', url: `${site.url}${paths.summary}`, status: 200, headers: { etag: expect.any(String) } },
        atom: { url: `${site.url}${paths.atom}`, status: 503, failure: 'status: server_error' },
      },
    })
    expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toMatchObject({ page: { name: 'Acme' } })
  })

  it('fails where nothing can be got, and where the vendor is not watched', async () => {
    for (const path of Object.values(paths)) site.answers.set(path, unavailable)

    const [nothing, unknown] = await Promise.all([
      workshop.run('crawler/main.ts', ['capture', 'acme']),
      workshop.run('crawler/main.ts', ['capture', 'nosuch'], { DATABASE_URL: 'sqlite:other.db' }),
    ])

    expect([nothing.code, nothing.stderr]).toEqual([1, `statuswire: ${site.url}: 503\n`])
    expect([unknown.code, unknown.stderr]).toEqual([2, 'statuswire: not watched: nosuch\n'])
    expect(existsSync(join(workshop.folder, 'test'))).toBe(false)
  })
})
