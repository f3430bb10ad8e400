import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { ibm } from '../../parsers/ibm/index.ts'
import { allComponents } from '../support/cases.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://cloud.ibm.com/status' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

const Raw = z.object({
  statusItems: z.array(
    z.looseObject({ type: z.string(), id: z.string(), name: z.string(), resourceIDs: z.array(z.string()), regions: z.array(z.string()) }),
  ),
  resources: z.array(z.object({ resourceID: z.string(), displayName: z.string(), regions: z.array(z.object({ regionId: z.string() })) })),
})

describe.skipIf(skipsCaptures)('parsers/ibm, on the captured answer', () => {
  it('has the incidents and none of the news, every product, and no region of which nothing is said', () => {
    const text = readCapture('ibm/IBM-enhancedstatus.json')
    const raw = Raw.parse(JSON.parse(text))
    const incidents = raw.statusItems.filter(({ type }) => type === 'incident')

    const snapshot = ibm.parse({ data: [documentOf('json', text)] }, context)

    expect(incidents).toHaveLength(6)
    expect(snapshot.incidents?.map(({ nativeId, title, impact, phase }) => [nativeId, title, impact, phase])).toStrictEqual(
      incidents.map(({ id, name }) => [id, name, 'major', 'resolved']),
    )
    for (const [index, item] of incidents.entries()) {
      const incident = snapshot.incidents?.[index]
      expect(incident?.startedAt).toBe(new Date(Number(item['outageStart'])).toISOString())
      expect(incident?.resolvedAt).toBe(new Date(Number(item['outageEnd'])).toISOString())
      expect(incident?.updatedAt).toBe(new Date(Number(item['updateTime'])).toISOString())
      expect(incident?.createdAt).toBe(new Date(String(item['creationTime'])).toISOString())
      expect(incident?.components?.map(({ nativeId }) => nativeId)).toStrictEqual(
        item.regions.map((region) => `${item.resourceIDs[0]}/${region}`),
      )
    }
    expect(snapshot.maintenances).toStrictEqual([])
    // Neither of the two products is named by a notice, and no region states anything.
    expect(snapshot.components?.map(({ nativeId, name, children }) => [nativeId, name, children])).toStrictEqual(
      raw.resources.map(({ resourceID, displayName }) => [resourceID, displayName, []]),
    )
    expect(new Set(allComponents(snapshot.components ?? []).map(({ health }) => health))).toStrictEqual(new Set(['unknown']))
    expect(snapshot.omissions).toStrictEqual([])
  })
})

describe('parsers/ibm', () => {
  const resources = [{ resourceID: 'db', displayName: 'Databases', regions: [] }]
  const notice = {
    type: 'incident',
    recordID: 'r',
    name: 'Databases',
    state: 'resolved',
    regions: [],
    resourceIDs: ['db'],
    sev: 'odd',
    outageEnd: 7,
  }

  it('keeps a severity and a time that it does not know out of what it says, and lists them', () => {
    const text = JSON.stringify({ statusItems: [notice, { ...notice, recordID: 's', type: 'maintenance', state: '' }], resources })

    const { incidents, maintenances, omissions } = ibm.parse({ data: [documentOf('json', text)] }, context)

    expect(incidents).toMatchObject([{ nativeId: 'r', impact: 'unknown', nativeImpact: 'odd', phase: 'resolved' }])
    expect(incidents?.[0]?.resolvedAt).toBeUndefined()
    expect(maintenances).toMatchObject([{ nativeId: 's', phase: 'unknown' }])
    expect(omissions.map(({ path }) => path)).toStrictEqual([
      'data.statusItems[0].outageEnd',
      'data.statusItems[0].sev',
      'data.statusItems[1].outageEnd',
    ])
  })

  it('takes an incident without a state for over when its end has come, and tells the newest first', () => {
    const untold = { ...notice, state: '', sev: 1 }
    const [early, late] = [Date.UTC(2026, 10, 19), Date.UTC(2026, 10, 20)]
    const statusItems = [
      { ...untold, recordID: 'over', outageStart: early, outageEnd: early + 1000 },
      { ...untold, recordID: 'open', outageStart: late, outageEnd: 0 },
      { ...untold, recordID: 'expected', outageStart: late + 1000, outageEnd: Date.UTC(2027, 0, 1) },
    ]

    const { incidents } = ibm.parse({ data: [documentOf('json', JSON.stringify({ statusItems, resources }))] }, context)

    expect(incidents?.map(({ nativeId, phase }) => [nativeId, phase])).toStrictEqual([
      ['expected', 'unknown'],
      ['open', 'unknown'],
      ['over', 'resolved'],
    ])
  })

  it('refuses an answer without products', () => {
    expect(() => ibm.parse({ data: [documentOf('json', '{"statusItems":[],"resources":[]}')] }, context)).toThrow(/^empty: no products/u)
  })
})
