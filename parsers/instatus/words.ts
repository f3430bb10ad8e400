import { mapped, omit, type Place } from '../lib/place.ts'
import { monthFromName } from '../lib/stamp.ts'
import { instantFromAbbreviation, instantFromIso } from '../lib/time.ts'
import type { Health, Impact, IncidentPhase, Instant, MaintenancePhase, Phase } from '../model.ts'

const healths: ReadonlyMap<string, Health> = new Map([
  ['OPERATIONAL', 'operational'],
  ['UNDERMAINTENANCE', 'under_maintenance'],
  ['DEGRADEDPERFORMANCE', 'degraded_performance'],
  ['MINOROUTAGE', 'partial_outage'],
  ['PARTIALOUTAGE', 'partial_outage'],
  ['MAJOROUTAGE', 'major_outage'],
])
/** Something is wrong, and how bad it is this word does not say. */
export const vagueStatus = 'HASISSUES'
const headlines: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['UP', 'operational'],
  [vagueStatus, 'degraded_performance'],
  ['UNDERMAINTENANCE', 'under_maintenance'],
  // The worst of them, and how many components it has hit: ONEMAJOROUTAGE.
  ...['ALL', 'SOME', 'ONE'].flatMap((reach) =>
    [...healths].flatMap(([word, health]): [string, Health][] => (word === 'OPERATIONAL' ? [] : [[reach + word, health]])),
  ),
])
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['OPERATIONAL', 'none'],
  ['DEGRADEDPERFORMANCE', 'minor'],
  ['MINOROUTAGE', 'minor'],
  ['PARTIALOUTAGE', 'major'],
  ['MAJOROUTAGE', 'critical'],
])
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['INVESTIGATING', 'investigating'],
  ['IDENTIFIED', 'identified'],
  ['MONITORING', 'monitoring'],
  ['RESOLVED', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['NOTSTARTEDYET', 'scheduled'],
  ['INPROGRESS', 'in_progress'],
  ['VERIFYING', 'verifying'],
  ['COMPLETED', 'completed'],
])
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([...incidentPhases, ...maintenancePhases])
/** What feeds print where the word differs from the label. */
const labels: ReadonlyMap<string, string> = new Map([
  ['PLANNED', 'NOTSTARTEDYET'],
  ['SCHEDULED', 'NOTSTARTEDYET'],
])

export function toHealth(word: string, place: Place): Health {
  return mapped(healths, word, place, 'status')
}

export function toHeadline(word: string, place: Place): Health {
  return mapped(headlines, word, place, 'status')
}

export function toImpact(word: string, place: Place): Impact {
  return mapped(impacts, word, place, 'impact')
}

export function toIncidentPhase(label: string, place: Place): IncidentPhase {
  return incidentPhases.get(wordOf(label)) ?? mapped(incidentPhases, label, place, 'status')
}

export function toMaintenancePhase(label: string, place: Place): MaintenancePhase {
  return maintenancePhases.get(wordOf(label)) ?? mapped(maintenancePhases, label, place, 'status')
}

export function toPhase(label: string, place: Place): Phase {
  return phases.get(wordOf(label)) ?? mapped(phases, label, place, 'status')
}

export function isMaintenanceWord(label: string): boolean {
  return maintenancePhases.has(wordOf(label))
}

/** "In progress" stands for INPROGRESS. */
function wordOf(label: string): string {
  const word = label.toUpperCase().replaceAll(' ', '')
  return labels.get(word) ?? word
}

const printed = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT[+-]\d{4})(?: \([^()]{1,60}\))?$/u

/** ISO 8601, or "Sat Jun 11 2022 18:55:50 GMT+0000 (Coordinated Universal Time)". */
export function timeOf(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (!text) return undefined
  const [, month = '', day, year, hour, minute, second, zone = ''] = printed.exec(text) ?? []
  const local = {
    year: Number(year),
    month: monthFromName(month) ?? 0,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  }
  const instant = instantFromIso(text) ?? (zone === '' ? undefined : instantFromAbbreviation(local, zone))
  if (instant === undefined) omit(place, field, text, 'not a time with a zone between 2000 and 2100')
  return instant
}
