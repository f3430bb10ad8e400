import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { type Incident, type Maintenance, Snapshot } from '../../parsers/model.ts'
import { type AnyPlatform, platformById, platformIds } from '../../parsers/registry.ts'
import { allComponents, attempt, readableCases, singleDocuments, withText } from '../support/cases.ts'
import { deepFreeze, fixtureCases } from '../support/documents.ts'

/**
 * What holds for every platform, shown on every fixture case of it. A platform needs no tests of its own for any of this.
 */

const read = readableCases()
const single = singleDocuments(read)

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
    // Where a case of the platform's own shows that a word of nothing is a statement, it is one.
    const statements = new Set(single.filter((other) => other.platform === platform).map((other) => other.document.body.text.trim()))
    for (const nothing of nothings.filter((text) => !statements.has(text))) {
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

/** A list that the platform never tells needs no case. */
function statesOf(platform: AnyPlatform | undefined): string[] {
  const { components, incidents, maintenances, history } = platform?.provides ?? {}
  return [
    'truncated',
    // What can only be recognised has nothing to tell.
    ...(components === 'none' && incidents === 'none' ? [] : ['all-clear']),
    ...(incidents === 'none' ? [] : ['open-incident']),
    ...(incidents === 'none' || (incidents === 'open' && history === 'none') ? [] : ['resolved-incident']),
    ...(maintenances === 'none' ? [] : ['maintenance']),
  ]
}

function duplicates(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}
