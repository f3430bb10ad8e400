import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'
import { endOfString, readJson, readWire } from './json.ts'
import { instantFromEpochMs } from './time.ts'

/**
 * State that web frameworks write as one flat list, in which lists and objects hold the places of their values: "devalue"
 * (SvelteKit's `__data.json`, Nuxt's `__NUXT_DATA__`) and "turbo-stream" (what React Router streams to its client). What
 * comes out is plain JSON: dates are ISO 8601, sets are lists, maps are lists of pairs, and what only a browser can make
 * something of is undefined. Every element has to be part of the whole: in a list that lost one, places point elsewhere.
 */

/** Deeper than any state seen (14). */
const deepest = 64
/** Values when each reference counts as a copy; the largest state seen has 60,000. */
const mostValues = 2_000_000

type Get = (place: unknown) => unknown

interface Format {
  /** What stands in no place of its own. */
  readonly constants: ReadonlyMap<number, unknown>
  /** The value of an element that is a list or an object. */
  readonly revive: (element: readonly unknown[] | Readonly<Record<string, unknown>>, get: Get) => unknown
}

/** The value of a flat list as `devalue` writes it (https://github.com/sveltejs/devalue). */
export function unflatten(flat: unknown, url: string): unknown {
  return build(flat, devalue, url)
}

/** The value of a flat list as `turbo-stream` writes it. */
function unflattenStream(flat: unknown, url: string): unknown {
  return build(flat, turboStream, url)
}

interface Made {
  value: unknown
  height: number
  size: number
  isWhole: boolean
}

function build(flat: unknown, { constants, revive }: Format, url: string): unknown {
  if (!Array.isArray(flat) || flat.length === 0) throw new ParseError('shape', 'no flat list of values', { url })
  const elements: readonly unknown[] = flat
  const made = new Map<number, Made>()
  const open: Made[] = []

  function get(place: unknown): unknown {
    if (typeof place !== 'number') throw new ParseError('shape', 'a value where a place should be', { url })
    if (constants.has(place)) return constants.get(place)
    const known = made.get(place) ?? make(place)
    if (!known.isWhole) throw new ParseError('shape', 'a value that holds itself', { url })
    const parent = open.at(-1)
    if (parent) {
      parent.size += known.size
      parent.height = Math.max(parent.height, known.height + 1)
    }
    if (open.length + known.height > deepest || (parent?.size ?? 0) > mostValues) {
      throw new ParseError('shape', 'embedded state that is nested too deeply or holds too many values', { url })
    }
    return known.value
  }

  function make(place: number): Made {
    if (!Number.isInteger(place) || place < 0 || place >= elements.length) {
      throw new ParseError('shape', 'a place that the list does not have', { url, excerpt: String(place) })
    }
    const own: Made = { value: undefined, height: 1, size: 1, isWhole: false }
    made.set(place, own)
    open.push(own)
    if (open.length > deepest) throw new ParseError('shape', 'embedded state that is nested too deeply or holds too many values', { url })
    const element = elements[place]
    own.value = isList(element) || isObject(element) ? revive(element, get) : element
    open.pop()
    own.isWhole = true
    return own
  }

  const value = get(0)
  if (made.size < elements.length) throw new ParseError('shape', 'a value that is part of nothing', { url })
  return value
}

const devalue: Format = {
  constants: new Map<number, unknown>([
    [-1, undefined],
    [-2, undefined],
    [-3, Number.NaN],
    [-4, Number.POSITIVE_INFINITY],
    [-5, Number.NEGATIVE_INFINITY],
    [-6, -0],
  ]),
  revive(element, get) {
    if (!isList(element)) return objectOf(Object.entries(element).map(([key, place]) => [key, get(place)]))
    const [tag, ...rest] = element
    if (typeof tag !== 'string') return element.map((place) => get(place))
    switch (tag) {
      case 'Date':
      case 'BigInt':
      case 'URL':
        return rest[0]
      case 'Set':
        return rest.map((place) => get(place))
      case 'Map':
        return pairsOf(rest).map(([key, value]) => [get(key), get(value)])
      case 'null':
        return objectOf(pairsOf(rest).map(([key, value]) => [String(key), get(value)]))
      default:
        return opened(tag, rest, get)
    }
  },
}

