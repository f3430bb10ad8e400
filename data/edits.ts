import { diffArrays } from 'diff'

/** Pure: what an edit of a published text changed, word by word, and whether it says why. Texts are plain, without markup. */

export interface Piece {
  readonly kind: 'kept' | 'added' | 'removed'
  readonly text: string
}

export interface Edit {
  /** What was compared: words; whole lines, or the whole text, where comparing words would take too long. */
  readonly unit: 'word' | 'line' | 'text'
  /** Kept and added pieces make the new text; kept and removed ones the old, apart from white space in what was kept. */
  readonly pieces: readonly Piece[]
  readonly addsCause: boolean
}

/** Both texts together; longer ones are compared by lines. */
const longestByWord = 20_000
/** And longer ones not at all; nothing is claimed of them. */
const longestByLine = 400_000
/** So many words or lines removed and added are found in some 20 ms; texts that differ more are compared more coarsely. */
const mostEdits = 600

/** Compares two versions of a text. */
export function compareTexts(before: string, after: string): Edit {
  const { unit, pieces } = differenceOf(before, after)
  return { unit, pieces, addsCause: before.length + after.length <= longestByLine && isCauseAdded(pieces) }
}

function differenceOf(before: string, after: string): Pick<Edit, 'unit' | 'pieces'> {
  const length = before.length + after.length
  const byWord = length > longestByWord ? undefined : runsOf(wordsOf(before), wordsOf(after))
  if (byWord) return { unit: 'word', pieces: piecesOf(withoutIslands(byWord)) }
  const byLine = length > longestByLine ? undefined : runsOf(linesOf(before), linesOf(after))
  if (byLine) return { unit: 'line', pieces: piecesOf(byLine) }
  return { unit: 'text', pieces: piecesOf([{ before, after, isKept: false }]) }
}

/** Words, signs, and letters of scripts that set no spaces, each with the white space after it. */
function wordsOf(text: string): readonly string[] {
  return (
    text.match(
      /(?:[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}])[\p{L}\p{M}\p{N}_])+|\S)\s*|\s+/gu,
    ) ?? []
  )
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/gu) ?? []
}

/** A stretch of both texts: kept, where they differ in white space at most, or a change. */
interface Run {
  readonly before: string
  readonly after: string
  readonly isKept: boolean
}

/** Null where they differ in more places than are looked for. */
function runsOf(before: readonly string[], after: readonly string[]): readonly Run[] | null {
  const [old, now] = [before, after].map((tokens) => tokens.map((token) => token.trim()))
  const changes = diffArrays(old ?? [], now ?? [], { maxEditLength: mostEdits })
  if (!changes) return null
  const runs: Run[] = []
  let [from, to] = [0, 0]
  for (const { added, removed, count } of changes) {
    const [nextFrom, nextTo] = [from + (added ? 0 : count), to + (removed ? 0 : count)]
    const run = { before: before.slice(from, nextFrom).join(''), after: after.slice(to, nextTo).join(''), isKept: !added && !removed }
    const last = runs.at(-1)
    if (last && !last.isKept && !run.isKept) runs[runs.length - 1] = joined([last, run])
    else runs.push(run)
    ;[from, to] = [nextFrom, nextTo]
  }
  return runs
}

function joined(runs: readonly Run[]): Run {
  return { before: runs.map((run) => run.before).join(''), after: runs.map((run) => run.after).join(''), isKept: false }
}

/** Fewer words between two larger changes are not worth keeping apart: a sentence written anew shares its "the" with the old one. */
const leastKept = 3

function withoutIslands(runs: readonly Run[]): readonly Run[] {
  const folded: Run[] = []
  for (const run of runs) {
    const [change, island] = folded.slice(-2)
    if (change && island && !change.isKept && island.isKept && !run.isKept && isIsland(change, island, run)) {
      folded.splice(-2, 2, joined([change, island, run]))
    } else folded.push(run)
  }
  return folded
}

function isIsland(change: Run, island: Run, next: Run): boolean {
  const words = countWords(island.after)
  return words < leastKept && words < sizeOf(change) && words < sizeOf(next)
}

function sizeOf({ before, after }: Run): number {
  return Math.max(countWords(before), countWords(after))
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
}

function piecesOf(runs: readonly Run[]): readonly Piece[] {
  const pieces: Piece[] = []
  function add(kind: Piece['kind'], text: string): void {
    const last = pieces.at(-1)
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text }
    else if (text !== '') pieces.push({ kind, text })
  }
  for (const { before, after, isKept } of runs) {
    if (isKept) {
      add('kept', after)
      continue
    }
    // White space that ends both is no part of the change.
    const [went, came] = [before.trimEnd(), after.trimEnd()]
    const endsAlike = went !== '' && came !== '' && went.length < before.length && came.length < after.length
    add('removed', endsAlike ? went : before)
    add('added', endsAlike ? came : after)
    add('kept', endsAlike ? after.slice(came.length) : '')
  }
  return pieces
}

