import type { Update } from '../../parsers/model.ts'
import type { UpdateState } from './moment.ts'

/**
 * Which stored update each told one is. By native id where both have one. Else (feeds and pages give none, and another
 * source of the same page may) in this order, each stored update taken once, in the order of the page:
 * 1. the same label, minute and text: the same; 2. the same label and text: it was retimed; 3. the same label and
 * minute: its text was edited. What is left is new.
 */
export function matchUpdates(told: readonly Update[], stored: readonly UpdateState[]): ReadonlyMap<Update, UpdateState> {
  const matches = new Map<Update, UpdateState>()
  const free = new Set(stored)
  const open = new Set(told)
  function take(update: Update, state: UpdateState): void {
    matches.set(update, state)
    free.delete(state)
    open.delete(update)
  }
  const byNativeId = new Map(stored.flatMap((state) => (state.row.native_id === null ? [] : [[state.row.native_id, state] as const])))
  for (const update of told) {
    const state = update.nativeId === undefined ? undefined : byNativeId.get(update.nativeId)
    if (state && free.has(state)) take(update, state)
  }
  if (open.size === 0 || free.size === 0) return matches

  const rules: readonly ((update: Update, state: UpdateState) => boolean)[] = [
    (update, state) => sameLabel(update, state) && sameMinute(update, state) && sameText(update, state),
    (update, state) => sameLabel(update, state) && sameText(update, state),
    (update, state) => sameLabel(update, state) && sameMinute(update, state),
  ]
  for (const rule of rules) {
    for (const update of open) {
      for (const state of free) {
        const comparable = update.nativeId === undefined || state.row.native_id === null
        if (!comparable || !rule(update, state)) continue
        take(update, state)
        break
      }
    }
  }
  return matches
}

/** An update whose label has no phase of its own ("Update") agrees with any label: another source may name the phase. */
function sameLabel(update: Update, { row }: UpdateState): boolean {
  const withoutIds = update.nativeId === undefined && row.native_id === null
  if (!withoutIds && (update.phase === undefined || row.phase === null)) return true
  return (update.phase ?? null) === row.phase && (update.phase !== undefined || plain(update.native) === plain(row.native))
}

function sameMinute(update: Update, { row }: UpdateState): boolean {
  return update.postedAt?.slice(0, 16) === row.posted_at?.slice(0, 16)
}

function sameText(update: Update, { row }: UpdateState): boolean {
  return update.body === row.body || (update.format !== row.format && lettersOf(update.body) === lettersOf(row.body))
}

function plain(label: string | null | undefined): string {
  return (label ?? '').toLowerCase().replaceAll(/[^a-z]/gu, '')
}

/** Letters and digits without markup: the same text as plain text, Markdown without links, or HTML. */
export function lettersOf(text: string): string {
  let letters = ''
  let from = 0
  while (from < text.length) {
    const open = text.indexOf('<', from)
    letters += text.slice(from, open === -1 ? undefined : open)
    if (open === -1) break
    const close = text.indexOf('>', open)
    if (close === -1) break
    from = close + 1
  }
  return letters.replaceAll(/&(?:#x?[0-9a-f]+|[a-z]+);|[^\p{L}\p{N}]/giu, '').toLowerCase()
}
