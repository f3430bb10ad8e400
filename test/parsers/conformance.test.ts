import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { type Component, type Incident, type Maintenance, Snapshot } from '../../parsers/model.ts'
import type { Document } from '../../parsers/platform.ts'
import { type AnyPlatform, platformById, platformIds } from '../../parsers/registry.ts'
import { deepFreeze, documentOf, type FixtureCase, fixtureCases } from '../support/documents.ts'

/**
 * What holds for every platform, shown on every fixture case of it. A platform needs no tests of its own for any of this.
 */

const read = fixtureCases()
  .filter(({ capture }) => !capture.states.includes('truncated'))
  .map((fixture) => ({ fixture, name: `${fixture.platform}: ${fixture.name}`, ...open(fixture) }))
/** Each document of each case for itself. */
const single = read.flatMap(({ name, fixture, platform, documents }) =>
  Object.entries(documents).flatMap(([source, [document]]) =>
    document ? [{ name: `${name}, ${source}`, fixture, platform, source, document }] : [],
  ),
)

describe('parsers/registry', () => {
  it('has fixture cases of every platform, and of no other', () => {
    expect([...new Set(fixtureCases().map(({ platform }) => platform))]).toStrictEqual(platformIds.toSorted())
  })

  it.each(platformIds)('%s has a case of every state that its pages can show', (id) => {
    const shown = new Set(fixtureCases(id).flatMap(({ capture }) => capture.states))

    expect([...shown]).toEqual(expect.arrayContaining(statesOf(platformById(id))))
  })

  it.each(platformIds)('%s documents where its formats are written down, or why nowhere', (id) => {
    const platform = platformById(id)

    expect((platform?.documentation.length ?? 0) > 0 || platform?.documentationNote !== undefined).toBe(true)
  })
})

describe('parsers/*/parse', () => {
  it.each(read)('$name: gives the same snapshot twice and leaves its input alone', ({ platform, documents, fixture }) => {
    const frozen = deepFreeze(structuredClone(documents))

    expect(platform.parse(frozen, deepFreeze(fixture.context))).toStrictEqual(platform.parse(documents, fixture.context))
  })

  it.each(read)('$name: speaks the model and nothing else', ({ platform, documents, fixture }) => {
    const snapshot = platform.parse(documents, fixture.context)

    expect(Snapshot.parse(snapshot)).toEqual(snapshot)
    expect(snapshot.platform).toBe(platform.id)
    expect(snapshot.observedAt).toBe(fixture.capture.capturedAt)
  })

  it.each(read)('$name: has one of each id, absolute addresses and updates in order', ({ platform, documents, fixture }) => {
    const snapshot = platform.parse(documents, fixture.context)
    const entries: readonly (Incident | Maintenance)[] = [...(snapshot.incidents ?? []), ...(snapshot.maintenances ?? [])]
    const urls = [snapshot.page.url, ...entries.flatMap(({ url, reports = [] }) => [url, ...reports.map((report) => report.url)])]
    const posted = entries.map(({ updates = [] }) => updates.flatMap(({ postedAt }) => postedAt ?? []))

    expect(duplicates(entries.map(({ nativeId }) => nativeId))).toStrictEqual([])
    expect(duplicates(allComponents(snapshot.components ?? []).map(({ nativeId }) => nativeId))).toStrictEqual([])
    for (const { updates = [] } of entries) expect(duplicates(updates.flatMap(({ nativeId }) => nativeId ?? []))).toStrictEqual([])
    for (const url of urls.filter((found) => found !== undefined)) expect(url).toMatch(/^https?:\/\/[^/]+/u)
    for (const times of posted) expect(times).toStrictEqual(times.toSorted())
  })

  it.each(read)('$name: claims no more than the platform provides', ({ platform, documents, fixture }) => {
    const { components = [], incidents = [], maintenances = [], coverage } = platform.parse(documents, fixture.context)
    const { provides } = platform

    expect(provides.components !== 'none' || components.length === 0).toBe(true)
    expect(provides.incidents !== 'none' || incidents.length === 0).toBe(true)
    expect(provides.maintenances !== 'none' || maintenances.length === 0).toBe(true)
    for (const list of ['components', 'incidents', 'maintenances'] as const)
      expect([coverage[list], provides[list]]).not.toEqual(['full', 'none'])
  })

  it.each(single)('$name: cut off anywhere it is refused, or whole', ({ platform, source, document, fixture }) => {
    const { text } = document.body
    const whole = platform.parse({ [source]: [document] }, fixture.context)
    const cuts = Array.from({ length: 100 }, (_, percent) => Math.floor((text.length * percent) / 100))
    const smaller = [...cuts, text.length - 1, text.length - 2].filter((cut) => {
      const snapshot = attempt(platform, source, withText(document, text.slice(0, cut)), fixture)
      return snapshot !== undefined && JSON.stringify(snapshot) !== JSON.stringify(whole)
    })

    expect(smaller).toStrictEqual([])
  })

  const nothings = [
    '',
    ' \n',
    '{}',
    '[]',
    'null',
    '0',
    '"ok"',
    '<html></html>',
    '<!DOCTYPE html><html><body>Not found</body></html>',
    '<feed/>',
    '<rss/>',
  ]

  it.each(single)('$name: an answer that says nothing is refused', ({ platform, source, document, fixture }) => {
    for (const nothing of nothings) {
      expect(() => platform.parse({ [source]: [withText(document, nothing)] }, fixture.context)).toThrow(ParseError)
    }
  })

  it.each(single)('$name: as another medium it is refused', ({ platform, source, document, fixture }) => {
    const others = Object.entries(platform.sources).filter(([name, { medium }]) => name !== source && medium !== document.body.medium)

    for (const [name] of others) expect(() => platform.parse({ [name]: [document] }, fixture.context)).toThrow(ParseError)
  })

  it.each(platformIds)('%s: no documents are no snapshot', (id) => {
    const platform = platformById(id)
    const [fixture] = fixtureCases(id)

    expect(() => fixture && platform?.parse({}, fixture.context)).toThrow(ParseError)
  })
})

