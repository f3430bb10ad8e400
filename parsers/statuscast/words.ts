import { mapped, type Place } from '../lib/place.ts'
import { instantFromRfc822, instantFromStamp, readStamp } from '../lib/stamp.ts'
import type { Health, Impact, Instant, Phase } from '../model.ts'

/**
 * The words of components and of the page: `status.json` says "Available", a page the same as a class, "component-available",
 * newer pages print "All Systems Operational". What is merely announced or being looked into says nothing of health.
 */
const healths: ReadonlyMap<string, Health> = new Map([
  ['available', 'operational'],
  ['all systems operational', 'operational'],
  ['degraded', 'degraded_performance'],
  ['degraded performance', 'degraded_performance'],
  ['performance degradation', 'degraded_performance'],
  ['performancedegradation', 'degraded_performance'],
  ['service disruption', 'partial_outage'],
  ['unavailable', 'major_outage'],
  ['service unavailable', 'major_outage'],
  ['serviceunavailable', 'major_outage'],
  ['maintenance', 'under_maintenance'],
  ['scheduled maintenance', 'under_maintenance'],
  ['scheduledmaintenance', 'under_maintenance'],
  ['under maintenance', 'under_maintenance'],
  ['informational', 'unknown'],
  ['investigating', 'unknown'],
  ['identified', 'unknown'],
  ['monitored', 'unknown'],
  ['monitoring', 'unknown'],
])

/** The type of an incident, and the worst that newer pages say it does to a component. */
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['informational', 'none'],
  ['available', 'none'],
  ['performancedegradation', 'minor'],
  ['degraded', 'minor'],
  ['serviceunavailable', 'major'],
  ['unavailable', 'major'],
])

/** Of an entry, and of its newest post. What is in progress has no phase of its own. */
const phases: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitored', 'monitoring'],
  ['monitoring', 'monitoring'],
  ['inprogress', 'unknown'],
  ['closed', 'resolved'],
])

export const maintenanceType = 'scheduledmaintenance'

export function toHealth(word: string, place: Place, field: string): Health {
  return healths.get(word.toLowerCase()) ?? mapped(healths, word, place, field)
}

export function toImpact(word: string, place: Place): Impact {
  return mapped(impacts, word, place, 'impact')
}

export function toPhase(word: string, place: Place): Phase {
  return mapped(phases, word, place, 'phase')
}

/** "07 February 2023, 23:09 UTC", or with the month before the day; without a zone it is none. */
export function toInstant(text: string, timeZone: string | undefined): Instant | undefined {
  const line = text.replaceAll(/\s+/gu, ' ').trim()
  const stamp = readStamp(line)
  return instantFromRfc822(line.replace(',', '')) ?? (stamp && instantFromStamp(stamp, timeZone))
}
