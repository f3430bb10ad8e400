import { omit, type Place } from '../lib/place.ts'
import type { Health } from '../model.ts'

/** `status` of the page and of a monitor in /feed/json. */
export const healths: ReadonlyMap<string, Health> = new Map([
  ['success', 'operational'],
  ['degraded', 'degraded_performance'],
  ['error', 'major_outage'],
  ['info', 'under_maintenance'],
])

/** `status.indicator` of the summary. The worst is described as "Major Outage", where elsewhere that word stands one step lower. */
export const indicators: ReadonlyMap<string, Health> = new Map([
  ['none', 'operational'],
  ['minor', 'degraded_performance'],
  ['major', 'major_outage'],
  ['maintenance', 'under_maintenance'],
])

/** The headline is worked out from the components: where there are none, it says fine for want of anything else. */
export function headline(health: Health, components: number, top: Place): Health {
  if (components > 0 || health !== 'operational') return health
  omit(top, 'status', health, 'a headline that rests on no component')
  return 'unknown'
}

interface Identity {
  readonly nativeId: string
  readonly url: string
}

/** Reports and maintenances are numbered each for themselves: the number alone is not unique. */
export function reportIdentity(id: string, pageUrl: string): Identity {
  return { nativeId: `report/${id}`, url: `${pageUrl}/events/report/${id}` }
}

export function maintenanceIdentity(id: string, pageUrl: string): Identity {
  return { nativeId: `maintenance/${id}`, url: `${pageUrl}/events/maintenance/${id}` }
}
