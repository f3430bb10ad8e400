import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'
import { endOfString } from './json.ts'
import { instantFromEpochMs } from './time.ts'

/**
 * What SvelteKit writes into a page for its client: the loaded data as JavaScript that `devalue` prints
 * (https://github.com/sveltejs/devalue, `uneval`): literals, dates, sets and maps, and a function call around them where one
 * object stands in several places. It is read, never run; what it does not print is refused. Dates come out as ISO 8601, sets
 * as lists, maps as lists of pairs.
 */

/** Deeper than any state seen (9). */
const deepest = 64
/** Values when each reference counts as a copy. */
const mostValues = 500_000

type Page = Pick<Document<'html'>, 'url' | 'body'>

/** What each layout and the page itself loaded, the outermost first; ParseError `shape` where the page carries no such data. */
export function readSveltePage({ url, body: { text } }: Page): readonly unknown[] {
  const kit = text.indexOf('__sveltekit_')
  const found = kit === -1 ? undefined : /\bdata(?: =|:) ?(?=\[)/u.exec(text.slice(kit))
  if (!found) throw new ParseError('shape', 'a page without the data of SvelteKit', { url })
  const nodes = readLiteral(text, kit + found.index + found[0].length, url)
  if (!Array.isArray(nodes)) throw new ParseError('shape', 'no list of what was loaded', { url })
  return nodes.map((node: unknown) => {
    if (node === null || node === undefined) return undefined
    const { type, data } = typeof node === 'object' ? { type: undefined, data: undefined, ...node } : {}
    if (type !== 'data') throw new ParseError('shape', 'an error where data should be', { url })
    return data
  })
}

/** The value that begins at a place of the text. */
export function readLiteral(text: string, start: number, url: string): unknown {
  const reader: Reader = { text, url, at: start, names: new Map() }
  const value = readValue(reader, 0)
  bound(value, { left: mostValues, url }, 0)
  return value
}

interface Reader {
  readonly text: string
  readonly url: string
  at: number
  /** What the names inside of a function stand for. */
  names: ReadonlyMap<string, unknown>
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['void 0', undefined],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['new Set', []],
  ['new Map', []],
])
const word = /(?:void 0|new (?:Set|Map|Date|URL)|Object\.create|-?Infinity|[A-Za-z_$][\w$]{0,40})/uy
const numeral = /-?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,4})?(n?)/uy

function readValue(reader: Reader, depth: number): unknown {
  if (depth > deepest) fail(reader, 'state that is nested too deeply')
  const read = readers.get(reader.text[reader.at] ?? '') ?? readWord
  return read(reader, depth)
}

const readers: ReadonlyMap<string, (reader: Reader, depth: number) => unknown> = new Map([
  ['"', readString],
  ['[', readList],
  ['{', readObject],
  ['(', readCall],
])

function readString(reader: Reader): string {
  const { text, at } = reader
  const end = text[at] === '"' ? endOfString(text, at) : -1
  if (end === -1) return fail(reader, 'a string that never ends')
  reader.at = end + 1
  try {
    return String(JSON.parse(text.slice(at, end + 1)))
  } catch {
    return fail(reader, 'a string that is none')
  }
}

function readList(reader: Reader, depth: number): unknown[] {
  const values: unknown[] = []
  expect(reader, '[')
  while (!take(reader, ']')) {
    // A hole is followed by a comma of its own.
    values.push(reader.text[reader.at] === ',' ? undefined : readValue(reader, depth + 1))
    if (!take(reader, ',') && reader.text[reader.at] !== ']') fail(reader, 'a list that was cut off')
  }
  return values
}

