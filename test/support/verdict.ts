import { sum, type Counts } from '../reporter.ts'

export interface Verdict {
  readonly passed: number
  readonly failed: number
  /** What a run that only counts its failures would let through, in words. */
  readonly faults: readonly string[]
}

/**
 * Judges the counts of a whole run: a project without a single test has failed, and so has a skipped test where none
 * may be skipped (under CI, and in a browser anywhere).
 */
export function judge(report: Readonly<Record<string, Counts>>, projects: readonly string[], isCi: boolean): Verdict {
  const empty = projects
    .filter((name) => (report[name]?.passed ?? 0) + (report[name]?.failed ?? 0) === 0)
    .map((name) => `No test of the project ${name} was run`)
  const skipped = projects
    .filter((name) => (report[name]?.skipped ?? 0) > 0 && (isCi || name === 'e2e'))
    .map((name) => `${report[name]?.skipped} skipped in the project ${name}, where none may be`)
  const faults = [...empty, ...skipped]
  const { passed, failed } = sum(Object.values(report))
  return { passed, failed: failed + faults.length, faults }
}
