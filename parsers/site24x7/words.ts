import { mapped, omit, type Place } from '../lib/place.ts'
import type { Health, Impact, Phase } from '../model.ts'

/** Statuses and severities; an announcement says nothing of health. */
const statuses: readonly (readonly [code: number, word: string, health: Health, impact: Impact])[] = [
  [1, 'Operational', 'operational', 'none'],
  [2, 'Informational', 'unknown', 'none'],
  [3, 'Degraded Performance', 'degraded_performance', 'minor'],
  [4, 'Under Maintenance', 'under_maintenance', 'none'],
  [5, 'Partial Outage', 'partial_outage', 'major'],
  [6, 'Major Outage', 'major_outage', 'critical'],
]
export const maintenanceCode = 4
const healths: ReadonlyMap<string, Health> = new Map(statuses.map(([, word, health]) => [word, health]))

/** The states of incidents from 10 on, of maintenances from 21 on. */
const states: readonly (readonly [code: number, word: string, phase: Phase])[] = [
  [10, 'Acknowledged', 'unknown'],
  [11, 'Investigating', 'investigating'],
  [12, 'Identified', 'identified'],
  [13, 'Monitoring', 'monitoring'],
  [14, 'Resolved', 'resolved'],
  [21, 'Scheduled', 'scheduled'],
  [22, 'In Progress', 'in_progress'],
  [23, 'Monitoring', 'verifying'],
  [24, 'Completed', 'completed'],
]

/** The health that a number stands for, with the maker's word for it: a page may show it in any language. */
export function toHealth(code: number, place: Place, field: string): { readonly health: Health; readonly native: string } {
  const known = statuses.find(([listed]) => listed === code)
  if (known) return { health: known[2], native: known[1] }
  omit(place, field, code, 'a number that nobody has mapped')
  return { health: 'unknown', native: String(code) }
}

/** The health that the feed or the headline names. */
export function toNamedHealth(word: string, place: Place, field: string): Health {
  return mapped(healths, word, place, field)
}

export function toImpact(code: number, word: string, place: Place): Impact {
  return (
    coded(
      statuses.map(([listed, name, , impact]) => [listed, name, impact] as const),
      code,
      word,
      place,
      'incident_severity',
    ) ?? 'unknown'
  )
}

export function toPhase(code: number, word: string, place: Place): Phase {
  return coded(states, code, word, place, 'incident_status') ?? 'unknown'
}

/** The number decides, whatever the text beside it is called in the page's language; a text that nobody knows is listed. */
function coded<T>(
  known: readonly (readonly [number, string, T])[],
  code: number,
  word: string,
  place: Place,
  field: string,
): T | undefined {
  const entry = known.find(([listed]) => listed === code)
  if (!entry) omit(place, `${field}_id`, code, 'a number that nobody has mapped')
  if (entry?.[1].toLowerCase() !== word.toLowerCase()) omit(place, field, word, 'a word that nobody has mapped')
  return entry?.[2]
}

/** Whether a state is one of a maintenance. */
export function isMaintenanceState(code: number): boolean {
  return code > 20 && code < 30
}
