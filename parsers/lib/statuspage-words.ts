import type { Health, Impact, IncidentPhase, MaintenancePhase, Phase } from '../model.ts'
import { mapped, type Place } from './place.ts'

/** The vocabulary of `/api/v2` and of the pages that print the same words as labels ("In progress"). */

const healths = same<Health>('operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance')
const impacts = same<Impact>('none', 'minor', 'major', 'critical')
const incidentPhases = same<IncidentPhase>('investigating', 'identified', 'monitoring', 'resolved', 'postmortem')
const maintenancePhases = same<MaintenancePhase>('scheduled', 'in_progress', 'verifying', 'completed')
/** A report on a maintenance comes after its end. */
const maintenanceStatuses: ReadonlyMap<string, MaintenancePhase> = new Map([...maintenancePhases, ['postmortem', 'completed']])
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([...incidentPhases, ...maintenancePhases])
const indicators: ReadonlyMap<string, Health> = new Map([
  ['none', 'operational'],
  ['minor', 'degraded_performance'],
  ['major', 'partial_outage'],
  ['critical', 'major_outage'],
  ['maintenance', 'under_maintenance'],
])

/** The impact that marks a maintenance instead of grading an incident. */
export const maintenanceImpact = 'maintenance'

export function toHealth(word: string, place: Place, field: string): Health {
  return mapped(healths, word, place, field)
}

/** The page's own headline: how bad the worst of it is, or what its operator set. */
export function toIndicatedHealth(word: string, place: Place, field: string): Health {
  return mapped(indicators, word, place, field)
}

export function toImpact(word: string, place: Place, field: string): Impact {
  return mapped(impacts, word, place, field)
}

export function toIncidentPhase(label: string, place: Place, field: string): IncidentPhase {
  return mappedLabel(incidentPhases, label, place, field)
}

export function toMaintenancePhase(label: string, place: Place, field: string): MaintenancePhase {
  return mappedLabel(maintenanceStatuses, label, place, field)
}

/** The phase that an update's label names; "Update" names none. */
export function toUpdatePhase(label: string, place: Place, field: string): Phase | undefined {
  return wordOf(label) === 'update' ? undefined : mappedLabel(phases, label, place, field)
}

/** Whether only a maintenance is ever in this phase. */
export function isMaintenancePhase(label: string): boolean {
  return maintenancePhases.has(wordOf(label))
}

/** Where the API says `in_progress` a page prints "In progress". Only phases are printed so; health is never read off a label. */
function mappedLabel<T extends string>(words: ReadonlyMap<string, T>, label: string, place: Place, field: string): T | 'unknown' {
  return words.get(wordOf(label)) ?? mapped(words, label, place, field)
}

function wordOf(label: string): string {
  return label.toLowerCase().replaceAll(' ', '_')
}

function same<T extends string>(...words: readonly T[]): ReadonlyMap<string, T> {
  return new Map(words.map((word) => [word, word]))
}
