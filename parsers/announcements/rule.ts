import { isPlannedLabel, titleLabel } from '../lib/stated-phase.ts'

/**
 * What makes an article of a page of news one of an incident: its title calls it a report on one, or carries the word for
 * how one stands, set apart as in "[Investigating] Orders are late". Any other article is none, whatever it speaks of.
 */

const report =
  /\b(?:incident (?:report|review|summary|post-?mortem)|post-?incident (?:report|review)|outage (?:report|review|post-?mortem)|post-?mortem|root cause analysis|rca)\b/iu

export interface IncidentArticle {
  readonly title: string
  /** The vendor's own word: "Incident Report", "Investigating". */
  readonly native: string
  readonly isReport: boolean
}

/** What the title of an article says of an incident; undefined where it says nothing of one. */
export function incidentArticle(heading: string): IncidentArticle | undefined {
  const title = heading.slice(0, 500).replaceAll(/\s+/gu, ' ').trim()
  const native = report.exec(title)?.[0]
  if (native !== undefined) return { title, native, isReport: true }
  const { label, text } = titleLabel(title)
  if (label === undefined || label.toLowerCase() === 'update' || isPlannedLabel(label)) return undefined
  return { title: text, native: label, isReport: false }
}

export interface DatedAddress {
  /** What the articles' addresses begin with: "https://support.acme.example/updates". */
  readonly base: string
  /** "2021/07/29/incident-report-july-28" */
  readonly path: string
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The address of an article, which says the day that it was published. */
export function datedAddress(url: string): DatedAddress | undefined {
  const match = /^(https?:\/\/[^?#]{1,500}?)\/((\d{4})\/(\d{2})\/(\d{2})\/[^/?#]{1,300})\/?(?:[?#]|$)/u.exec(url)
  if (!match) return undefined
  const [, base = '', path = '', year, month, day] = match
  return { base, path, year: Number(year), month: Number(month), day: Number(day) }
}
