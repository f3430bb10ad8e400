import type { Authority, Health, Impact, Instant, Phase } from '../../parsers/model.ts'

/** The vocabulary in plain words, and times and numbers as people read them. Pure: the present moment is an argument. */

export const healthWords: Readonly<Record<Health, string>> = {
  operational: 'Operational',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
  under_maintenance: 'Under maintenance',
  unknown: 'Unknown',
}

/** After a number: "26 with a partial outage". */
export const healthCountWords: Readonly<Record<Health, string>> = {
  operational: 'operational',
  degraded_performance: 'degraded',
  partial_outage: 'with a partial outage',
  major_outage: 'with a major outage',
  under_maintenance: 'under maintenance',
  unknown: 'unknown',
}

export const impactWords: Readonly<Record<Impact, string>> = {
  none: 'No impact',
  minor: 'Minor impact',
  major: 'Major impact',
  critical: 'Critical impact',
  unknown: 'Impact not told',
}

export const phaseWords: Readonly<Record<Phase, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  cancelled: 'Cancelled',
  unknown: 'Phase not told',
}

export const authorityWords: Readonly<Record<Authority, string>> = {
  api: 'the JSON that the page publishes',
  feed: 'the feed that the page publishes',
  'embedded-state': 'the data embedded in the page',
  markup: 'the text of the page',
  aggregator: 'a third party that watches the page',
}

const knownDoubts: ReadonlyMap<string, string> = new Map([
  ['contradiction', 'contradicts itself'],
  ['frozen', 'may stand still'],
  ['reused_id', 'has the id of something else'],
  ['backdated', 'goes back in time'],
  ['unverified', 'is not verified'],
])

/** What kind of doubt it is, after the name of what is doubted. */
export function doubtWords(kind: string): string {
  return knownDoubts.get(kind) ?? kind.replaceAll('_', ' ')
}

/** "99.93 %": two places, rounded down, so that nothing less than all is ever 100 %. */
export function percentWords(share: number): string {
  const hundredths = Math.floor(share * 10_000 + 1e-6)
  return share >= 1 ? '100\u00A0%' : `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}\u00A0%`
}

/** "81 %": whole, rounded down; "less than 1 %". */
export function coverageWords(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 1\u00A0%'
  return `${Math.floor(share * 100 + 1e-6)}\u00A0%`
}

/** "developer-tools" -> "Developer tools"; "ai" -> "AI". */
export function categoryWords(category: string): string {
  const words = category.replaceAll('-', ' ')
  return words.length < 3 ? words.toUpperCase() : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export function plural(count: number, one: string, many: string): string {
  return `${numeral(count)} ${count === 1 ? one : many}`
}

/** 12345 -> "12,345": a comma is what the English of these pages uses. */
export function numeral(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',')
}

/** "a", "a and b", "a, b and c". */
export function listing(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Milliseconds in at most two units: "40 s", "12 min", "3 h 5 min", "2 d 4 h". */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 || days >= 14 ? `${days} d` : `${days} d ${hours % 24} h`
}

/** The same, said to the nearest unit: for "ago" and "in", where a second unit is noise. */
function roughDurationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** "40 s ago", "in 3 h"; within five seconds either way "just now". The script counts on in the same words. */
export function relativeWords(at: Instant, now: Instant): string {
  const elapsed = Date.parse(now) - Date.parse(at)
  if (Math.abs(elapsed) < 5000) return 'just now'
  return elapsed > 0 ? `${roughDurationWords(elapsed)} ago` : `in ${roughDurationWords(-elapsed)}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

/** "3 May 2026". */
export function dateWords(at: Instant): string {
  return `${Number(at.slice(8, 10))} ${months[Number(at.slice(5, 7)) - 1]} ${at.slice(0, 4)}`
}

/** "3 May 2026, 14:02 UTC": the zone is always said. */
export function instantWords(at: Instant): string {
  return `${dateWords(at)}, ${at.slice(11, 16)} UTC`
}

/** "14:02:11 UTC" */
export function clockWords(at: Instant): string {
  return `${at.slice(11, 19)} UTC`
}
