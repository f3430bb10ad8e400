import { mapped, omit, type Place } from '../lib/place.ts'
import { type Health, healthSeverity, type Impact, type Phase } from '../model.ts'

/** The vocabulary. Source: https://kb.status.io/developers/status-codes; "Security Event" ranks above every disruption. */
const codes: readonly (readonly [code: number, word: string, health: Health, impact: Impact])[] = [
  [100, 'Operational', 'operational', 'none'],
  [200, 'Planned Maintenance', 'under_maintenance', 'none'],
  [300, 'Degraded Performance', 'degraded_performance', 'minor'],
  [400, 'Partial Service Disruption', 'partial_outage', 'major'],
  [500, 'Service Disruption', 'major_outage', 'critical'],
  [600, 'Security Event', 'major_outage', 'critical'],
  // As earlier answers call it.
  [600, 'Security Issue', 'major_outage', 'critical'],
]
const healths: ReadonlyMap<string, Health> = new Map(codes.map(([, word, health]) => [word, health]))

const states: ReadonlyMap<number, string> = new Map([
  [100, 'Investigating'],
  [200, 'Identified'],
  [300, 'Monitoring'],
  [400, 'Resolved'],
])

/** The labels that the feed prints, for incidents and for maintenances. */
const labels: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['Investigating', 'investigating'],
  ['Identified', 'identified'],
  ['Monitoring', 'monitoring'],
  ['Resolved', 'resolved'],
  ['Scheduled', 'scheduled'],
  ['Active', 'in_progress'],
  ['Completed', 'completed'],
])

/** Of a text and a number that say different things the worse one stands, and neither makes the other green. */
export function toHealth({ status, status_code: code }: { status: string; status_code: number }, place: Place): Health {
  const health = mapped(healths, status, place, 'status')
  const coded = codes.find(([known]) => known === code)?.[2] ?? 'unknown'
  if (coded === health || health === 'unknown') return health
  omit(place, 'status_code', code, 'another status than the text beside it')
  return healthSeverity(coded) > healthSeverity(health) ? coded : health
}

/** How bad an update calls its incident. */
export function toImpact(code: number, place: Place): { readonly impact: Impact; readonly nativeImpact: string } {
  const known = codes.find(([listed]) => listed === code)
  if (known) return { impact: known[3], nativeImpact: known[1] }
  omit(place, 'status', code, 'a number that nobody has mapped')
  return { impact: 'unknown', nativeImpact: String(code) }
}

const impacts: ReadonlyMap<string, Impact> = new Map(codes.map(([, word, , impact]) => [word, impact]))

/** The same by its word. */
export function impactOf(word: string, place: Place): Impact {
  return mapped(impacts, word, place, 'status')
}

/** The label of an incident's state, or its number where nobody knows it. */
export function labelOf(state: number): string {
  return states.get(state) ?? String(state)
}

export function toPhase(label: string, place: Place, field: string): Phase {
  return mapped(labels, label, place, field)
}
