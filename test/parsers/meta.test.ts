import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { meta } from '../../parsers/meta/index.ts'
import { leaves } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://metastatus.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const Raw = z.array(
  z.object({ id: z.string(), name: z.string(), services: z.array(z.object({ id: z.number(), name: z.string(), status: z.string() })) }),
)

describe.skipIf(skipsCaptures)('parsers/meta, on the captured answer', () => {
  it('has every product with its services', () => {
    const text = readCapture('meta/Meta-orgs.json')
    const raw = Raw.parse(JSON.parse(text))

    const snapshot = meta.parse({ orgs: [documentOf('json', text)] }, context)

    expect(raw).toHaveLength(17)
    expect(
      snapshot.components?.map(({ nativeId, name, children }) => [
        nativeId,
        name,
        children.map((child) => [child.nativeId, child.name, child.native]),
      ]),
    ).toStrictEqual(raw.map((org) => [org.id, org.name, org.services.map(({ id, name, status }) => [`${org.id}/${id}`, name, status])]))
    expect(leaves(snapshot.components ?? []).every(({ health }) => health === 'operational')).toBe(true)
    expect(snapshot.omissions).toStrictEqual([])
    expect(meta.sources.outages.urls(context.page, {}, { entries: [] })).toStrictEqual(
      raw.map(({ id }) => `https://metastatus.com/data/outages/${id}.history.json`),
    )
  })
})

describe('parsers/meta', () => {
  it('takes a list without outages for no statement', () => {
    const orgs = [{ id: 'shop', name: 'Shop', rss_file_paths: [], services: [{ id: 1, name: 'Till', status: 'No known issues' }] }]
    const none = documentOf('json', '[]', 'https://metastatus.com/data/outages/shop.history.json')

    expect(meta.parse({ orgs: [documentOf('json', JSON.stringify(orgs))], outages: [none] }, context).incidents).toBeUndefined()
    expect(() => meta.parse({ outages: [none] }, context)).toThrow(/^empty: /u)
    expect(() => meta.parse({ orgs: [documentOf('json', '[]')] }, context)).toThrow(/^empty: /u)
  })

  it('reads outages of a product that nothing else names', () => {
    const outages = [{ id: 'o1', status: 'Low disruptions', posts: [], time: 'yesterday' }]

    const { incidents, omissions } = meta.parse(
      { outages: [documentOf('json', JSON.stringify(outages), 'https://status.example.com/x')] },
      context,
    )

    expect(incidents).toStrictEqual([
      {
        nativeId: 'o1',
        title: 'Low disruptions',
        phase: 'unknown',
        nativePhase: 'Low disruptions',
        impact: 'minor',
        nativeImpact: 'Low disruptions',
        updates: [],
      },
    ])
    expect(omissions).toHaveLength(1)
  })
})