function readObject(reader: Reader, depth: number): unknown {
  const entries: [string, unknown][] = []
  expect(reader, '{')
  while (!take(reader, '}')) {
    const key = reader.text[reader.at] === '"' ? readString(reader) : match(reader, /[\w$]{1,1000}/uy)
    expect(reader, ':')
    entries.push([key, readValue(reader, depth + 1)])
    if (!take(reader, ',') && reader.text[reader.at] !== '}') fail(reader, 'an object that was cut off')
  }
  // `fromEntries` makes a plain key of `__proto__`, too.
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function readWord(reader: Reader, depth: number): unknown {
  numeral.lastIndex = reader.at
  const [number, big] = numeral.exec(reader.text) ?? []
  if (number !== undefined) {
    reader.at += number.length
    return big === 'n' ? number.slice(0, -1) : Number(number)
  }
  const name = match(reader, word)
  if (reader.names.has(name)) return reader.names.get(name)
  if (reader.text[reader.at] !== '(')
    return words.has(name) ? structuredClone(words.get(name)) : fail(reader, 'a name that stands for nothing')
  expect(reader, '(')
  const value = readValue(reader, depth + 1)
  expect(reader, ')')
  return made(reader, name, value)
}

/** What is made out of one argument. */
function made(reader: Reader, name: string, value: unknown): unknown {
  if (name === 'new Date') {
    return typeof value === 'number' ? instantFromEpochMs(value) : undefined
  }
  if (name === 'Object.create') return {}
  if (name === 'Array') return []
  if (/^(?:new (?:Set|Map|URL)|Object|BigInt)$/u.test(name)) return value
  return fail(reader, 'a call that no state makes')
}

/** `(function(a,b){a.x=1;b[0]=a;return {...}}({},Array(1)))`: the arguments first, then what is put into them. */
function readCall(reader: Reader, depth: number): unknown {
  expect(reader, '(function(')
  const names: string[] = []
  while (!take(reader, ')')) {
    names.push(match(reader, /[\w$]{1,40}/uy))
    take(reader, ',')
  }
  const body = reader.at
  reader.at = endOfBraces(reader) + 1
  expect(reader, '(')
  const outer = reader.names
  const values: unknown[] = []
  while (!take(reader, ')')) {
    values.push(readValue(reader, depth + 1))
    if (!take(reader, ',') && reader.text[reader.at] !== ')') fail(reader, 'a call that was cut off')
  }
  expect(reader, ')')
  const end = reader.at
  reader.names = new Map(names.map((name, index) => [name, values[index]]))
  reader.at = body
  expect(reader, '{')
  while (!take(reader, 'return ')) readStatement(reader, depth)
  const value = readValue(reader, depth + 1)
  reader.names = outer
  reader.at = end
  return value
}

/** `a.x=1;`, `a["x"]=1;`, `a[0]=1;`, `a.add(1).add(2);`, `a.set(1,2);`. */
function readStatement(reader: Reader, depth: number): void {
  const target = reader.names.get(match(reader, /[\w$]{1,40}/uy))
  if (typeof target !== 'object' || target === null) return fail(reader, 'a statement about nothing')
  for (let added = match(reader, /\.(?:add|set)\(|\[\d{1,6}\]=|\["|\.[\w$]{1,1000}=/uy); added !== '';) {
    if (added === '["') {
      reader.at -= 1
      const key = readString(reader)
      expect(reader, ']=')
      put(target, key, readValue(reader, depth + 1))
    } else if (added.endsWith('=')) {
      put(target, added.replaceAll(/^[.[]|\]?=$/gu, ''), readValue(reader, depth + 1))
    } else if (Array.isArray(target)) {
      const first = readValue(reader, depth + 1)
      target.push(take(reader, ',') ? [first, readValue(reader, depth + 1)] : first)
      expect(reader, ')')
    }
    added = take(reader, ';') ? '' : match(reader, /\.(?:add|set)\(/uy)
  }
}

function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
}

function endOfBraces(reader: Reader): number {
  const { text } = reader
  let depth = 0
  for (let index = reader.at; index < text.length && index !== -1; index += 1) {
    const character = text[index]
    if (character === '"') {
      index = endOfString(text, index)
      if (index === -1) break
    } else if (character === '{') depth += 1
    else if (character === '}') depth -= 1
    if (depth === 0) return index
  }
  return fail(reader, 'a function that was cut off')
}

function take(reader: Reader, wanted: string): boolean {
  if (!reader.text.startsWith(wanted, reader.at)) return false
  reader.at += wanted.length
  return true
}

function expect(reader: Reader, wanted: string): void {
  if (!take(reader, wanted)) fail(reader, 'state that is no JavaScript as it is printed for pages')
}

function match(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? ''
  if (found === '') fail(reader, 'state that is no JavaScript as it is printed for pages')
  reader.at += found.length
  return found
}

/** One walk over the whole: what holds itself, or much of the same, would never end for whoever reads it. */
function bound(value: unknown, budget: { left: number; readonly url: string }, depth: number): void {
  budget.left -= 1
  if (depth > deepest || budget.left < 0) {
    throw new ParseError('shape', 'embedded state that is nested too deeply or holds too many values', { url: budget.url })
  }
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) bound(inner, budget, depth + 1)
}

function fail({ text, url, at }: Reader, detail: string): never {
  throw new ParseError('shape', detail, { url, excerpt: text.slice(at, at + 200) })
}
