import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Ended, openWorkshop, type Workshop } from '../../support/processes.ts'
import { paths, type Site, startSite, withHeaders } from '../site.ts'

const Report = z.strictObject({
  ok: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), found: z.string(), advice: z.string() })),
})

const browserless = { STATUSWIRE_BROWSER: process.execPath }

describe('crawler/commands/doctor.ts', () => {
  let workshop: Workshop
  let site: Site

  beforeEach(async () => {
    workshop = openWorkshop()
    site = await startSite()
    watch(site.url)
  })
  afterEach(async () => {
    await workshop.close()
    await site.close()
  })

  function watch(...urls: readonly string[]): void {
    const vendors = urls.map((url, index) => ({ id: `v${index}`, pages: [{ url }] }))
    writeFileSync(join(workshop.folder, 'statuswire.yaml'), JSON.stringify({ vendors, allowPrivate: '127.0.0.0/8' }))
  }

  function examine(parameters: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return workshop.run('crawler/main.ts', ['doctor', ...parameters], { ...browserless, ...environment })
  }

  async function reportOf(environment: Readonly<Record<string, string>> = {}): Promise<z.infer<typeof Report> & { code: number | null }> {
    const { code, stdout } = await examine(['--json'], environment)
    return { ...Report.parse(JSON.parse(stdout)), code }
  }

  it('finds nothing wrong with a machine that has all it needs', async () => {
    const { ok, checks, code } = await reportOf({ STATUSWIRE_CONTACT: 'ops@acme.example' })

    expect(checks.map(({ name }) => name)).toEqual(['node', 'settings', 'database', 'writing', 'browser', 'proxy', 'clock', 'page'])
    expect(checks.filter((check) => !check.ok || check.advice !== '')).toEqual([])
    expect([ok, code]).toEqual([true, 0])
  })

  it('says of each failure what to do about it, and asks three pages at the most', async () => {
    const closed = await startSite()
    await closed.close()
    site.answers.set(paths.home, withHeaders({ date: new Date(Date.now() - 3_600_000).toUTCString() }))
    watch(site.url, closed.url, `${site.url}/b`, `${site.url}/c`)

    const { code, stdout, stderr } = await examine([], { DATABASE_URL: `sqlite:${join(workshop.folder, 'nosuch', 'a.db')}` })

    const lines = stdout.trimEnd().split('\n')
    expect([code, stderr]).toEqual([1, ''])
    expect(lines.filter((line) => line.startsWith('FAIL')).map((line) => line.split(':')[0])).toEqual([
      'FAIL  database',
      'FAIL  writing',
      'FAIL  page',
    ])
    const advice = lines.flatMap((line, index) => (line.startsWith('FAIL') ? [lines[index + 1]] : []))
    expect(advice).toEqual(advice.map(() => expect.stringMatching(/^ {6}\S/u)))
    expect(lines.find((line) => line.startsWith('FAIL  page'))).toContain(`${closed.url}: connection (connect_refused)`)
    expect(site.requests.map(({ path }) => path).toSorted()).toEqual(['/', '/b'])
  })

  it.each([
    { what: 'an hour ahead', age: undefined, advice: 'set the clock (NTP): readings are judged by their age' },
    { what: 'no further ahead than a cache has kept the answer', age: '3600', advice: '' },
  ])('judges its clock by that of the pages: $what', async ({ age, advice }) => {
    const date = new Date(Date.now() - 3_600_000).toUTCString()
    site.answers.set(paths.home, withHeaders(age === undefined ? { date } : { date, age }))

    const { checks } = await reportOf()

    expect(checks.find(({ name }) => name === 'clock')).toMatchObject({ ok: advice === '', advice })
  })

  it('takes a browser that is switched off for what is wanted', async () => {
    const { checks, code } = await reportOf({ STATUSWIRE_BROWSER: 'off' })

    expect(checks.find(({ name }) => name === 'browser')).toMatchObject({ ok: true, found: 'switched off' })
    expect(code).toBe(0)
  })

  it('names a setting that is wrong, and a browser that is none', async () => {
    const [settings, browser] = await Promise.all([
      reportOf({ PORT: 'http' }),
      reportOf({ STATUSWIRE_BROWSER: join(workshop.folder, 'nosuch') }),
    ])

    expect(settings.checks.at(-1)).toMatchObject({ name: 'settings', ok: false, found: expect.stringContaining('PORT') })
    expect(browser.checks.find(({ name }) => name === 'browser')).toMatchObject({ ok: false, advice: expect.stringContaining('Chromium') })
    expect([settings.code, browser.code]).toEqual([1, 1])
  })
})
