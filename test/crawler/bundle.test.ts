import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bundle, crawlerBundle } from '../../crawler/bundle.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('crawler/bundle.ts', () => {
  it('makes files that run as the sources do, from wherever they are started, and find what lies beside the sources', async () => {
    const main = await bundle('crawler/main.ts')

    const version = spawnSync(process.execPath, [main, '--version'], { cwd: '/', encoding: 'utf8' })
    const row = spawnSync(process.execPath, [main, 'detect', '--help'], { cwd: '/', encoding: 'utf8' })

    expect(main).toBe(join(root, crawlerBundle))
    expect([version.status, version.stdout, version.stderr]).toEqual([0, '0.1.0\n', ''])
    expect([row.status, row.stderr]).toEqual([0, ''])
  })

  it('is all ASCII, and means what the sources mean', async () => {
    const started = Date.now() - 1_000
    const main = await bundle('crawler/main.ts')

    // Beside them may lie parts of older bundles.
    const files = readdirSync(dirname(main)).map((name) => join(dirname(main), name))
    const fresh = files.filter((file) => statSync(file).mtimeMs >= started)
    const report = '障害\n\n2026年11月3日 10:00 (JST) から 11:30 (JST) まで、APIに障害が発生しました。\n'
    const read = spawnSync(process.execPath, [main, 'report', '-'], { input: report, encoding: 'utf8' })

    // oxlint-disable-next-line no-control-regex -- all that is not ASCII
    expect(fresh.filter((file) => /[^\u0000-\u007f]/u.test(readFileSync(file, 'latin1')))).toEqual([])
    expect(fresh.length).toBeGreaterThan(1)
    expect(read.stdout).toContain('2026-11-03T01:00:00.000Z')
  })

  it('can be made by several at once, and leaves nothing half made behind', async () => {
    const [main] = await Promise.all([bundle('crawler/main.ts'), bundle('crawler/main.ts'), bundle('crawler/main.ts')])

    expect(readdirSync(dirname(main)).filter((name) => !name.endsWith('.mjs'))).toEqual([])
    expect(spawnSync(process.execPath, [main, '--version'], { encoding: 'utf8' }).stdout).toBe('0.1.0\n')
  })
})