describe('parsers/*/parse, on damaged documents', () => {
  const json = single.filter(({ document }) => document.body.medium === 'json')

  it.each(json)('$name: whatever is missing or of another type, nothing turns green by it', ({ platform, source, document, fixture }) => {
    const original = platform.parse({ [source]: [document] }, fixture.context)
    const greens = greensOf(original)
    const turned = damagesOf(JSON.parse(document.body.text)).filter(({ damaged }) => {
      const snapshot = attempt(platform, source, withText(document, JSON.stringify(damaged)), fixture)
      return snapshot !== undefined && [...greensOf(snapshot)].some((green) => !greens.has(green))
    })

    expect(turned.map(({ path }) => path)).toStrictEqual([])
  })

  it.each(json)('$name: an invented word becomes unknown, is kept and is listed', ({ platform, source, document, fixture }) => {
    const words = nativeWordsOf(platform.parse({ [source]: [document] }, fixture.context))

    // A headline that is put together out of other words stands nowhere as it is.
    for (const word of [...words].filter((native) => document.body.text.includes(JSON.stringify(native)))) {
      const text = document.body.text.replaceAll(JSON.stringify(word), '"quantum flux"')
      const snapshot = attempt(platform, source, withText(document, text), fixture)
      const omitted = snapshot?.omissions.some(({ native, path }) => native === 'quantum flux' && path.startsWith(source))

      expect({ word, isListed: omitted }).toStrictEqual({ word, isListed: true })
      expect(JSON.stringify(snapshot)).toContain('"unknown"')
    }
  })

  it.each(json)(
    '$name: strings of any kind pass through or are refused, and never throw anything else',
    ({ platform, source, document, fixture }) => {
      const hostile = ['__proto__', 'constructor', '\u0000\uD800', 'a'.repeat(100_000), '<script>alert(1)</script>', '2026-02-30T25:61:61Z']
      const strings = damagesOf(JSON.parse(document.body.text), hostile)

      for (const { damaged } of strings) {
        const snapshot = attempt(platform, source, withText(document, JSON.stringify(damaged)), fixture)
        expect(snapshot === undefined || Snapshot.safeParse(snapshot).success).toBe(true)
      }
    },
  )
})

