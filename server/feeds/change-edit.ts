import { type Impact, impacts } from '../../parsers/model.ts'
import { compareTexts, type Edit } from '../../data/edits.ts'
import type { ChangeReading } from '../../data/store/readings.ts'
import { type TextFormat, toPlainText } from '../http/sanitize.ts'
import { member } from './json-member.ts'

/** What a change makes of texts and of impacts. */

export interface ChangedText {
  readonly body: string
  readonly format: TextFormat
}

/** The text of an update or report, as a change tells it; null where it tells none. `likely` is the format of one that names none. */
export function textOf(value: unknown, likely: string | null = null): ChangedText | null {
  const body = member(value, 'body')
  return body === null ? null : { body, format: formatOf(body, member(value, 'format') ?? likely) }
}

/** Closing tags of what vendors write in, and such as need none. */
const markup = /<\/(?:p|a|b|i|em|strong|small|var|span|div|ul|ol|li|h[1-6]|table|code|pre)>|<(?:br|hr|p)(?:\s[^<>]{0,200})?\/?>/iu

/** Changes of edits do not all name the format of the text: then its tags do. */
function formatOf(body: string, named: string | null): TextFormat {
  if (named === 'html' || named === 'markdown' || named === 'text') return named
  return markup.test(body) ? 'html' : 'text'
}

const known = new WeakMap<object, Edit>()

/** The edit of a text that a change tells; null where it tells none. A change is compared once, however many readers it has. */
export function editOf({ before, after }: Pick<ChangeReading, 'before' | 'after'>): Edit | null {
  const [old, now] = [textOf(before, member(after, 'format')), textOf(after)]
  if (!old || !now || typeof after !== 'object' || after === null) return null
  const found = known.get(after)
  if (found) return found
  const edit = compareTexts(toPlainText(old.body, old.format), toPlainText(now.body, now.format))
  known.set(after, edit)
  return edit
}

/** Null where one of the two is not known, or neither is worse. */
export function impactDirection(before: unknown, after: unknown): 'raised' | 'lowered' | null {
  const [from, to] = [impactWord(before), impactWord(after)]
  if (from === 'unknown' || to === 'unknown' || from === to) return null
  return impacts.indexOf(to) > impacts.indexOf(from) ? 'raised' : 'lowered'
}

function impactWord(value: unknown): Impact {
  return impacts.find((word) => word === value) ?? 'unknown'
}
