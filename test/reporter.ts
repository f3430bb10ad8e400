import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Where the gate wants the counts of each project, as JSON. */
export const countsVariable = 'STATUSWIRE_TEST_COUNTS'

/** Closes a run with one plain line of counts. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const byProject: Record<string, Counts> = {}
    for (const module of modules) count(module, (byProject[module.project.name] ??= { passed: 0, failed: 0, skipped: 0 }))

    const total = sum(Object.values(byProject))
    const failed = total.failed + unhandledErrors.length
    process.stdout.write(`\n${total.passed} passed, ${failed} failed, ${total.skipped} skipped\n`)

    const file = process.env[countsVariable]
    if (file) writeFileSync(file, JSON.stringify({ ...byProject, unhandled: { passed: 0, failed: unhandledErrors.length, skipped: 0 } }))
  }
}

function count(module: TestModule, counts: Counts): void {
  const failedBefore = counts.failed
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed') counts.passed += 1
    else if (state === 'skipped') counts.skipped += 1
    else counts.failed += 1
  }
  // A file that does not load, or whose hooks fail, has failed though none of its tests did.
  if (!module.ok() && counts.failed === failedBefore) counts.failed += 1
}

export function sum(all: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of all) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}
