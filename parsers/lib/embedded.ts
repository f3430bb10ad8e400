import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'
import { endOfString, readJson, tooDeepOrTooMany } from './json.ts'

/**
 * State that a page carries in its scripts: a script that is JSON, a value assigned in one, and the rows ("flight") that
 * Next.js streams to its client. Every function is one linear pass over the text, however hostile that is.
 */

type Page = Pick<Document<'html'>, 'url' | 'finalUrl' | 'status' | 'headers' | 'body'>

/** The JSON of the script with this id; undefined where the page has no such script. Throws `shape` where it is no JSON. */
export function scriptJson(document: Page, id: string): unknown {
  const { text } = document.body
  for (let start = text.indexOf('<script'); start !== -1;) {
    const open = text.indexOf('>', start)
    if (open === -1) return undefined
    const [, double, single, bare] =
      /\sid=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/u.exec(text.slice(start, Math.min(open + 1, start + 1000))) ?? []
    if ((double ?? single ?? bare) === id) return readPiece(document, text.slice(open + 1, endOf(document, text.indexOf('</script', open))))
    start = text.indexOf('<script', open)
  }
  return undefined
}

/**
 * The JSON object, list or string that follows the first of these exact words, as in `var uptimeData =`; undefined where
 * the words do not stand on the page. Throws `shape` where what follows is no JSON or never ends.
 */
export function jsonAfter(document: Page, words: string): unknown {
  const { text } = document.body
  const at = text.indexOf(words)
  if (at === -1) return undefined
  const start = at + words.length + (/^\s{0,100}/u.exec(text.slice(at + words.length, at + words.length + 100))?.[0].length ?? 0)
  const end = text[start] === '"' ? endOfString(text, start) : endOfBraces(text, start)
  return readPiece(document, text.slice(start, endOf(document, end) + 1))
}

/** Where the brace or bracket at `start` is closed, strings skipped whole; -1 where it is not. */
function endOfBraces(text: string, start: number): number {
  let depth = 0
  for (let index = start; index < text.length && index !== -1; index += 1) {
    const character = text[index]
    if (character === '"') {
      index = endOfString(text, index)
      if (index === -1) return -1
    } else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth === 0) return index
  }
  return -1
}

function endOf(document: Page, index: number): number {
  if (index === -1) throw new ParseError('shape', 'embedded state that was cut off', { url: document.url })
  return index
}

function readPiece(document: Page, text: string): unknown {
  return readJson({ ...document, body: { medium: 'json', text } })
}

/** A tree of elements around the state is deep: 40 elements in one another are 160 levels. */
const deepestRow = 512
/** Deeper and larger than any state seen (12 levels, 12,000 values), whatever its references lead to. */
const deepest = 64
const mostValues = 500_000

/**
 * The first object of the page's flight that holds all of these keys with a value, as its client would see it: references
 * to other rows are followed, `$undefined` is absent, `$D` a time in ISO 8601, `$$` a dollar. What only the client can
 * make of it (elements, functions, promises) stays the string that it is. Undefined where there is no such object.
 */
export function flightObject(document: Page, keys: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const flight: Flight = { rows: rowsOf(flightText(document)), values: new Map(), left: mostValues, url: document.url }
  for (const id of flight.rows.keys()) {
    const found = findObject(valueOf(flight, id), keys)
    const revived = found && revive(found, flight, 0)
    if (isObject(revived)) return revived
  }
  return undefined
}

interface Flight {
  /** By id, as they stand; a text row is its text as a JSON string. */
  readonly rows: ReadonlyMap<string, string>
  readonly values: Map<string, unknown>
  /** How many more values may be made. */
  left: number
  readonly url: string
}

const push = 'self.__next_f.push([1,'

/** The parts that the page pushes, put together. */
function flightText({ body: { text } }: Page): string {
  const parts: string[] = []
  for (let at = text.indexOf(push); at !== -1;) {
    const start = at + push.length
    const end = text[start] === '"' ? endOfString(text, start) : -1
    const part = end === -1 ? undefined : parsed(text.slice(start, end + 1))
    if (typeof part === 'string') parts.push(part)
    at = text.indexOf(push, end === -1 ? start : end)
  }
  return parts.join('')
}

/** `1a:{...}` up to the end of the line, or `1b:T4f2,` and a text of so many bytes, whatever stands in it. */
function rowsOf(text: string): ReadonlyMap<string, string> {
  const rows = new Map<string, string>()
  const head = /([\da-f]{0,8}):(?:T([\da-f]{1,8}),)?/uy
  for (let at = 0; at < text.length;) {
    head.lastIndex = at
    const [found, id = '', bytes] = head.exec(text) ?? []
    const start = at + (found?.length ?? 0)
    if (bytes === undefined) {
      const end = endOfLine(text, start)
      if (found !== undefined && /[[{"]/u.test(text[start] ?? '')) rows.set(id, text.slice(start, end))
      at = end + 1
    } else {
      at = endOfBytes(text, start, Number.parseInt(bytes, 16))
      rows.set(id, JSON.stringify(text.slice(start, at)))
    }
  }
  return rows
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline === -1 ? text.length : newline
}

function endOfBytes(text: string, start: number, bytes: number): number {
  let left = bytes
  let index = start
  while (index < text.length && left > 0) {
    const code = text.codePointAt(index) ?? 0
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    index += code < 0x10000 ? 1 : 2
  }
  return index
}

function valueOf(flight: Flight, id: string): unknown {
  const row = flight.rows.get(id)
  if (row !== undefined && !flight.values.has(id)) flight.values.set(id, tooDeepOrTooMany(row, deepestRow) ? undefined : parsed(row))
  return flight.values.get(id)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function findObject(value: unknown, keys: readonly string[]): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value) && keys.every((key) => isTold(ownValue(value, key)))) return value
  for (const inner of Object.values(value)) {
    const found = findObject(inner, keys)
    if (found) return found
  }
  return undefined
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '$undefined'
}

function revive(value: unknown, flight: Flight, depth: number): unknown {
  flight.left -= 1
  if (depth > deepest || flight.left < 0) {
    throw new ParseError('shape', 'embedded state that is nested too deeply or holds too many values', { url: flight.url })
  }
  if (typeof value === 'string') return value.startsWith('$') ? reviveText(value, flight, depth) : value
  if (Array.isArray(value)) return value.map((inner) => revive(inner, flight, depth + 1) ?? null)
  if (typeof value !== 'object' || value === null) return value
  // `fromEntries` makes a plain key of `__proto__`, too.
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, revive(inner, flight, depth + 1)] as const)
      .filter(([, inner]) => inner !== undefined),
  )
}

function reviveText(text: string, flight: Flight, depth: number): unknown {
  if (text === '$undefined') return undefined
  if (text.startsWith('$$')) return text.slice(1)
  if (text.startsWith('$D')) return text.slice(2)
  const [id = '', ...path] = text.slice(1, 1000).split(':')
  if (!flight.rows.has(id)) return text
  let found = valueOf(flight, id)
  for (const key of path) found = step(found, key)
  // A text row that begins with a dollar is no reference.
  if (typeof found === 'string' && path.length === 0) return found
  return found === undefined ? text : revive(found, flight, depth + 1)
}

/** One step of a path such as `$5:1:props:summary`; the properties of an element stand fourth in its list. */
function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return ownValue(value, Array.isArray(value) && value[0] === '$' && key === 'props' ? '3' : key)
}

function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
