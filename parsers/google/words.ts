import type { Health, Impact } from '../model.ts'

/**
 * The four words of the dashboards, as their makers explain them: an outage is a service that many or all cannot use; a disruption
 * one that is impaired; information one that works with some restriction; available is as expected.
 */
export const healths: ReadonlyMap<string, Health> = new Map([
  ['AVAILABLE', 'operational'],
  ['SERVICE_INFORMATION', 'degraded_performance'],
  ['SERVICE_DISRUPTION', 'partial_outage'],
  ['SERVICE_OUTAGE', 'major_outage'],
])

/** The peak of an incident; before 2021 it was graded by its severity alone. */
export const impacts: ReadonlyMap<string, Impact> = new Map([
  ['SERVICE_INFORMATION', 'minor'],
  ['SERVICE_DISRUPTION', 'major'],
  ['SERVICE_OUTAGE', 'critical'],
  ['low', 'minor'],
  ['medium', 'major'],
  ['high', 'critical'],
])
