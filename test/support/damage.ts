import { load } from 'cheerio/slim'
import type { Component, Snapshot } from '../../parsers/model.ts'
import { allComponents } from './cases.ts'

/** Documents with one thing wrong in each, and whether that made anything look better than it was. */

export interface Damage {
  readonly what: string
  readonly text: string
}

/** A word that no vendor has. */
export const nonsense = 'quantum flux'

const dropped = Symbol('dropped')

/** The JSON with each of its parts in turn dropped, nulled, emptied or made another type (or one of the given values). */
export function damagedJson(text: string, instead?: readonly unknown[]): readonly Damage[] {
  const value: unknown = JSON.parse(text)
  return pathsOf(value).flatMap((path) => {
    const part = path.reduce<unknown>((found, key) => (isTree(found) ? Reflect.get(found, key) : undefined), value)
    const usual = [dropped, null, typeof part === 'string' ? 7 : 'seven', []]
    const replacements = instead ? (typeof part === 'string' ? instead : []) : usual
    return replacements.map((replacement) => ({ what: path.join('.'), text: JSON.stringify(replaceAt(value, path, replacement)) }))
  })
}

/** At most so many places of one document: what goes for one element of a list goes for the next. */
const mostPlaces = 300

function pathsOf(value: unknown): readonly (readonly string[])[] {
  const paths: string[][] = []
  function walk(part: unknown, path: string[]): void {
    if (path.length > 0) paths.push(path)
    if (isTree(part)) for (const [key, inner] of Object.entries(part)) walk(inner, [...path, key])
  }
  walk(value, [])
  return spread(paths, mostPlaces)
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], replacement: unknown): unknown {
  if (key === undefined || !isTree(value)) return replacement
  const copy: object = Array.isArray(value) ? [...value] : { ...value }
  const inner = rest.length === 0 ? replacement : replaceAt(Reflect.get(copy, key), rest, replacement)
  if (inner === dropped) Reflect.deleteProperty(copy, key)
  else Reflect.set(copy, key, inner)
  return Array.isArray(copy) ? copy.filter(() => true) : copy
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The markup with each of some elements in turn taken out. */
export function withoutElements(markup: string, isXml: boolean): readonly Damage[] {
  const options = isXml ? { xml: true } : { xml: { xmlMode: false, decodeEntities: true } }
  const count = load(markup, options)('*').length
  return spread([...Array(count).keys()], 60).map((index) => {
    const $ = load(markup, options)
    const element = $('*').eq(index)
    const what = `${element.prop('tagName') ?? ''} ${element.attr('class') ?? ''}`.trim()
    element.remove()
    return { what: `without element ${index} (${what})`, text: $.root().html() ?? '' }
  })
}

/** The text with each of some keys of the state embedded in it renamed, which is as good as dropped. */
export function withoutKeys(text: string): readonly Damage[] {
  const keys = [...text.matchAll(/(?<=\\?")[A-Za-z_]{2,40}(?=\\?":)/gu)]
  return spread(keys, 80).map((key) => ({
    what: `without the key ${key[0]} at ${key.index}`,
    text: `${text.slice(0, key.index)}zzz${text.slice(key.index + key[0].length)}`,
  }))
}

/** The text with each of some occurrences of a word in turn replaced by a word that nobody knows. */
export function withoutWord(text: string, word: string): readonly Damage[] {
  const places: number[] = []
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) places.push(at)
  return spread(places, 20).map((at) => ({
    what: `${nonsense} for ${word} at ${at}`,
    text: text.slice(0, at) + nonsense + text.slice(at + word.length),
  }))
}

/** The JSON with a word that nobody knows wherever a value is this word; a key of that name stays, where it is a value, too. */
export function withoutValue(text: string, word: string): string {
  const damaged = text.split(JSON.stringify(word)).reduce((before, after) => {
    return `${before}${JSON.stringify(/^\s*:/u.test(after) ? word : nonsense)}${after}`
  })
  return damaged === text ? text.replaceAll(JSON.stringify(word), JSON.stringify(nonsense)) : damaged
}

function spread<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(all.length / most)
  return all.filter((_, index) => index % step === 0)
}

/** The vendor's words that were mapped to ours. */
export function nativeWordsOf({ components = [], incidents = [], maintenances = [] }: Snapshot): ReadonlySet<string> {
  const words: readonly (string | undefined)[] = [
    ...allComponents(components).map(({ native }) => native),
    ...incidents.flatMap(({ impact, nativeImpact, phase, nativePhase }) => [impact && nativeImpact, phase && nativePhase]),
    ...maintenances.flatMap(({ phase, nativePhase }) => [phase && nativePhase]),
    ...[...incidents, ...maintenances].flatMap(({ updates = [] }) => updates.map((update) => update.phase && update.native)),
  ]
  return new Set(words.flatMap((word) => (word === undefined || word === '' ? [] : [word])))
}

/**
 * What looks better after the damage: the page or a component that did not say it was fine says so now, or more of them do
 * than before. Components are told apart by id; one whose id is made of its damaged name is a new one, and only counted.
 */
export function turnedGreen(before: Snapshot, after: Snapshot): readonly string[] {
  const was = new Map(allComponents(before.components ?? []).map(({ nativeId, health }) => [nativeId, health]))
  const green = allComponents(after.components ?? []).filter(isGreen)
  const turned = green.filter(({ nativeId }) => was.has(nativeId) && was.get(nativeId) !== 'operational').map(({ nativeId }) => nativeId)
  const isMore = green.length > [...was.values()].filter((health) => health === 'operational').length
  const page = after.health === 'operational' && before.health !== 'operational' ? ['page'] : []
  return [...page, ...turned, ...(isMore ? ['more than before'] : [])]
}

function isGreen({ health }: Component): boolean {
  return health === 'operational'
}
