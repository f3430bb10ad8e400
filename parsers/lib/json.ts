import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'

/** Deeper than any payload of a status page (8), far from where recursion over it would fail. */
const deepest = 64
/** Values in one document. The largest payload seen, 212 KB, has 12,000. */
const mostValues = 500_000

/** A shorter text cannot hold as many values. */
const longestUncounted = 1_000_000

/** The value of a JSON document. How many values there are is looked at before anything is built from a long text. */
export function readJson(document: Document<'json'>): unknown {
  const { text } = document.body
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const problem = unreadable(body)
  if (problem) throw new ParseError('shape', problem, { url: document.url, excerpt: body.slice(0, 200) })
  const value = parsed(body, document.url)
  if (isDeeperThan(value, deepest)) throw new ParseError('shape', tooMuch, { url: document.url, excerpt: body.slice(0, 200) })
  return value
}

const tooMuch = 'JSON that is nested too deeply or holds too many values'

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const detail = tooDeepOrTooMany(text, deepest) ? tooMuch : 'not well-formed JSON'
    throw new ParseError('shape', detail, { url, excerpt: text.slice(0, 200), cause })
  }
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Makes no list and no closure on its way: it looks at every value of every document. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (!isNested(value)) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (const inner of value) if (isNested(inner) && isDeeperThan(inner, levels - 1)) return true
    return false
  }
  for (const key in value) {
    const inner = value[key]
    if (isNested(inner) && isDeeperThan(inner, levels - 1)) return true
  }
  return false
}

/** Checks a value against its wire schema: a required field that is absent is `missing`, anything else is `shape`. */
export function readWire<T extends z.ZodType>(schema: T, value: unknown, url: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path ?? []
  const found = valueAt(value, path)
  const kind = path.length > 0 && (found === undefined || found === null) ? 'missing' : 'shape'
  const detail = kind === 'missing' ? 'a required field is absent' : `not the structure of this document: ${issue?.code ?? 'unknown'}`
  throw new ParseError(kind, detail, { url, path: z.core.toDotPath(path), cause: result.error })
}

function unreadable(text: string): string | undefined {
  const start = firstCharacter(text)
  if (start === undefined) return 'an empty body'
  if (start === '<') return 'markup where JSON should be'
  return text.length > longestUncounted && tooDeepOrTooMany(text, deepest) ? tooMuch : undefined
}

function firstCharacter(text: string): string | undefined {
  return /\S/u.exec(text)?.[0]
}

/** One pass over the text that skips strings whole. What is not JSON at all is left for `JSON.parse` to say. */
export function tooDeepOrTooMany(text: string, levels: number): boolean {
  let depth = 0
  let values = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x22 /* " */) {
      index = endOfString(text, index)
      if (index === -1) return false
    } else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      depth += 1
      if (depth > levels) return true
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) {
      depth -= 1
    } else if (code === 0x2c /* , */) {
      values += 1
      if (values > mostValues) return true
    }
  }
  return false
}

/** Where the closing quote of the string stands whose opening quote is at `start`; -1 where it never ends. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === 0x5c) backslashes += 1
  return backslashes % 2 === 1
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, key)
  }
  return found
}
