import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countsVariable } from '../reporter.ts'
import { judge } from '../support/verdict.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const none = { passed: 0, failed: 0, skipped: 0 }

describe('test/gate.ts', () => {
  it.each([
    { run: 'passes what passed', report: { unit: { ...none, passed: 2 }, e2e: { ...none, passed: 1 } }, isCi: true, passed: 3, failed: 0 },
    {
      run: 'adds the failures up',
      report: { unit: { ...none, failed: 2 }, e2e: { ...none, passed: 1, failed: 1 } },
      isCi: false,
      passed: 1,
      failed: 3,
    },
    { run: 'fails a project without a test', report: { unit: { ...none, passed: 2 } }, isCi: false, passed: 2, failed: 1 },
    {
      run: 'fails a project all of whose tests are skipped',
      report: { unit: { ...none, skipped: 2 }, e2e: { ...none, passed: 1 } },
      isCi: false,
      passed: 1,
      failed: 1,
    },
    {
      run: 'lets a unit test be skipped locally',
      report: { unit: { ...none, passed: 2, skipped: 1 }, e2e: { ...none, passed: 1 } },
      isCi: false,
      passed: 3,
      failed: 0,
    },
    {
      run: 'fails a skipped unit test under CI',
      report: { unit: { ...none, passed: 2, skipped: 1 }, e2e: { ...none, passed: 1 } },
      isCi: true,
      passed: 3,
      failed: 1,
    },
    {
      run: 'fails a skipped browser test anywhere',
      report: { unit: { ...none, passed: 2 }, e2e: { ...none, passed: 1, skipped: 1 } },
      isCi: false,
      passed: 3,
      failed: 1,
    },
    { run: 'fails a run that never reported', report: {}, isCi: false, passed: 0, failed: 2 },
  ])('$run', ({ report, isCi, passed, failed }) => {
    expect(judge(report, ['unit', 'e2e'], isCi)).toMatchObject({ passed, failed })
  })
})

describe('test/reporter.ts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-reporter-'))
  const counts = join(folder, 'counts.json')
  let output = ''

  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    mkdirSync(join(folder, 'tests'))
    write(
      'vitest.config.ts',
      `import { CountReporter } from ${JSON.stringify(join(root, 'test/reporter.ts'))}
export default { test: { name: 'unit', include: ['tests/**'], reporters: [new CountReporter()] } }`,
    )
    write(
      'tests/some.test.ts',
      `import { expect, it } from 'vitest'
it('passes', () => expect(1).toBe(1))
it('fails', () => expect(1).toBe(2))
it.skip('waits', () => expect(1).toBe(1))`,
    )
    write('tests/broken.test.ts', "throw new Error('does not load')")
    write(
      'tests/hook.test.ts',
      `import { afterAll, expect, it } from 'vitest'
afterAll(() => { throw new Error('does not end') })
it('passes', () => expect(1).toBe(1))`,
    )
    output = await runVitest(folder, counts)
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  function write(file: string, text: string): void {
    writeFileSync(join(folder, file), text)
  }

  it('closes with one plain line that counts broken files and hooks as failed', () => {
    expect(output.trimEnd().split('\n').at(-1)).toBe('2 passed, 3 failed, 1 skipped')
  })

  it('leaves the counts of each project where the gate wants them', () => {
    expect(JSON.parse(readFileSync(counts, 'utf8'))).toEqual({ unit: { passed: 2, failed: 3, skipped: 1 }, unhandled: none })
  })
})

async function runVitest(folder: string, counts: string): Promise<string> {
  const program = join(root, 'node_modules', '.bin', 'vitest')
  return new Promise((resolve) => {
    execFile(program, ['run'], { cwd: folder, env: { ...process.env, [countsVariable]: counts } }, (_, stdout) => {
      resolve(stdout)
    })
  })
}
