import type { Instant } from '../../parsers/model.ts'
import type { MaintenanceReading } from '../../data/store/readings.ts'
import type { EntryStamps } from '../../data/store/revisions.ts'
import { printable, toPlainText, webAddress } from '../http/sanitize.ts'

/** iCalendar, RFC 5545: written by hand, for no library folds by octets and keeps dates that were not told out. */

export interface CalendarEntry {
  readonly maintenance: MaintenanceReading
  readonly stamps: EntryStamps
  readonly vendorName: string
}

export function icalendar(name: string, entries: readonly CalendarEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Statuswire//Statuswire//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...entries.flatMap(event),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** A maintenance whose start nobody told has no place in a calendar. One that is called off stays, as cancelled. */
function event({ maintenance, stamps, vendorName }: CalendarEntry): readonly string[] {
  const { id, title, phase, scheduledFor, scheduledUntil, removedAt, updates, components } = maintenance
  if (scheduledFor === null) return []
  const isCancelled = phase === 'cancelled' || removedAt !== null
  const url = webAddress(maintenance.url)
  const affected = components.map((component) => component.name).join(', ')
  const texts = updates.toReversed().map((update) => toPlainText(update.body, update.format))
  const description = [affected === '' ? '' : `Affected: ${affected}`, ...texts].filter((text) => text !== '').join('\n\n')
  return [
    'BEGIN:VEVENT',
    `UID:${id}@statuswire`,
    `DTSTAMP:${utc(stamps.lastObservedAt)}`,
    `LAST-MODIFIED:${utc(stamps.lastObservedAt)}`,
    `SEQUENCE:${stamps.versions - 1}`,
    `DTSTART:${utc(scheduledFor)}`,
    ...(scheduledUntil !== null && scheduledUntil > scheduledFor ? [`DTEND:${utc(scheduledUntil)}`] : []),
    `SUMMARY:${escaped(`${vendorName}: ${title}`)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${escaped(description.slice(0, longestDescription))}`]),
    ...(url === null ? [] : [`URL:${url}`]),
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // Nobody's time is taken up by a vendor's maintenance.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const longestDescription = 4_000

/** 20240409T072500Z */
function utc(at: Instant): string {
  return `${at.slice(0, 19).replaceAll(/[-:]/gu, '')}Z`
}

/** Text values: backslash, semicolon, comma and line ends have a meaning of their own; halves of cut characters have none. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\\;,]/gu, (sign) => `\\${sign}`)
    .replaceAll(/\r\n?|\n/gu, '\\n')
}

const longestLineOctets = 75

/** Lines of at most 75 octets, the blank that continues them included; no character is split. */
function folded(line: string): string {
  let written = ''
  let octets = 0
  for (const character of line) {
    const width = Buffer.byteLength(character)
    if (octets + width > longestLineOctets) {
      written += '\r\n '
      octets = 1
    }
    written += character
    octets += width
  }
  return written
}
