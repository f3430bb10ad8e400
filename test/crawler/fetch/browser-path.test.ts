import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeBrowser, findBrowser, searchBrowser, type BrowserSearchOptions } from '../../../crawler/fetch/browser-path.ts'

describe('crawler/fetch/browser-path.ts', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-browser-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function browserAt(...parts: string[]): string {
    const path = join(folder, ...parts)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    chmodSync(path, 0o755)
    return path
  }

  function bare(options: BrowserSearchOptions = {}): BrowserSearchOptions {
    const nowhere = join(folder, 'chromium-1', 'chrome-linux', 'chrome')
    return {
      playwright: () => Promise.resolve(nowhere),
      system: [],
      carried: () => Promise.reject(new Error('the package is not installed')),
      ...options,
    }
  }

  it('takes the operator’s choice before all others', async () => {
    const chosen = browserAt('mine')
    const other = browserAt('other')

    const found = await findBrowser(bare({ chosen, playwright: () => Promise.resolve(other), system: [other] }))

    expect(found).toStrictEqual({ path: chosen, source: 'STATUSWIRE_BROWSER' })
  })

  it('finds a chosen command on the search path', async () => {
    const chosen = browserAt('bin', 'my-chromium')

    const found = await findBrowser(bare({ chosen: 'my-chromium', searchPath: `${join(folder, 'nowhere')}:${join(folder, 'bin')}` }))

    expect(found?.path).toBe(chosen)
  })

  it('uses no other browser where the chosen one is not there', async () => {
    const search = await searchBrowser(bare({ chosen: '/nowhere/chromium', system: [browserAt('other')] }))

    expect(search).toStrictEqual({ found: undefined, tried: ['STATUSWIRE_BROWSER: /nowhere/chromium'] })
    expect(describeBrowser(search)).toBe(
      'no browser: set STATUSWIRE_BROWSER to a Chromium; looked for STATUSWIRE_BROWSER: /nowhere/chromium',
    )
  })

  it('takes Playwright’s own before the system’s', async () => {
    const own = browserAt('chromium-1', 'chrome-linux64', 'chrome')

    const search = await searchBrowser(bare({ playwright: () => Promise.resolve(own), system: [browserAt('other')] }))

    expect(search).toStrictEqual({ found: { path: own, source: 'playwright' }, tried: [] })
    expect(describeBrowser(search)).toBe(`browser ${own} (playwright)`)
  })

  it('takes the headless shell that Playwright was told to install alone', async () => {
    const shell = browserAt('chromium_headless_shell-1', 'chrome-headless-shell-linux64', 'chrome-headless-shell')

    expect(await findBrowser(bare())).toStrictEqual({ path: shell, source: 'playwright' })
  })

  it.runIf(process.platform === 'linux')('takes Chrome before Chromium before the headless shell, wherever each is', async () => {
    const searchPath = `${join(folder, 'a')}:${join(folder, 'b')}`
    const { system: _none, ...options } = bare({ searchPath })
    const shell = browserAt('a', 'chromium-headless-shell')
    const first = await findBrowser(options)
    const chromium = browserAt('a', 'chromium')
    const second = await findBrowser(options)
    const chrome = browserAt('b', 'google-chrome')
    const third = await findBrowser(options)

    expect([first, second, third]).toStrictEqual([shell, chromium, chrome].map((path) => ({ path, source: 'system' })))
  })

  it('passes over what is no program', async () => {
    const plain = browserAt('plain')
    chmodSync(plain, 0o644)
    const usable = browserAt('usable')
    mkdirSync(join(folder, 'directory'))

    const search = await searchBrowser(bare({ system: [plain, join(folder, 'directory'), usable] }))

    expect(search.found?.path).toBe(usable)
    expect(search.tried.slice(-2)).toStrictEqual([`system: ${plain}`, `system: ${join(folder, 'directory')}`])
  })

  it('takes the carried one last and says where it looked when there is none at all', async () => {
    const carried = browserAt('carried')

    const found = await findBrowser(bare({ carried: () => Promise.resolve(carried) }))
    const search = await searchBrowser(bare({ system: ['/nowhere/chrome'] }))

    expect(found).toStrictEqual({ path: carried, source: '@sparticuz/chromium' })
    expect(search.found).toBeUndefined()
    expect(describeBrowser(search)).toMatch(
      /playwright: .*chrome, system: \/nowhere\/chrome, @sparticuz\/chromium: the package is not installed$/u,
    )
  })

  it('finds a browser on this machine, since the package carries one', { timeout: 60_000 }, async () => {
    const search = await searchBrowser({})

    expect(describeBrowser(search)).toMatch(/^browser .+ \((?:playwright|system|@sparticuz\/chromium)\)$/u)
  })

  const isCarried = process.platform === 'linux' && process.arch === 'x64'
  it.runIf(isCarried)('unpacks the carried browser once and whole, however many ask at the same time', { timeout: 120_000 }, async () => {
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    const { carried: _carried, ...options } = bare()

    const found = await Promise.all([findBrowser(options), findBrowser(options)])
    process.env['TMPDIR'] = before
    if (before === undefined) delete process.env['TMPDIR']

    expect(found[0]).toMatchObject({ source: '@sparticuz/chromium' })
    expect(found[1]).toStrictEqual(found[0])
    expect(readdirSync(folder)).toHaveLength(1)
    expect(statSync(found[0]?.path ?? '').size).toBeGreaterThan(100_000_000)
  })
})
