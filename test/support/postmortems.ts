import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { IncidentReport } from '../../parsers/report/model.ts'
import { capturesFolder } from './captures.ts'

/**
 * Incident reports of other people with what a careful reader found in each: read where they lie, never copied into the
 * project. Where the folder is absent, what stands on it is skipped with one line; with CI=true it fails instead.
 */
const project = fileURLToPath(new URL('../..', import.meta.url))
// They lie beside the captures, wherever those are.
const postmortems = resolve(project, process.env['STATUSWIRE_POSTMORTEMS'] ?? join(capturesFolder, '../postmortems'))
const seeds = resolve(project, process.env['STATUSWIRE_SEEDS'] ?? join(capturesFolder, '../seeds'))
const hasPostmortems = existsSync(join(postmortems, 'facts.jsonl')) && existsSync(join(seeds, 'facts.jsonl'))

export const skipsPostmortems = !hasPostmortems && process.env['CI'] !== 'true'
if (skipsPostmortems) {
  process.stderr.write(
    `no incident reports in ${postmortems} and ${seeds} (STATUSWIRE_POSTMORTEMS, STATUSWIRE_SEEDS): tests over real ones are skipped\n`,
  )
}

const Window = z.object({ start: z.string().nullable(), end: z.string().nullable() })
const Fact = z.object({
  id: z.string(),
  file: z.string().optional(),
  url_or_repo_path: z.string().nullable(),
  published_at: z.string().nullable(),
  impact_windows: z.array(Window.extend({ precision: z.string().optional(), role: z.string(), alt: z.array(Window).default([]) })),
  timeline_entries: z.object({ count: z.number(), first: z.string().nullable(), last: z.string().nullable() }),
  sections_present: z.array(z.string()),
  root_cause_category: z.string().nullable(),
  root_cause_alt: z.array(z.string()).default([]),
  affected_share_percent: z.number().nullable(),
  share_basis: z.string().default(''),
  negative: z.string().nullable(),
  report_lag_minutes: z.number().nullable(),
  incidents: z
    .array(
      z.object({
        title: z.string(),
        windows: z.array(Window),
        affected_share_percent: z.number().nullable(),
        root_cause_category: z.string(),
        sections: z.array(z.string()),
      }),
    )
    .default([]),
})
export type Fact = z.infer<typeof Fact>

/** A report and the facts of it. */
export interface Known {
  readonly fact: Fact
  readonly path: string
}

function knownIn(folder: string, texts: string): readonly Known[] {
  if (!hasPostmortems) return []
  return readFileSync(join(folder, 'facts.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Fact.parse(JSON.parse(line)))
    .map((fact) => ({ fact, path: join(texts, fact.file ?? `${fact.id}.txt`) }))
}

export const openReports = knownIn(postmortems, join(postmortems, 'texts'))
export const seedReports = knownIn(seeds, seeds)

/** What the command line gives for a report: its address and the day of its publication, where they are known. */
export function optionsOf({ url_or_repo_path: url, published_at: published }: Fact): { url?: string; publishedAt?: string } {
  const at = published?.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d)Z$/u, '$1:00Z')
  return { ...(url?.startsWith('http') ? { url } : {}), ...(at === undefined || at.startsWith('--') ? {} : { publishedAt: at }) }
}

/** Cut to the minute, as the facts are. */
export function minuteOf(time: string | null | undefined): string | null {
  if (time === null || time === undefined) return null
  return time.startsWith('--') ? time : `${time.slice(0, 16)}Z`
}

/** Whether two times are the same minute; where the year of one is open, without it. */
export function isSameMinute(truth: string | null, got: string | null): boolean {
  if (truth === null || got === null) return false
  const isOpen = truth.startsWith('--') || got.startsWith('--')
  return isOpen ? withoutYear(truth) === withoutYear(got) : truth === got
}

function withoutYear(time: string): string {
  return time.replace(/^(?:--|\d{4}-)/u, '')
}

/** How well the reports are read, in counts. */
export interface Tally {
  asked: number
  right: number
  wrong: number
  negatives: number
  negativesFailed: number
  timelineTrue: number
  timelineGot: number
  timelineHit: number
  endsAsked: number
  endsRight: number
  sectionsRight: number
  sectionsWrong: number
  sectionsMissed: number
  causesAsked: number
  causesRight: number
}

export function tallyOf(read: readonly { readonly fact: Fact; readonly report: IncidentReport }[]): Tally {
  const tally: Tally = {
    asked: 0,
    right: 0,
    wrong: 0,
    negatives: 0,
    negativesFailed: 0,
    timelineTrue: 0,
    timelineGot: 0,
    timelineHit: 0,
    endsAsked: 0,
    endsRight: 0,
    sectionsRight: 0,
    sectionsWrong: 0,
    sectionsMissed: 0,
    causesAsked: 0,
    causesRight: 0,
  }
  for (const { fact, report } of read) {
    countWindows(tally, fact, report)
    countTimeline(tally, fact, report)
    const found = new Set<string>(report.sections.map(({ name }) => name))
    tally.sectionsRight += fact.sections_present.filter((name) => found.has(name)).length
    tally.sectionsMissed += fact.sections_present.filter((name) => !found.has(name)).length
    tally.sectionsWrong += [...found].filter((name) => !fact.sections_present.includes(name)).length
    if (fact.root_cause_category !== null && fact.root_cause_category !== 'unknown') {
      tally.causesAsked += 1
      if ([fact.root_cause_category, ...fact.root_cause_alt].includes(report.causeCategory)) tally.causesRight += 1
    }
  }
  return tally
}

function countWindows(tally: Tally, fact: Fact, { windows }: IncidentReport): void {
  const main = windows.find(({ role }) => role === 'main')
  const [truth] = fact.impact_windows
  if (fact.negative !== null) {
    tally.negatives += 1
    if (windows.length > 0) tally.negativesFailed += 1
  } else if (truth && truth.precision !== 'day' && truth.start !== null && truth.end !== null) {
    tally.asked += 1
    const isRight = [truth, ...truth.alt].some(
      ({ start, end }) => isSameMinute(start, minuteOf(main?.start)) && isSameMinute(end, minuteOf(main?.end)),
    )
    if (isRight) tally.right += 1
    else if (main) tally.wrong += 1
  }
}

function countTimeline(tally: Tally, { timeline_entries: truth }: Fact, { timeline }: IncidentReport): void {
  if (truth.count === 0) {
    if (timeline.length > 1) tally.timelineGot += timeline.length
    return
  }
  tally.timelineTrue += truth.count
  tally.timelineGot += timeline.length
  tally.timelineHit += Math.min(timeline.length, truth.count)
  if (truth.first === null) return
  const times = timeline.flatMap(({ at }) => (at === null ? [] : [at])).toSorted()
  tally.endsAsked += 1
  if (isSameMinute(truth.first, minuteOf(times[0])) && isSameMinute(truth.last, minuteOf(times.at(-1)))) tally.endsRight += 1
}
