import { mapped, type Place } from '../lib/place.ts'
import type { Health } from '../model.ts'

/** The pages print them as Operational, Maintenance, Disrupted and Down. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['ok', 'operational'],
  ['notice', 'under_maintenance'],
  ['disrupted', 'partial_outage'],
  ['down', 'major_outage'],
])

/** Health of a system or of the whole page; another word becomes `unknown` and is listed. */
export function toHealth(word: string, place: Place, field: string): Health {
  return mapped(healths, word, place, field)
}

/** A system has no id; its name is what issues refer to. */
export function idOf(name: string): string {
  return name.trim().toLowerCase()
}

/** The last part of an issue's address: what its files are called by, and its id. */
export function slugOf(url: string | undefined): string | undefined {
  return url === undefined
    ? undefined
    : URL.parse(url)
        ?.pathname.split('/')
        .findLast((part) => part !== '')
}