/** A wrapper of the framework's own ("ShallowReactive", "Ref") is what it holds; anything else is the browser's alone. */
function opened(tag: string, rest: readonly unknown[], get: Get): unknown {
  const [first] = rest.map((inner) => (typeof inner === 'number' ? get(inner) : undefined))
  return /^(?:RegExp|Empty\w*|ArrayBuffer|\w*Array|NuxtError)$/u.test(tag) ? undefined : first
}

const turboStream: Format = {
  constants: new Map<number, unknown>([
    [-1, undefined],
    [-2, Number.NaN],
    [-3, Number.NEGATIVE_INFINITY],
    [-4, -0],
    [-5, null],
    [-6, Number.POSITIVE_INFINITY],
    [-7, undefined],
  ]),
  revive(element, get) {
    if (!isList(element)) return objectOf(keyed(element, get))
    const [tag, ...rest] = element
    if (typeof tag !== 'string') return element.map((place) => get(place))
    switch (tag) {
      case 'D':
        return typeof rest[0] === 'number' ? instantFromEpochMs(rest[0]) : undefined
      case 'B':
      case 'U':
        return rest[0]
      case 'S':
        return rest.map((place) => get(place))
      case 'M':
        return pairsOf(rest).map(([key, value]) => [get(key), get(value)])
      case 'N':
        return objectOf(rest.flatMap((inner) => (isObject(inner) ? keyed(inner, get) : [])))
      // A promise, an error, a pattern, a symbol, or an instance of a class.
      default:
        return undefined
    }
  },
}

/** `{"_5": 7}`: the key stands in place 5. */
function keyed(element: Readonly<Record<string, unknown>>, get: Get): readonly (readonly [string, unknown])[] {
  return Object.entries(element).map(([key, place]) => [String(get(Number(key.slice(1)))), get(place)])
}

/** `fromEntries` makes a plain key of `__proto__`, too. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function pairsOf(values: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return values.flatMap((value, index) => (index % 2 === 0 ? [[value, values[index + 1]] as const] : []))
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const SvelteData = z.discriminatedUnion('type', [
  z.object({ type: z.literal('data'), nodes: z.array(z.object({ type: z.string(), data: z.unknown().optional() }).nullable()).max(100) }),
  z.object({ type: z.literal('redirect'), location: z.string() }),
])

export interface SvelteData {
  /** What each layout of the page and the page itself loaded, the outermost first; undefined for one that loads nothing. */
  readonly nodes: readonly unknown[]
  /** Where the page is instead. */
  readonly redirect?: string
}

/** SvelteKit's `__data.json`. Values that it promises stand in further lines, which are left out. */
export function readSvelteData(document: Document<'json'>): SvelteData {
  const [line = ''] = document.body.text.split('\n', 1)
  const data = readWire(SvelteData, readJson({ ...document, body: { medium: 'json', text: line } }), document.url)
  if (data.type === 'redirect') return { nodes: [], redirect: data.location }
  if (data.nodes.some((node) => node?.type === 'error'))
    throw new ParseError('shape', 'an error where data should be', { url: document.url })
  return { nodes: data.nodes.map((node) => (node?.type === 'data' ? unflatten(node.data, document.url) : undefined)) }
}

const enqueue = 'streamController.enqueue('

/** What React Router hands to its client on a page; ParseError `shape` where the page has no stream or it was cut off. */
export function readRouterStream(document: Pick<Document<'html'>, 'url' | 'finalUrl' | 'status' | 'headers' | 'body'>): unknown {
  const { text } = document.body
  const parts: string[] = []
  for (let at = text.indexOf(enqueue); at !== -1; at = text.indexOf(enqueue, at + enqueue.length)) {
    const start = at + enqueue.length
    const end = text[start] === '"' ? endOfString(text, start) : -1
    // Whatever follows the first line is promised values.
    if (end === -1 || parts.some((part) => part.includes('\n'))) break
    parts.push(String(parsed(document, text.slice(start, end + 1))))
  }
  const [line = ''] = parts.join('').split('\n', 1)
  return unflattenStream(parsed(document, line), document.url)
}

function parsed(document: Pick<Document, 'url' | 'finalUrl' | 'status' | 'headers'>, text: string): unknown {
  return readJson({ ...document, body: { medium: 'json', text } })
}
