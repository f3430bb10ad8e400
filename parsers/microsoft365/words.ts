import { mapped, type Place } from '../lib/place.ts'
import type { Health, IncidentPhase } from '../model.ts'

/**
 * The states of a service. Seen here: Available, Operational, ServiceDegradation, ServiceRestored, Unknown; the others are
 * those of the maker's API for tenants (learn.microsoft.com/en-us/graph/api/resources/servicehealth), which has the same.
 */
const states: readonly (readonly [string, Health, IncidentPhase | undefined])[] = [
  ['Available', 'operational', undefined],
  ['Operational', 'operational', undefined],
  ['ServiceOperational', 'operational', undefined],
  ['Unknown', 'unknown', undefined],
  ['Investigating', 'degraded_performance', 'investigating'],
  ['ServiceDegradation', 'degraded_performance', 'unknown'],
  ['ServiceInterruption', 'major_outage', 'unknown'],
  ['RestoringService', 'degraded_performance', 'identified'],
  ['VerifyingService', 'degraded_performance', 'monitoring'],
  ['ExtendedRecovery', 'degraded_performance', 'monitoring'],
  ['ServiceRestored', 'operational', 'resolved'],
  ['FalsePositive', 'operational', 'resolved'],
  ['PostIncidentReviewPublished', 'operational', 'postmortem'],
]

const healths: ReadonlyMap<string, Health> = new Map(states.map(([word, health]) => [keyOf(word), health]))
const phases: ReadonlyMap<string, IncidentPhase> = new Map(
  states.flatMap(([word, , phase]) => (phase === undefined ? [] : [[keyOf(word), phase] as const])),
)

/** "Service degradation" is written so, too. */
function keyOf(word: string): string {
  return word.replaceAll(' ', '').toLowerCase()
}

export function healthOf(word: string, place: Place, field: string): Health {
  return healths.get(keyOf(word)) ?? mapped(healths, word, place, field)
}

/** Undefined where the state is not one of an incident. */
export function phaseOf(word: string): IncidentPhase | undefined {
  return phases.get(keyOf(word))
}
