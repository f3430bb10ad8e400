import type { IncidentReading, MaintenanceReading, UpdateReading } from '../../data/store/readings.ts'
import { toPlainText } from '../http/sanitize.ts'

/** Beyond this an excerpt is cut at a word; two lines on a wide screen, five on a phone. */
const longestExcerpt = 260
/** More of a body than any excerpt needs, so that one of megabytes costs nothing. */
const longestRead = 8000

/** The beginning of an update as one line of plain text: not markup, so it is escaped where it is rendered. */
export function excerptOf({ body, format }: Pick<UpdateReading, 'body' | 'format'>): string {
  const line = toPlainText(body.slice(0, longestRead), format).replace(/\s+/gu, ' ').trim()
  const characters = Array.from(line)
  if (characters.length <= longestExcerpt) return line
  const cut = characters.slice(0, longestExcerpt).join('')
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut} …`
}

/** What the vendor said last, where it said anything. */
export function latestExcerpt(entry: IncidentReading | MaintenanceReading): string | null {
  const latest = entry.updates.findLast((update) => update.body.trim() !== '')
  return latest ? excerptOf(latest) : null
}
