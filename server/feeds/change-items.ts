import type { ChangeReading } from '../../data/store/readings.ts'
import { escapeMarkup, type TextFormat, toPlainText, toSafeHtml } from '../http/sanitize.ts'
import { headlineOf, member } from './change-words.ts'
import type { FeedItem } from './feed.ts'

/** One item for each change: its id is the change's, so an item is written once and never moves. */
export function changeItem(change: ChangeReading, base: string, externalUrl: string | null): FeedItem {
  const headline = headlineOf(change)
  const parts = partsOf(change)
  const subject = isNamed(change) ? ` – ${change.title}` : ''
  return {
    id: change.id,
    title: clamp(`${change.vendorName}: ${headline}${subject}`),
    url: subjectUrl(change, base),
    externalUrl,
    html: [`<p>${escapeMarkup(`${headline}${subject}`)}</p>`, ...parts.map(partHtml)].join(''),
    text: [`${headline}${subject}`, ...parts.map(partText)].join('\n\n'),
    author: change.vendorName,
    tags: [change.vendorId, change.kind],
    published: change.observedAt,
    updated: change.observedAt,
  }
}

/** A page is named by its vendor already. */
function isNamed({ subject, title }: ChangeReading): boolean {
  return subject !== 'page' && title !== ''
}

const longestTitle = 300

function clamp(title: string): string {
  const line = title.replaceAll(/\s+/gu, ' ').trim()
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line
}

function subjectUrl({ subject, subjectId, vendorId }: ChangeReading, base: string): string {
  if (subject === 'incident') return `${base}/incidents/${subjectId}`
  return subject === 'maintenance' ? `${base}/maintenances#m-${subjectId}` : `${base}/vendors/${encodeURIComponent(vendorId)}`
}

interface Part {
  /** "Before", "After"; null where the text stands alone. */
  readonly name: string | null
  readonly body: string
  readonly format: TextFormat
}

/** The texts of a change: an update's or report's own, and of an edit both. */
function partsOf({ before, after }: ChangeReading): readonly Part[] {
  const old = partOf(before, 'Before')
  const now = partOf(after, 'After')
  if (old && now && old.body === now.body) return [{ ...now, name: null }]
  const parts = [old, now].filter((part) => part !== null)
  return parts.length === 1 ? parts.map((part) => ({ ...part, name: null })) : parts
}

function partOf(value: unknown, name: string): Part | null {
  const body = member(value, 'body')
  const format = member(value, 'format')
  return body === null ? null : { name, body, format: format === 'html' || format === 'markdown' ? format : 'text' }
}

function partHtml({ name, body, format }: Part): string {
  return `${name === null ? '' : `<p><b>${name}</b></p>`}<blockquote>${toSafeHtml(body, format)}</blockquote>`
}

function partText({ name, body, format }: Part): string {
  return `${name === null ? '' : `${name}:\n`}${toPlainText(body, format)}`
}
