/** Markup taken off, with a way back: every offset of the plain text leads to the place in the given text. */

export interface Plain {
  readonly source: string
  readonly format: 'text' | 'markdown' | 'html'
  /** What a reader sees: markdown headings, list marks, table bars and bold marks stay; links, tags and escapes are gone. */
  readonly text: string
  /** The same length as `text`; addresses and code are blanked, so that no number in them is taken for a time. */
  readonly bare: string
  readonly toSource: (offset: number) => number
}

/** Blank within `bare`: neither a letter, a digit nor white space. */
const blank = '·'

const special = new RegExp(
  [
    String.raw`(?<breaks>\n[\n ]*\n)`,
    String.raw`(?<blanks> {2,})`,
    String.raw`(?<tag><(?:\/?[a-zA-Z]|[!?][a-zA-Z])[^<>]{0,4000}>)`,
    String.raw`(?<entity>&(?:[a-z]{2,6}|#\d{1,6});)`,
    String.raw`(?<inline>(?<!#)#{1,6} \*\*(?<label>[^*\n]{1,80})\*\*)`,
    String.raw`(?<escaped>\\[!-\/:-@\[-\x60\{-~])`,
    String.raw`(?<image>!\[[^[\]\n]{0,300}\]\([^()\n]{0,1000}\))`,
    String.raw`(?<link>\[(?<words>[^[\]]{1,300})\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,80}\]))`,
    '(?<fence>(?<=^|\\n) {0,3}(?:`{3,}|~{3,}))',
    '(?<ticks>`+)',
  ].join('|'),
  'gu',
)

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&ndash;': '–',
  '&mdash;': '—',
  '&rsquo;': "'",
  '&lsquo;': "'",
  '&hellip;': '…',
  '&middot;': '·',
}

/** Format `text` and `markdown` are read alike: reports pasted as text keep half of their markdown. */
export function plainOf(source: string, format: 'text' | 'markdown' | 'html'): Plain {
  const even = evened(source, format)
  const pieces: string[] = []
  const starts: number[] = []
  const origins: number[] = []
  let length = 0
  function emit(text: string, origin: number): void {
    if (text === '') return
    starts.push(length)
    origins.push(origin)
    pieces.push(text)
    length += text.length
  }
  let done = 0
  for (const match of even.matchAll(special)) {
    emit(even.slice(done, match.index), done)
    const isAtLineStart = match.index === 0 || even[match.index - 1] === '\n'
    const { inline, label } = match.groups ?? {}
    if (inline !== undefined && label !== undefined) {
      // A heading in the middle of a line, where markdown was flattened.
      emit('\n\n# ', match.index)
      emit(label, match.index + inline.indexOf(label))
      emit('\n\n', match.index + inline.length - 1)
    } else emit(replacement(match, isAtLineStart), match.index + inset(match))
    done = match.index + match[0].length
  }
  emit(even.slice(done), done)
  const text = pieces.join('')
  return { source, format, text, bare: bared(text), toSource: (offset) => originOf(starts, origins, offset) }
}

function replacement({ groups = {}, 0: whole }: RegExpMatchArray, isAtLineStart: boolean): string {
  const { breaks, blanks, tag, entity, escaped, words, link, fence } = groups
  if (breaks !== undefined) return '\n\n'
  if (blanks !== undefined) return isAtLineStart ? blanks.slice(0, 12) : ' '
  if (tag !== undefined) return markOf(tag)
  if (entity !== undefined) return decoded(entity)
  if (escaped !== undefined) return escaped[1] === '`' ? '' : (escaped[1] ?? '')
  if (link !== undefined) return words ?? ''
  return fence === undefined ? '' : whole.trim()
}

/** How far into the match the text stands that is kept of it. */
function inset({ groups = {} }: RegExpMatchArray): number {
  return groups['escaped'] === undefined && groups['link'] === undefined ? 0 : 1
}

