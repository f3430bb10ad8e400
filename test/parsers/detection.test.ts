import { describe, expect, it } from 'vitest'
import { detect, type Fingerprint } from '../../parsers/fingerprint.ts'
import { platformById, platforms } from '../../parsers/registry.ts'
import { documentOf, fixtureCases } from '../support/documents.ts'

/** The matrix: each case's page is identified as its own platform's and as no other's, by its page and by its answers alone. */

const pages = fixtureCases()
  .filter(({ capture }) => !capture.states.includes('truncated'))
  .flatMap((fixture) => {
    const platform = platformById(fixture.platform)
    const documents = Object.entries(fixture.documents((source) => platform?.sources[source]?.medium ?? 'text'))
    const homes = documents.flatMap(([source, found]) =>
      found.filter(({ body }) => body.medium === 'html').map((home) => ({ source, home })),
    )
    const probes = Object.fromEntries(
      documents.flatMap(([, found]) =>
        found.flatMap((document) => {
          const path = document.url.slice(fixture.capture.page.length)
          return platform?.fingerprints.probes.includes(path) ? [[path, document] as const] : []
        }),
      ),
    )
    const blank = documentOf('html', '<!DOCTYPE html><html><body>Loading</body></html>', fixture.capture.page)
    return [
      ...homes.map(({ source, home }) => ({
        name: `${fixture.platform}: ${fixture.name}, ${source}`,
        platform: fixture.platform,
        // The well-known paths were asked for in vain: this is where a last resort might come in.
        page: { home, probes: {} },
      })),
      ...(Object.keys(probes).length > 0
        ? [{ name: `${fixture.platform}: ${fixture.name}, probes`, platform: fixture.platform, page: { home: blank, probes } }]
        : []),
    ]
  })

describe('parsers/fingerprint', () => {
  it.each(pages)('$name is identified as its own platform and as no other', ({ page, platform }) => {
    const identified = detect(page, Object.values(platforms)).filter((match) => match.identified)

    expect(identified.map((match) => match.platform)).toStrictEqual([platform])
  })

  it('shows what it found and where', () => {
    const [page] = pages

    const [match] = page ? detect(page.page, Object.values(platforms)) : []

    expect(match?.evidence.length).toBeGreaterThan(0)
    for (const { what, matched } of match?.evidence ?? [])
      expect([what, matched].every((text) => text.length > 0 && text.length <= 120)).toBe(true)
  })

  const home = documentOf('html', 'a page')
  const cases: readonly { readonly name: string; readonly evidence: readonly Fingerprint[]; readonly identified: boolean | undefined }[] = [
    { name: 'one proof', evidence: [evidence('header', 'proof')], identified: true },
    { name: 'two hints of different kinds', evidence: [evidence('header', 'hint'), evidence('assetUrl', 'hint')], identified: true },
    { name: 'two hints of one kind', evidence: [evidence('header', 'hint'), evidence('header', 'hint')], identified: false },
    { name: 'one hint', evidence: [evidence('header', 'hint')], identified: false },
    { name: 'nothing', evidence: [{ ...evidence('header', 'proof'), match: () => undefined }], identified: undefined },
  ]

  it.each(cases)('$name: identified = $identified', ({ evidence: own, identified }) => {
    const [match] = detect({ home }, [{ id: 'example', fingerprints: { probes: [], evidence: own } }])

    expect(match?.identified).toBe(identified)
  })

  it('lists two identified platforms, the one with more evidence first, and breaks no tie', () => {
    const one = { id: 'one', fingerprints: { probes: [], evidence: [evidence('header', 'proof')] } }
    const two = { id: 'two', fingerprints: { probes: [], evidence: [evidence('header', 'proof'), evidence('selector', 'proof')] } }

    const matches = detect({ home }, [one, two])

    expect(matches.map(({ platform, identified }) => [platform, identified])).toStrictEqual([
      ['two', true],
      ['one', true],
    ])
  })

  it.each([
    { name: 'before the well-known paths were asked for', probes: undefined, others: [], identified: [] },
    { name: 'where nothing else is identified', probes: {}, others: [resort('other', undefined, 'hint')], identified: ['one'] },
    { name: 'beside an ordinary platform', probes: {}, others: [resort('other', undefined, 'proof')], identified: ['other'] },
    { name: 'beside another one further back', probes: {}, others: [resort('other', 2, 'proof')], identified: ['one'] },
    { name: 'beside another one in the same place', probes: {}, others: [resort('other', 1, 'proof')], identified: ['one', 'other'] },
  ])('a last resort $name: identified = $identified', ({ probes, others, identified }) => {
    const matches = detect(probes ? { home, probes } : { home }, [resort('one', 1, 'proof'), ...others])

    expect(matches.filter((match) => match.identified).map(({ platform }) => platform)).toStrictEqual(identified)
    expect(matches).toHaveLength(1 + others.length)
  })

  it('cuts what matched at 120 characters', () => {
    const long = { ...evidence('header', 'proof'), match: () => 'x'.repeat(500) }

    const [match] = detect({ home }, [{ id: 'example', fingerprints: { probes: [], evidence: [long] } }])

    expect(match?.evidence[0]?.matched).toHaveLength(120)
  })

  it('reads no page in time that grows faster than the page', () => {
    const hostile = ['<', '<title', '<div class="layout-content ', '"page": {', ' ', '\n', 'data-component-id="'].map((piece) =>
      piece.repeat(Math.ceil(400_000 / piece.length)),
    )
    const started = process.cpuUsage()

    for (const text of hostile)
      detect({ home: documentOf('html', text), probes: { '/api/v2/summary.json': documentOf('json', text) } }, Object.values(platforms))

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1500)
  })
})

function evidence(kind: Fingerprint['kind'], weight: Fingerprint['weight']): Fingerprint {
  return { kind, weight, what: `${kind} of an example`, seen: '2026-11', match: () => 'found' }
}

function resort(id: string, place: 1 | 2 | undefined, weight: Fingerprint['weight']): Parameters<typeof detect>[1][number] {
  return { id, fingerprints: { probes: [], evidence: [evidence('header', weight)], ...(place === undefined ? {} : { resort: place }) } }
}
