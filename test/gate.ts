import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { countsVariable } from './reporter.ts'
import { judge } from './support/verdict.ts'

/**
 * The gate: every check, each run whatever the others said, and one closing line `N passed, N failed`.
 * That the README's generated tables are fresh is one of the unit tests.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const projects = process.argv.includes('--without-browser') ? ['unit'] : ['unit', 'e2e']
const steps = [
  { name: 'format', command: 'oxfmt --check' },
  { name: 'lint', command: 'oxlint' },
  { name: 'types', command: 'tsc' },
  { name: 'knip', command: 'knip' },
  { name: 'tests', command: `vitest run --config test/vitest.config.ts ${projects.map((name) => `--project ${name}`).join(' ')}` },
] as const

const Report = z.record(z.string(), z.object({ passed: z.number(), failed: z.number(), skipped: z.number() }))

process.exitCode = runGate()

function runGate(): number {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-gate-'))
  const countsFile = join(folder, 'counts.json')
  const outcomes = steps.map((step) => ({ ...step, ...runStep(step, countsFile) }))
  const report = existsSync(countsFile) ? Report.parse(JSON.parse(readFileSync(countsFile, 'utf8'))) : {}
  rmSync(folder, { recursive: true })

  const verdict = judge(report, projects, process.env['CI'] === 'true')
  const failedSteps = outcomes.filter((outcome) => !outcome.ok && !(outcome.name === 'tests' && verdict.failed > 0))
  const failed = verdict.failed + failedSteps.length

  process.stdout.write('\n')
  for (const { name, ok, seconds } of outcomes)
    process.stdout.write(`${name.padEnd(8)} ${ok ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s)\n`)
  for (const fault of verdict.faults) process.stdout.write(`${fault}\n`)
  process.stdout.write(`${verdict.passed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

function runStep({ name, command }: { name: string; command: string }, countsFile: string): { ok: boolean; seconds: number } {
  process.stdout.write(`\n> ${name}: ${command}\n`)
  const started = performance.now()
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  const { status } = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path, [countsVariable]: countsFile },
  })
  return { ok: status === 0, seconds: (performance.now() - started) / 1000 }
}
