import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
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

  it('can be made by several at once, and leaves nothing half made behind', async () => {
    const [main] = await Promise.all([bundle('crawler/main.ts'), bundle('crawler/main.ts'), bundle('crawler/main.ts')])

    expect(readdirSync(dirname(main)).filter((name) => !name.endsWith('.mjs'))).toEqual([])
    expect(spawnSync(process.execPath, [main, '--version'], { encoding: 'utf8' }).stdout).toBe('0.1.0\n')
  })
})
