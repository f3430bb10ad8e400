import type { StoryVendor } from './story-model.ts'

type Zone = StoryVendor['timeZone']

/** A moment as the page's own clock shows it. */
export interface Local {
  readonly year: string
  /** "Apr" */
  readonly month: string
  /** "April" */
  readonly monthName: string
  readonly day: string
  /** "14:05" */
  readonly time: string
  /** The abbreviation that people of the zone use. */
  readonly zone: string
}

const abbreviations: Readonly<Record<Zone, { readonly winter: string; readonly summer: string }>> = {
  'Etc/UTC': { winter: 'UTC', summer: 'UTC' },
  'Europe/Rome': { winter: 'CET', summer: 'CEST' },
}

// Made once: each holds native memory, which a page that is written every few seconds would pile up.
const monthNames = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' })
const hours: Readonly<Record<Zone, Intl.DateTimeFormat>> = { 'Etc/UTC': hoursOf('Etc/UTC'), 'Europe/Rome': hoursOf('Europe/Rome') }

function hoursOf(timeZone: Zone): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
}

export function localIn(zone: Zone, milliseconds: number): Local {
  const local = new Date(milliseconds + offsetMinutes(zone, milliseconds) * 60_000)
  const iso = local.toISOString()
  const monthName = monthNames.format(local)
  return {
    year: iso.slice(0, 4),
    month: monthName.slice(0, 3),
    monthName,
    day: String(local.getUTCDate()),
    time: iso.slice(11, 16),
    zone: abbreviations[zone][offsetMinutes(zone, milliseconds) > 60 ? 'summer' : 'winter'],
  }
}

/** ISO 8601 with milliseconds in the page's own zone: `Z` for UTC, an offset elsewhere. */
export function isoIn(zone: Zone, milliseconds: number): string {
  const offset = offsetMinutes(zone, milliseconds)
  const iso = new Date(milliseconds + offset * 60_000).toISOString()
  return zone === 'Etc/UTC' ? iso : iso.replace('Z', `+${String(offset / 60).padStart(2, '0')}:00`)
}

/** Both zones lie at whole hours, at or east of UTC. */
function offsetMinutes(zone: Zone, milliseconds: number): number {
  if (zone === 'Etc/UTC') return 0
  const hour = hours[zone].format(milliseconds)
  return ((Number(hour) - new Date(milliseconds).getUTCHours() + 24) % 24) * 60
}
