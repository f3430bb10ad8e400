import { mapped, omit, type Place } from '../lib/place.ts'
import { instantFromIso } from '../lib/time.ts'
import type { Health, Impact, Instant, Phase } from '../model.ts'

/** What services and the page say; `null` is "none", as the page prints it. An informational entry says nothing of health. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['none', 'operational'],
  ['info', 'unknown'],
  ['performance', 'degraded_performance'],
  ['minor', 'partial_outage'],
  ['major', 'major_outage'],
  ['scheduled', 'under_maintenance'],
  ['emergency-maintenance', 'under_maintenance'],
])

const impacts: ReadonlyMap<string, Impact> = new Map([
  ['info', 'none'],
  ['performance', 'minor'],
  ['minor', 'minor'],
  ['major', 'major'],
])

/** An update of type "issue" opens an incident and says no more. */
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['issue', 'unknown'],
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['scheduled', 'scheduled'],
])
/** Kinds of text, not phases. */
const labels: ReadonlySet<string> = new Set(['info', 'essential'])

export function isMaintenanceType(type: string | null | undefined): boolean {
  return type === 'scheduled' || type === 'emergency-maintenance'
}

export function toHealth(type: string | null, place: Place, field: string): Health {
  return mapped(healths, type ?? 'none', place, field)
}

export function toImpact(type: string, place: Place): Impact {
  return mapped(impacts, type, place, 'type')
}

export function toPhase(type: string, place: Place): Phase | undefined {
  return labels.has(type) ? undefined : mapped(phases, type, place, 'type')
}

/** A time of the API: UTC, whether it says so or not. */
export function toInstant(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (!text) return undefined
  const instant = instantFromIso(text) ?? instantFromIso(`${text}Z`)
  if (instant === undefined) omit(place, field, text, 'not a time between 2000 and 2100')
  return instant
}
