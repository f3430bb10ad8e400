import type { FigureReason } from '../../data/report-figures.ts'
import { Instant } from '../../parsers/model.ts'
import type { CauseCategory, ReportTime, SectionName } from '../../parsers/report/model.ts'
import { printable } from '../http/sanitize.ts'
import { dateWords, instantWords } from './words.ts'

/** The vocabulary of incident reports in plain words. Pure. */

export const sectionWords: Readonly<Record<SectionName, string>> = {
  summary: 'Summary',
  leadup: 'Lead-up',
  impact: 'Impact',
  detection: 'Detection',
  root_cause: 'Root cause',
  resolution: 'Resolution',
  corrective_actions: 'Corrective actions',
  timeline: 'Timeline',
  lessons: 'Lessons',
}

export const causeWords: Readonly<Record<CauseCategory, string>> = {
  'config-change': 'Configuration change',
  deploy: 'Deploy',
  database: 'Database',
  network: 'Network',
  dns: 'DNS',
  capacity: 'Capacity',
  'third-party': 'Third party',
  hardware: 'Hardware',
  certificate: 'Certificate',
  security: 'Security',
  maintenance: 'Maintenance',
  power: 'Power',
  'software-bug': 'Software bug',
  unknown: 'Cause not told',
}

/** Why a figure is not derived, after "not derived: ". */
export const reasonWords: Readonly<Record<FigureReason, string>> = {
  no_window: 'the report states no window of impact',
  several_incidents: 'the report tells several incidents at once',
  no_start: 'the report does not say when the impact began',
  no_end: 'the report does not say when the impact ended',
  no_year: 'the report does not say of which year its times are',
  reversed_window: 'the stated end lies before the stated start',
  no_posts: 'no post on the page has a time',
  vague_stamps: 'the page does not say at what hour it posted',
  posted_before_start: 'the first post is dated before the stated start',
  posted_long_after: 'the first post came more than a week after the stated end',
  posted_at_once_after_end: 'everything was posted at once, after the stated end',
  resolved_at_once: 'everything was posted at once, as resolved already',
  not_resolved: 'no post says that it is resolved',
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The moment as an instant, or null where the text leaves its year open. */
export function instantIn(time: ReportTime | null): Instant | null {
  return Instant.safeParse(time).data ?? null
}

/** "14 July, 15:17 UTC, of a year that is not told", of `--07-14T15:17Z`. */
export function yearlessWords(time: ReportTime): string {
  const [, month = '', day = '', clock = ''] = /^--(\d\d)-(\d\d)T(\d\d:\d\d)Z$/u.exec(time) ?? []
  return `${Number(day)} ${months[Number(month) - 1] ?? ''}, ${clock} UTC, of a year that is not told`
}

/** "9 Apr 2024, 06:45 UTC"; after `before`, on the same day, "08:55 UTC". */
export function laterWords(at: Instant, before: Instant | null): string {
  return before !== null && dateWords(before) === dateWords(at) ? `${at.slice(11, 16)} UTC` : instantWords(at)
}

/** Sentences are short; more than this is a text that has none. */
const longestEvidence = 400

/** The sentence as one line, without what no document may hold. */
export function evidenceWords(text: string): string {
  const line = printable(text.slice(0, 4 * longestEvidence))
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= longestEvidence ? line : `${characters.slice(0, longestEvidence).join('')} …`
}

/** "30 %", "0.4 %": as stated. */
export function shareWords(percent: number): string {
  return `${String(Math.round(percent * 100) / 100)}\u00A0%`
}
