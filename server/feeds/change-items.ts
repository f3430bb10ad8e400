import type { Edit, Piece } from '../../data/edits.ts'
import type { ChangeReading } from '../../data/store/readings.ts'
import { escapeMarkup, toPlainText, toSafeHtml } from '../http/sanitize.ts'
import { type ChangedText, editOf, textOf } from './change-edit.ts'
import { headlineOf } from './change-words.ts'
import type { FeedItem } from './feed.ts'

/** One item for each change: its id is the change's, so an item is written once and never moves. */
export function changeItem(change: ChangeReading, base: string, externalUrl: string | null): FeedItem {
  const headline = headlineOf(change)
  const subject = isNamed(change) ? ` – ${change.title}` : ''
  return {
    id: change.id,
    title: clamp(`${change.vendorName}: ${headline}${subject}`),
    url: subjectUrl(change, base),
    externalUrl,
    html: `<p>${escapeMarkup(`${headline}${subject}`)}</p>${partHtml(change)}`,
    text: [`${headline}${subject}`, ...partText(change)].join('\n\n'),
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

/** The text of a change: an update's or report's own, or the difference that an edit made. */
function partHtml(change: ChangeReading): string {
  const edit = shownEdit(change)
  if (edit) return `<blockquote><p>${edit.pieces.map(pieceHtml).join('').replaceAll('</del><ins>', '</del> <ins>')}</p></blockquote>`
  const text = soleText(change)
  return text === null ? '' : `<blockquote>${toSafeHtml(text.body, text.format)}</blockquote>`
}

function partText(change: ChangeReading): readonly string[] {
  const edit = shownEdit(change)
  const text = soleText(change)
  const now = text === null ? '' : toPlainText(text.body, text.format)
  if (!edit) return text === null ? [] : [now]
  const changed = edit.pieces.filter(({ kind, text: piece }) => kind !== 'kept' && piece.trim() !== '')
  const difference = changed.map(({ kind, text: piece }) => `${kind === 'added' ? 'Added' : 'Removed'}: ${piece.trim()}`).join('\n')
  // What was written anew from end to end is told already.
  return edit.pieces.some(({ kind, text: piece }) => kind === 'kept' && piece.trim() !== '') ? [difference, `Now:\n${now}`] : [difference]
}

/** An edit that changed nothing of the text, but its label, is no difference to show. */
function shownEdit(change: ChangeReading): Edit | null {
  const edit = editOf(change)
  return edit?.pieces.some(({ kind }) => kind !== 'kept') === true ? edit : null
}

/** The text as it is now; of what was taken away, as it was. */
function soleText({ before, after }: ChangeReading): ChangedText | null {
  return textOf(after) ?? textOf(before)
}

const tags = { kept: null, added: 'ins', removed: 'del' } as const

function pieceHtml({ kind, text }: Piece): string {
  const html = escapeMarkup(text).replaceAll(/\r?\n/gu, '<br />')
  const tag = tags[kind]
  return tag === null ? html : `<${tag}>${html}</${tag}>`
}
