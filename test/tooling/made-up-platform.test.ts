import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { files, fixtures, line } from './made-up-platform.ts'

/**
 * The promise that a platform is its folder and one line, kept by a platform that nobody has: it is built in a copy of the
 * project, and there it is detected, parsed, held to the conformance suite and offered by the commands.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const copied = [
  'parsers',
  'crawler',
  'data',
  'server',
  'test/support',
  'test/vitest.config.ts',
  'test/reporter.ts',
  'package.json',
  'tsconfig.json',
]
const suites = ['conformance', 'damage', 'detection', 'fixtures'].map((name) => `test/parsers/${name}.test.ts`)

describe('parsers/platforms.ts', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'statuswire-made-up-'))
    for (const path of [...copied, ...suites]) cpSync(join(root, path), join(copy, path), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const list = join(copy, 'parsers/platforms.ts')
    writeFileSync(list, `${readFileSync(list, 'utf8')}${line}\n`)
    for (const [path, text] of Object.entries({ ...files, ...fixtures })) {
      mkdirSync(join(copy, path, '..'), { recursive: true })
      writeFileSync(join(copy, path), text)
    }
  })
  afterAll(() => {
    rmSync(copy, { recursive: true })
  })

  function run(command: string, ...parameters: readonly string[]): { readonly code: number | null; readonly output: string } {
    const environment = { ...process.env, STATUSWIRE_CAPTURES: join(copy, 'none'), CI: 'false' }
    const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: copy, encoding: 'utf8', env: environment })
    return { code: status, output: stdout + (status === 0 ? '' : stderr) }
  }

  it('has room for a platform that touches its own folder and one line', () => {
    expect(Object.keys(files).every((path) => path.startsWith('parsers/acmeboard/'))).toBe(true)
    expect(Object.keys(fixtures).every((path) => path.startsWith('test/fixtures/acmeboard/'))).toBe(true)
    expect(line.split('\n')).toHaveLength(1)
  })

  it('lets the commands read it', () => {
    const body = 'test/fixtures/acmeboard/open-incident/board.json'
    const address = ['--url', 'https://status.acme.example', '--observed-at', '2026-11-20T00:00:00Z']

    const command = ['--import', 'tsx', 'crawler/main.ts', 'parse', ...address, 'acmeboard', `board=${body}`]
    const { code, output } = run(process.execPath, ...command)

    expect([code, ...(code === 0 ? [] : [output])]).toEqual([0])
    expect(JSON.parse(output)).toMatchObject({ platform: 'acmeboard', components: [{ name: 'API', health: 'major_outage' }] })
  })

  it('holds it to the same suites as every platform', () => {
    const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'unit']

    // The other platforms have left their fixtures at home.
    const { code, output } = run(process.execPath, ...command, '-t', 'acmeboard', ...suites)

    expect([code, ...(code === 0 ? [] : [output])]).toEqual([0])
    expect(Number(/^(?<passed>\d+) passed, 0 failed/mu.exec(output)?.groups?.['passed'])).toBeGreaterThan(20)
  }, 300_000)

  it('compiles with it', () => {
    const { code, output } = run(process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.')

    expect([code, ...(code === 0 ? [] : [output])]).toEqual([0])
  }, 300_000)
})