/**
 * The rule: an edit adds a cause where the new text says "why" more often than the old one did, and says it in a sentence
 * that holds added words. A sentence that promises a cause, or looks for one, supposes or denies one, says none. So a
 * cause in other words, or in another place, is none added; nor is one whose sentence stayed. English only.
 */
function isCauseAdded(pieces: readonly Piece[]): boolean {
  const before = textOf(pieces, 'removed')
  const after = textOf(pieces, 'added')
  const [said, says] = [causesIn(before.text), causesIn(after.text)]
  if (says.length <= said.length) return false
  return says.some((sentence) => after.changed.some(([from, until]) => from < sentence.until && until > sentence.from))
}

interface SideOfEdit {
  readonly text: string
  readonly changed: readonly (readonly [from: number, until: number])[]
}

/** One of the two texts, and where it differs from the other. */
function textOf(pieces: readonly Piece[], side: 'added' | 'removed'): SideOfEdit {
  let text = ''
  const changed: (readonly [number, number])[] = []
  for (const piece of pieces) {
    if (piece.kind !== 'kept' && piece.kind !== side) continue
    if (piece.kind === side) changed.push([text.length, text.length + piece.text.length])
    text += piece.text
  }
  return { text, changed }
}

/** "caused by the incident" tells what the incident did, not what did it. */
const notItself = String.raw`(?!\s+(?:this|that|these|those|the)\s+(?:\w+\s+)?(?:incident|outage|issue|event|disruption|problem|delay)s?\b)`

const causePhrases = [
  String.raw`root causes?(?!\s+(?:analysis|analyses|investigation|report|review))`,
  String.raw`underlying causes?`,
  String.raw`the cause (?:was|is|of)`,
  String.raw`caused by${notItself}`,
  String.raw`due to${notItself}`,
  String.raw`because(?:\s+of)?${notItself}`,
  String.raw`as (?:a|the) result of${notItself}`,
  String.raw`(?:was|were|is|are|being) the result of${notItself}`,
  String.raw`(?:resulted|stemmed|stems|originated|arose) from${notItself}`,
  String.raw`attribut(?:ed|able) to${notItself}`,
  String.raw`traced (?:back )?to${notItself}`,
  String.raw`triggered by${notItself}`,
  String.raw`misconfigur\w+`,
]
const cause = new RegExp(String.raw`\b(?:${causePhrases.join('|')})\b`, 'giu')

/** Sentences that speak of a cause without naming it. */
const unnamed = [
  // "A root cause analysis will be shared as soon as it is available"
  /\b(?:will|shall)\s+(?:\w+\s+){0,3}(?:share|publish|provide|post|follow|update|conduct|perform|complete|investigate|determine|identify)/iu,
  /\bas soon as\b|\bonce (?:we|it|available|known|complete)/iu,
  // "We continue to investigate the root cause", "working to understand what it was due to"
  /\b(?:investigat(?:e|es|ing)|determin(?:e|es|ing)|identify(?:ing)?|understand(?:ing)?|find(?:ing)?|confirm(?:ing)?|establish(?:ing)?|search(?:ing)? for|look(?:ing)? (?:in)?to|track(?:ing)? down|diagnos(?:e|ing)|analy[sz](?:e|ing)|resolv(?:e|ing)|address(?:ing)?|prevent(?:ing)?)\b[^,;]*\b(?:cause|caused|due)\b/iu,
  // "The root cause is not yet known", "has been identified": by which word, it does not say
  /\bcauses?\b[^,;]*\b(?:unknown|unclear|under investigation|being investigated|pending|to be determined|not (?:yet )?(?:been )?\w+)/iu,
  /\bcauses? (?:has|have|had) (?:now )?been (?:identified|found|determined|isolated|located|fixed|addressed|resolved|mitigated|corrected)\b(?! (?:as|to))/iu,
  /\b(?:identified|found|isolated|located|know|fixed|addressed|resolved|mitigated|corrected) (?:the|a|its|this) (?:\w+ )?(?:root |underlying )?cause\b(?![^,;]* (?:as|to be)\b)/iu,
  // "may be due to", "not caused by"
  /\b(?:may|might|could|likely|possibly|potentially|suspected|believed|appears?|seems?|not|n[o’']t)\s+(?:(?:have|to|be|been|yet)\s+){0,3}(?:the\s+)?(?:due to|caused by|because|triggered by|as a result|result of|root cause|traced|attribut\w+)/iu,
]

/** The sentence of each phrase that says "why". */
function causesIn(text: string): readonly { readonly from: number; readonly until: number }[] {
  return sentencesOf(text).flatMap(({ index, 0: sentence }) => {
    if (unnamed.some((pattern) => pattern.test(sentence))) return []
    return (sentence.match(cause) ?? []).map(() => ({ from: index, until: index + sentence.length }))
  })
}

/** A full stop inside "2.5" or "github.com" ends none; what goes on without end is read in parts. */
function sentencesOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/(?:[^.!?\n]|[.!?](?=\S)){1,1000}/gu)]
}
