import { ParseError } from '../errors.ts'
import { isWhole } from '../lib/html.ts'
import { readJson } from '../lib/json.ts'
import type { Document } from '../platform.ts'

const start = /window\.preloadData\s?=\s?(?=\{)/u
/** What the printer of this literal puts behind a backslash in place of a character that JSON names otherwise. */
const escapes: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['0', '\\u0000'],
  ['v', '\\u000b'],
  ['`', '`'],
  ['$', '$'],
])

/**
 * The value that the home page carries as a JavaScript literal: single quotes, `undefined` and `NaN` beside what JSON
 * has. It is rewritten as JSON in one pass and read as such; nothing of it is ever run.
 */
export function readPreload(document: Document<'html'>): unknown {
  const { text } = document.body
  const match = start.exec(text)
  if (!match || !isWhole(text)) throw new ParseError('shape', 'a page without its value, or not whole', { url: document.url })
  const json = toJson(text, match.index + match[0].length)
  if (json === undefined) throw new ParseError('shape', 'a value that does not end', { url: document.url })
  return readJson({ ...document, body: { medium: 'json', text: json } })
}

/** The literal from `from` to the bracket that closes it, as JSON. */
function toJson(text: string, from: number): string | undefined {
  const pieces: string[] = []
  const token = /'((?:[^'\\]|\\.)*)'|[{}[\]]|[A-Za-z]{1,20}|[^'{}[\]A-Za-z]{1,1000}/gsuy
  token.lastIndex = from
  let depth = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [piece, quoted] = match
    if (piece === '{' || piece === '[') depth += 1
    if (piece === '}' || piece === ']') depth -= 1
    pieces.push(quoted === undefined ? bare(piece) : `"${requoted(quoted)}"`)
    if (depth === 0) return pieces.join('')
  }
  return undefined
}

function bare(piece: string): string {
  return /^(?:undefined|NaN|Infinity)$/u.test(piece) ? 'null' : piece
}

function requoted(quoted: string): string {
  return quoted.replaceAll(/\\x([\dA-Fa-f]{2})|\\(.)|"/gsu, (piece, hex?: string, escaped?: string) => {
    if (hex !== undefined) return `\\u00${hex}`
    return escaped === undefined ? '\\"' : (escapes.get(escaped) ?? piece)
  })
}