/** A list that the platform never tells needs no case. */
function statesOf(platform: AnyPlatform | undefined): string[] {
  const { incidents, maintenances, history } = platform?.provides ?? {}
  return [
    'all-clear',
    'truncated',
    ...(incidents === 'none' ? [] : ['open-incident']),
    ...(incidents === 'none' || (incidents === 'open' && history === 'none') ? [] : ['resolved-incident']),
    ...(maintenances === 'none' ? [] : ['maintenance']),
  ]
}

function open(fixture: FixtureCase): { readonly platform: AnyPlatform; readonly documents: Record<string, Document[]> } {
  const platform = platformById(fixture.platform)
  if (!platform) throw new Error(`no platform is called ${fixture.platform}`)
  return { platform, documents: fixture.documents((source) => platform.sources[source]?.medium ?? 'text') }
}

function withText(document: Document, text: string): Document {
  return { ...document, body: documentOf(document.body.medium, text).body }
}

/** The snapshot, or undefined where the document is refused; any other error is one of ours. */
function attempt(platform: AnyPlatform, source: string, document: Document, fixture: FixtureCase): Snapshot | undefined {
  try {
    return platform.parse({ [source]: [document] }, fixture.context)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

function allComponents(components: readonly Component[]): readonly Component[] {
  return components.flatMap((component) => [component, ...allComponents(component.children)])
}

function duplicates(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

/** What a snapshot says is fine: the page, and each component. */
function greensOf({ health, components = [] }: Snapshot): ReadonlySet<string> {
  const green = allComponents(components).filter((component) => component.health === 'operational')
  return new Set([...(health === 'operational' ? ['page'] : []), ...green.map(({ nativeId }) => nativeId)])
}

/** The vendor's words that were mapped to ours. */
function nativeWordsOf({ components = [], incidents = [], maintenances = [] }: Snapshot): ReadonlySet<string> {
  const words = [
    ...allComponents(components).map(({ native }) => native),
    ...incidents.flatMap(({ impact, nativeImpact, phase, nativePhase }) => [impact && nativeImpact, phase && nativePhase]),
    ...maintenances.flatMap(({ phase, nativePhase }) => [phase && nativePhase]),
    ...[...incidents, ...maintenances].flatMap(({ updates = [] }) => updates.map(({ phase, native }) => phase && native)),
  ]
  return new Set(words.filter((word) => word !== undefined))
}

interface Damage {
  readonly path: string
  readonly damaged: unknown
}

const dropped = Symbol('dropped')

/** The value with each of its parts in turn dropped, nulled, or made another type (or one of the given values). */
function damagesOf(value: unknown, instead?: readonly unknown[]): readonly Damage[] {
  return pathsOf(value).flatMap((path) => {
    const part = path.reduce<unknown>((found, key) => (isTree(found) ? Reflect.get(found, key) : undefined), value)
    const replacements = instead ? (typeof part === 'string' ? instead : []) : [dropped, null, typeof part === 'string' ? 7 : 'seven', []]
    return replacements.map((replacement) => ({ path: path.join('.'), damaged: replaceAt(value, path, replacement) }))
  })
}

/** At most 300 places, spread over the whole: what goes for one element of a list goes for the next. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  const paths: string[][] = []
  function walk(part: unknown, path: string[]): void {
    if (path.length > 0) paths.push(path)
    if (isTree(part)) for (const [key, inner] of Object.entries(part)) walk(inner, [...path, key])
  }
  walk(value, [])
  const step = Math.ceil(paths.length / 300)
  return paths.filter((_, index) => index % step === 0)
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
