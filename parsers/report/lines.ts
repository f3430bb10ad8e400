import type { Plain } from './plain.ts'

/** One line of the plain text; `text` is without its marks (#, *, |, **), `from` and `to` hold the whole line. */
export interface Line {
  readonly from: number
  readonly to: number
  readonly kind: 'blank' | 'heading' | 'item' | 'row' | 'code' | 'text'
  /** Of a heading: 1 to 6, and 5 for a line in bold; 0 otherwise. */
  readonly level: number
  readonly indent: number
  readonly text: string
  /** Where `text` begins. */
  readonly at: number
}

/** A sentence with its place. Lines that wrap in the middle of a sentence are one. */
export interface Sentence {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The longest report known has 1,500 lines. */
const mostLines = 20_000

const heading = /^\s{0,3}(?<hashes>#{1,6})\s*(?<title>[^#].*?)?\s*#*\s*$/u
const wiki = /^(?<marks>={2,5})\s*(?<title>[^=]{1,120}?)\s*={2,5}\s*$/u
const textile = /^h(?<level>[1-6])\. (?<title>.{1,120})$/u
const bold = /^\s{0,12}(?:\*\*|__)(?<title>[^*\n]{1,120}?)(?:\*\*|__)\s*:?\s*$/u
const list = /^(?<indent>\s*)(?:[-*•+·‣●○▪–]|\d{1,2}[.)])\s+(?<rest>.*)$/u

export function linesOf({ text, bare }: Plain): readonly Line[] {
  const lines: Line[] = []
  let from = 0
  for (const raw of text.split('\n', mostLines)) {
    const to = from + raw.length
    lines.push(lineOf(raw, from, to, bare[from] === '·' && bare[to - 1] === '·' && !raw.startsWith('http')))
    from = to + 1
  }
  return lines.map((line, index) => underlined(line, lines[index + 1]))
}

function lineOf(raw: string, from: number, to: number, isCode: boolean): Line {
  const base = { from, to, level: 0, indent: 0, at: from, text: raw.trim() }
  if (base.text === '') return { ...base, kind: 'blank' }
  if (isCode) return { ...base, kind: 'code' }
  const titled = heading.exec(raw) ?? wiki.exec(raw) ?? textile.exec(raw)
  if (titled) {
    const { hashes, marks, level, title = '' } = titled.groups ?? {}
    const clean = unmarked(title)
    return {
      ...base,
      kind: 'heading',
      level: hashes?.length ?? marks?.length ?? Number(level),
      text: clean,
      at: from + Math.max(0, raw.indexOf(title)),
    }
  }
  if (/^\s{0,12}\|/u.test(raw)) return { ...base, kind: 'row', at: from + raw.indexOf('|') + 1 }
  const item = list.exec(raw)
  if (item) {
    const { indent = '', rest = '' } = item.groups ?? {}
    return { ...base, kind: 'item', indent: indent.length, text: unmarked(rest), at: to - rest.length }
  }
  const strong = bold.exec(raw)
  if (strong) return { ...base, kind: 'heading', level: 5, text: unmarked(strong.groups?.['title'] ?? '') }
  return { ...base, kind: 'text', text: unmarked(raw), indent: raw.length - raw.trimStart().length }
}

/** A title with a line of = or - below it. */
function underlined(line: Line, next: Line | undefined): Line {
  if (line.kind !== 'text' || line.text.length > 120 || !next || !/^(?:={3,}|-{3,})$/u.test(next.text)) return line
  return { ...line, kind: 'heading', level: next.text.startsWith('=') ? 1 : 2 }
}

export function unmarked(text: string): string {
  return text.replaceAll(/\*\*|__|(?<![A-Za-z0-9])[*_](?=\S)|(?<=\S)[*_](?![A-Za-z0-9])/gu, '').trim()
}

/** The end of a sentence: not the point of "a.m.", "approx.", "e.g.", "19. April" or a version. */
const stop =
  /(?:[.!?](?<!\b(?:approx|ca|c|e\.g|i\.e|vs|etc|Nr|bzw|z\.B|Dr|St|No|Inc|Corp|Ltd)\.)(?<!\b[ap]\.m\.(?=\s(?:[a-z(]|[PMCE][SD]?T\b|UTC|GMT|US\b|Pacific|Eastern|Central|Mountain|[BIJ]ST\b|CES?T\b)))(?<!\s\d{1,2}\.(?=\s(?:Jan|Feb|Mär|Mar|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])))(?=["')\]*]{0,3}(?:\s|$))["')\]*]{0,3}|[。!?！？](?=\S|\s|$))/gu

export function sentencesOf(plain: Plain, lines: readonly Line[]): readonly Sentence[] {
  const sentences: Sentence[] = []
  let open: { from: number; to: number } | undefined
  function close(): void {
    if (open) sentences.push(...split(plain, open.from, open.to))
    open = undefined
  }
  for (const [index, { kind, from, at, to, text }] of lines.entries()) {
    if (kind !== 'text') close()
    if (kind === 'blank' || kind === 'code') continue
    if (open === undefined) open = { from: at, to }
    else open.to = to
    // A short line before one that begins anew is a title or a label; wrapped lines are long.
    const isShort = to - from < 60 && /^[\p{Lu}\d*[("']/u.test(lines[index + 1]?.text ?? '')
    if (kind === 'heading' || kind === 'row' || isShort || /[:。]$/u.test(text)) close()
  }
  close()
  return sentences
}

function split(plain: Plain, from: number, to: number): readonly Sentence[] {
  const text = plain.text.slice(from, to)
  const sentences: Sentence[] = []
  let start = 0
  for (const match of text.matchAll(stop)) {
    const end = match.index + match[0].length
    sentences.push(sentenceOf(text, from, start, end))
    start = end
  }
  sentences.push(sentenceOf(text, from, start, text.length))
  return sentences.filter((sentence) => sentence.text !== '')
}

function sentenceOf(text: string, offset: number, start: number, end: number): Sentence {
  const raw = text.slice(start, end)
  const lead = raw.length - raw.trimStart().length
  return { from: offset + start + lead, to: offset + end, text: unmarked(raw.replaceAll(/\s+/gu, ' ')) }
}