/** What the tags mean to a reader, in the marks of markdown. */
function markOf(tag: string): string {
  const name = /^<\/?([a-zA-Z][a-zA-Z0-9]{0,20})/u.exec(tag)?.[1]?.toLowerCase() ?? ''
  const isEnd = tag[1] === '/'
  if (/^h[1-6]$/u.test(name)) return isEnd ? '\n\n' : `\n\n${'#'.repeat(Number(name[1]))} `
  if (name === 'b' || name === 'strong') return '**'
  if (name === 'li') return isEnd ? '\n' : '\n* '
  if (name === 'tr') return '\n'
  if (name === 'td' || name === 'th') return isEnd ? '' : ' | '
  if (name === 'br') return '\n'
  return /^(?:p|div|section|article|ul|ol|table|blockquote|pre|dd|dt|header|footer|tbody|thead)$/u.test(name) ? '\n\n' : ''
}

function decoded(entity: string): string {
  const code = Number(entity.slice(2, -1))
  if (entity[1] !== '#') return entities[entity] ?? ' '
  return code > 31 && code < 0x11_00_00 ? String.fromCodePoint(code) : ' '
}

/** One character for one: line ends, blanks, dashes, quotes and full-width signs in the form that the patterns know. */
function evened(source: string, format: 'text' | 'markdown' | 'html'): string {
  const seen = withoutHidden(source, format === 'html')
  const text = format === 'html' ? seen.replaceAll(/[\r\n]/gu, ' ') : seen.replaceAll('\r\n', ' \n').replaceAll('\r', '\n')
  return text
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\t\u00A0\u00AD\u2000-\u200F\u202F\u2060\u3000\uFEFF]/gu, ' ') // oxlint-disable-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u2010\u2011\u2212]/gu, '-')
    .replaceAll(/[\u2018\u2019]/gu, "'")
    .replaceAll(/[\u201C\u201D]/gu, '"')
    .replaceAll(/[\uFF01-\uFF5E]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
}

const comment = /<!--/gu
const hidden = /<(script|style|head|svg|template|noscript|select|button|nav|footer)\b|<!--/gu

/** Blanks comments, and in HTML whatever else a browser does not show. An end that is missing is looked for only once. */
function withoutHidden(source: string, isHtml: boolean): string {
  const low = source.toLowerCase()
  // A letter that changes its length with its case would shift every place after it.
  const text = low.length === source.length ? low : source
  const missing = new Set<string>()
  const pieces: string[] = []
  let done = 0
  for (const { index, 1: name } of text.matchAll(isHtml ? hidden : comment)) {
    const close = name === undefined ? '-->' : `</${name}`
    if (index < done || missing.has(close)) continue
    const found = text.indexOf(close, index)
    if (found === -1) missing.add(close)
    const end = found === -1 ? (name === undefined ? index : source.length) : found + (name === undefined ? close.length : 0)
    pieces.push(source.slice(done, index), ' '.repeat(end - index))
    done = end
  }
  pieces.push(source.slice(done))
  return pieces.join('')
}

const log =
  /^\s*(?:[-dl][rwx-]{9}[ .+]|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \S+ \S{1,80}\[\d+\]:|\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[.,]\d{3,9}Z?\]? (?:\[\S{0,40}\] )?(?:ERROR|WARN|INFO|DEBUG|FATAL)\b)/u

function bared(text: string): string {
  const isFenced = text.includes('```') || text.includes('~~~')
  const withoutAddresses = text.replaceAll(/(?:https?:\/\/|www\.)[^\s<>"()\]]{1,2000}/gu, (address) => blank.repeat(address.length))
  let isCode = false
  return withoutAddresses
    .split('\n')
    .map((line) => {
      const isFence = isFenced && /^\s{0,12}(?:`{3}|~{3})/u.test(line)
      if (isFence) isCode = !isCode
      return isCode || isFence || log.test(line) ? blank.repeat(line.length) : line
    })
    .join('\n')
}

function originOf(starts: readonly number[], origins: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return (origins[low] ?? 0) + Math.max(0, offset - (starts[low] ?? 0))
}
