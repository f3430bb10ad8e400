import type { Medium } from '../../parsers/platform.ts'
import type { Fault } from './errors.ts'

/** What a decoded body is by its own look, whatever its Content-Type claims. */
export type Look = Medium | 'empty' | 'binary'

/** Tells the medium of a text from its beginning. */
export function lookOf(text: string): Look {
  const start = skipSpace(text, 0)
  if (start === text.length) return 'empty'
  const first = text[start]
  if (first === '<') return isHtml(text, start) ? 'html' : 'xml'
  if (text.slice(0, 512).includes('\0')) return 'binary'
  return first === '{' || first === '[' ? 'json' : 'text'
}

/** Why a body of this look cannot be what the source promised; anything doubtful is left to the parser. */
export function faultOfLook(look: Look, promised: Medium | 'any', contentType: string | undefined): Fault | undefined {
  if (look === 'empty') return { kind: 'wrong_medium', detail: 'empty_body' }
  if (look === 'binary') return { kind: 'wrong_medium', detail: 'binary' }
  const isMarkup = look === 'html' || look === 'xml'
  const fits =
    promised === 'any' ||
    (promised === 'json' && !isMarkup) ||
    // Markup without the usual root, or text before it, can still be a page.
    (promised === 'html' && !(look === 'json' && /\bjson\b/iu.test(contentType ?? ''))) ||
    (promised === 'xml' && look === 'xml') ||
    (promised === 'text' && look !== 'html')
  return fits ? undefined : { kind: 'wrong_medium', detail: 'unexpected_content' }
}

/**
 * A page that was cut where only the closing of the connection marks its end looks whole to HTTP; only its own last
 * tag tells. Demanded of whole pages alone: a fragment need not have one.
 */
export function isCutPage(text: string, look: Look): boolean {
  return look === 'html' && /<html[\s>]/iu.test(text.slice(0, 4096)) && !/<\/html\s*>/iu.test(text)
}

/** HTML is what says so: its doctype or an `html` element, behind comments and XML declarations. */
function isHtml(text: string, start: number): boolean {
  let at = start
  for (let skipped = 0; skipped < 16; skipped += 1) {
    const end = text.startsWith('<!--', at) ? text.indexOf('-->', at) + 3 : text.startsWith('<?', at) ? text.indexOf('?>', at) + 2 : at
    if (end === at) break
    // The end was not found: indexOf gave -1.
    if (end < at) return false
    at = skipSpace(text, end)
  }
  return /^<(?:!doctype\s+html|html|head|body|meta|title|script|style|div)\b/iu.test(text.slice(at, at + 40))
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1
  return at
}

/** White space of HTML, XML and JSON, and a byte order mark that was sent twice. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x0c || code === 0xfeff
}
