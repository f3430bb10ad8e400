import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { google } from '../../parsers/google/index.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface WireUpdate {
  readonly created: string
  readonly when: string
  readonly text: string
  readonly status?: string
}
interface WireProduct {
  readonly id: string
  readonly title: string
  readonly current_title?: string
}
interface WireIncident {
  readonly id?: string
  readonly number: string | number
  readonly begin: string
  readonly created: string
  readonly modified: string
  readonly end?: string | null
  readonly external_desc: string
  readonly severity: 'low' | 'medium' | 'high'
  readonly status_impact?: string
  readonly service_key: string
  readonly service_name: string
  readonly uri: string
  readonly updates: readonly WireUpdate[]
  readonly affected_products?: readonly WireProduct[]
  readonly currently_affected_locations?: readonly { readonly id: string; readonly title: string }[]
  readonly previously_affected_locations?: readonly { readonly id: string; readonly title: string }[]
}

const files = capturedFiles().flatMap(({ platform, file }) => (platform === 'google' ? [file] : []))
const series = files.filter((file) => file.includes('/open-utF3-')).toSorted()
const page = { url: 'https://status.cloud.google.com' }

function read(incidents: string, products?: object): Snapshot {
  const documents = {
    incidents: [documentOf('json', incidents)],
    ...(products ? { products: [documentOf('json', JSON.stringify(products))] } : {}),
  }
  return google.parse(documents, { page, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') })
}

function wireOf(file: string): readonly WireIncident[] {
  return JSON.parse(readCapture(file))
}

function iso(text: string): string {
  return new Date(text).toISOString()
}

function idOf({ id, uri }: WireIncident): string {
  return id ?? uri.split('/').slice(-2).join('/')
}

function serviceOf({ service_key: id, service_name: title }: WireIncident): WireProduct {
  return { id, title }
}

const impactOf = { low: 'minor', medium: 'major', high: 'critical' }

describe.skipIf(skipsCaptures)('parsers/google, on captured incidents', () => {
  it('has captures of Cloud and Workspace, from four states of the format', () => {
    expect(files.length).toBeGreaterThanOrEqual(12)
    expect(series).toHaveLength(5)
  })

  it.each(files)('%s: every incident with its times, its grade, its products and whether it is over', (file) => {
    const wire = wireOf(file)

    const { incidents = [], omissions, coverage } = read(readCapture(file))

    expect(incidents).toHaveLength(wire.length)
    for (const [index, one] of wire.entries()) {
      const incident = incidents[index]
      expect(incident).toMatchObject({
        nativeId: idOf(one),
        url: new URL(one.uri, `${page.url}/`).href,
        impact: impactOf[one.severity],
        nativeImpact: one.status_impact ?? one.severity,
        phase: one.end ? 'resolved' : 'unknown',
        startedAt: iso(one.begin),
        createdAt: iso(one.created),
        updatedAt: iso(one.modified),
      })
      expect(incident?.resolvedAt).toBe(one.end ? iso(one.end) : undefined)
      const products = one.affected_products ?? (one.service_key === 'zall' ? undefined : [serviceOf(one)])
      // The one that is open in five of the files is an outage from its first update on.
      const health = one.end ? {} : { health: 'major_outage' }
      const named = products?.map(({ id, title, current_title: current }) => ({ nativeId: id, name: (current ?? title).trim(), ...health }))
      expect(incident?.components?.slice(0, named?.length)).toStrictEqual(named)
      const here = new Set(one.currently_affected_locations?.map(({ id }) => id))
      const places = new Set([...here, ...(one.previously_affected_locations ?? []).map(({ id }) => id)])
      const pairs = products?.flatMap(({ id }) => [...places].map((place) => [`${id}/${place}`, here.has(place) ? health : {}] as const))
      expect(new Map(incident?.components?.slice(named?.length).map(({ nativeId, health: told }) => [nativeId, told]))).toStrictEqual(
        new Map(pairs?.map(([id, told]) => [id, 'health' in told ? told.health : undefined])),
      )
    }
    expect(new Set(incidents.map(({ nativeId }) => nativeId)).size).toBe(wire.length)
    expect(coverage.incidents).toBe('recent')
    expect(omissions).toStrictEqual([])
  })

  it.each(files)('%s: every update word for word, oldest first, known by when it was made', (file) => {
    const { incidents = [] } = read(readCapture(file))

    for (const [index, { updates: posts }] of wireOf(file).entries()) {
      const expected = posts.toSorted((a, b) => Date.parse(a.when) - Date.parse(b.when))
      const found = incidents[index]?.updates?.map(({ body, postedAt, nativeId }) => ({ body, postedAt, nativeId }))
      expect(found).toStrictEqual(expected.map(({ text, when, created }) => ({ body: text, postedAt: iso(when), nativeId: iso(created) })))
    }
  })

  it.each(files)('%s: the titles are one line without markup', (file) => {
    for (const { title } of read(readCapture(file)).incidents ?? []) {
      expect(title).toMatch(/^[^\n]{10,}$/u)
      expect(title).not.toMatch(/\*\*|^(?:Title|Summary|Description)$/u)
    }
  })

  it.each(files)('%s: a report is the update that says so in its heading', (file) => {
    const told = wireOf(file).map(({ updates }) =>
      updates.filter(({ text }) => /^[^a-z]*(?:preliminary |mini )?(?:incident report|issue summary)/iu.test(text)),
    )

    const { incidents = [] } = read(readCapture(file))

    expect(incidents.map(({ reports }) => reports?.map(({ body }) => body) ?? [])).toStrictEqual(
      told.map((posts) => posts.map(({ text }) => text).toReversed()),
    )
  })

  it('a product fares as the newest update of its open incident says, in the locations that are still affected', () => {
    const [file = ''] = series
    const [open] = wireOf(file).filter(({ end }) => !end)
    const expected = open?.affected_products?.map(({ id }) => id).toSorted()

    const { components = [], incidents = [], coverage } = read(readCapture(file))

    const impaired = components.filter(({ health }) => health === 'major_outage')
    expect(impaired.map(({ nativeId }) => nativeId).toSorted()).toStrictEqual(expected)
    for (const { nativeId, native, children } of impaired) {
      expect(native).toBe('SERVICE_OUTAGE')
      const places = open?.currently_affected_locations?.map(({ id, title }) => [`${nativeId}/${id}`, title, 'major_outage'])
      expect(
        children.filter(({ health }) => health === 'major_outage').map((child) => [child.nativeId, child.name, child.health]),
      ).toStrictEqual(places)
    }
    expect(incidents.find(({ nativeId }) => nativeId === open?.id)?.nativePhase).toBe('SERVICE_OUTAGE')
    expect(coverage.components).toBe('none')
  })

  it('five states of one incident and its end: one id, one more update each, and then everything available', () => {
    const states = [...series, 'gcp/series/latest-2026-08-20.json'].map((file) => ({ file, snapshot: read(readCapture(file)) }))

    const found = states.map(({ snapshot }) => snapshot.incidents?.find(({ nativeId }) => nativeId === 'utF3FMFdQfwBzJcGG6vf'))

    expect(found.map((incident) => incident?.updates?.length)).toStrictEqual(
      states.map(({ file }) => wireOf(file).find(({ id }) => id === 'utF3FMFdQfwBzJcGG6vf')?.updates.length),
    )
    expect(found.map((incident) => incident?.phase)).toStrictEqual([...series.map(() => 'unknown'), 'resolved'])
    expect(found.map((incident) => incident?.resolvedAt)).toStrictEqual([...series.map(() => undefined), '2026-08-20T19:20:00.000Z'])
    expect(new Set(found.flatMap((incident) => incident?.updates?.map(({ nativeId }) => nativeId) ?? [])).size).toBe(7)
    expect(
      states
        .at(-1)
        ?.snapshot.components?.every(({ health, children }) =>
          [health, ...children.map((child) => child.health)].every((one) => one === 'operational'),
        ),
    ).toBe(true)
  })

  it('beside the list of products, only those that no open incident names are available', () => {
    const [file = ''] = series
    const [open] = wireOf(file).filter(({ end }) => !end)
    const named = open?.affected_products ?? []
    const products = { products: [...named.slice(0, 2), { title: 'Acme Compute', id: 'aCmPuTe0000000000001' }] }

    const { components = [], coverage } = read(readCapture(file), products)

    expect(components.slice(0, 3).map(({ nativeId, health, native }) => [nativeId, health, native])).toStrictEqual([
      ...named.slice(0, 2).map(({ id }) => [id, 'major_outage', 'SERVICE_OUTAGE']),
      ['aCmPuTe0000000000001', 'operational', 'AVAILABLE'],
    ])
    expect(coverage.components).toBe('full')
  })
})

describe('parsers/google', () => {
  const one = {
    id: 'Zx8c1VbN5mKj3Hg6Fd0S',
    external_desc: 'Slow.',
    begin: '2026-09-01T10:00:00+00:00',
    status_impact: 'SERVICE_DISRUPTION',
    service_key: 'zall',
    service_name: 'Multiple Products',
    uri: 'incidents/Zx8c1VbN5mKj3Hg6Fd0S',
    updates: [{ text: 'Slow.', created: '2026-09-01T10:00:00+00:00', when: '2026-09-01T10:00:00+00:00', status: 'SERVICE_DISRUPTION' }],
  }
  const products = { products: [{ id: 'a', title: ' Acme Mail ' }] }

  it.each([
    ['an open incident that names none of them', [{ ...one, affected_products: [] }], 'unknown', ''],
    ['an open incident that names another', [{ ...one, affected_products: [{ id: 'b', title: 'Acme Chat' }] }], 'operational', 'AVAILABLE'],
    [
      'an open incident that names it',
      [{ ...one, affected_products: [{ id: 'a', title: 'Acme Mail' }] }],
      'partial_outage',
      'SERVICE_DISRUPTION',
    ],
    ['an incident that names none of them and is over', [{ ...one, end: '2026-09-01T11:00:00+00:00' }], 'operational', 'AVAILABLE'],
    [
      'two open incidents, the milder one newer',
      [
        { ...one, affected_products: [{ id: 'a', title: 'Acme Mail' }], updates: [{ ...one.updates[0], status: 'SERVICE_INFORMATION' }] },
        {
          ...one,
          id: 'Qw4e7RtY0uIo2Pa5Sd8F',
          affected_products: [{ id: 'a', title: 'Acme Mail' }],
          updates: [{ ...one.updates[0], status: 'SERVICE_OUTAGE' }],
        },
      ],
      'major_outage',
      'SERVICE_OUTAGE',
    ],
  ])('a product of the list, beside %s', (_what, incidents, health, native) => {
    const { components } = read(JSON.stringify(incidents), products)

    expect(components?.[0]).toMatchObject({ nativeId: 'a', name: 'Acme Mail', health, native })
  })

  it('names products and locations apart where there are very many of both', () => {
    const many = [...Array(30).keys()].map((index) => ({ id: `p${index}`, title: `Product ${index}` }))
    const places = many.map(({ id, title }) => ({ id: `at-${id}`, title: `Place of ${title}` }))
    const wide = { ...one, affected_products: many, currently_affected_locations: places }

    const { incidents } = read(JSON.stringify([wide, { ...wide, id: 'Qw4e7RtY0uIo2Pa5Sd8F', affected_products: many.slice(0, 2) }]))

    expect(incidents?.map(({ components }) => components?.length)).toStrictEqual([60, 62])
    expect(incidents?.[0]?.components?.at(-1)).toStrictEqual({ name: 'Place of Product 29' })
    expect(incidents?.[1]?.components?.at(-1)).toStrictEqual({
      nativeId: 'p1/at-p29',
      name: 'Product 1 | Place of Product 29',
      health: 'partial_outage',
    })
  })

  it('says nothing by the list of products alone, which tells how none is', () => {
    const context = { page, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }

    const { components, coverage } = google.parse({ products: [documentOf('json', JSON.stringify(products))] }, context)

    expect([components, coverage.components]).toStrictEqual([undefined, 'none'])
  })

  it.each([
    ['https://status.cloud.google.com/summary', true],
    ['https://status.firebase.google.com/', true],
    ['https://www.google.com/appsstatus/dashboard/', true],
    ['https://ads.google.com/status/publisher/', true],
    ['https://pay.google.com/status', true],
    ['https://www.google.com/search?q=status', undefined],
    ['https://ads.google.com/statusquo', undefined],
    ['https://cloud.google.com/', undefined],
  ])('%s: identified = %s', (url, identified) => {
    const [match] = detect({ home: documentOf('html', '<html><body></body></html>', url) }, [google])

    expect(match?.identified).toBe(identified)
  })

  it.each([
    ['https://status.cloud.google.com', 'https://status.cloud.google.com/en/feed.atom'],
    ['https://www.google.com/appsstatus/dashboard', 'https://www.google.com/appsstatus/dashboard/en/feed.atom'],
    ['https://status.firebase.google.com', 'https://status.firebase.google.com/feed.atom'],
  ])('the feed of %s', (url, feed) => {
    expect(google.sources.feed.urls({ url })).toStrictEqual([feed])
  })
})
