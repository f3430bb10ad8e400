import { omit, type Place } from '../lib/place.ts'
import { instantFromIso, instantFromZone } from '../lib/time.ts'
import type { Instant } from '../model.ts'

const naive = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/u

export type Clock = (text: string | null | undefined, place: Place, field: string) => Instant | undefined

/** Reads times in the zone of the installation. Where nobody has told that, they stay out, and one of them is listed. */
export function clockOf(zone: string | undefined): Clock {
  let isListed = false
  return (text, place, field) => {
    if (!text) return undefined
    const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = naive.exec(text) ?? []
    const local = { year: +year, month: +month, day: +day, hour: +hour, minute: +minute, second: +second }
    const instant = instantFromIso(text) ?? (zone === undefined || year === '' ? undefined : instantFromZone(local, zone))
    if (instant === undefined && !isListed) {
      isListed = true
      omit(place, field, text, 'a time without a zone, as is every other here')
    }
    return instant
  }
}
