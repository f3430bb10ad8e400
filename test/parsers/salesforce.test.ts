import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { salesforce } from '../../parsers/salesforce/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface WireInstance {
  readonly key: string
  readonly location: string
  readonly environment: string
  readonly status: string
  readonly isActive: boolean
  readonly Products: readonly { readonly key: string }[]
}

const known = { entries: [] }
const page = { url: 'https://status.salesforce.com' }

function read(documents: Parameters<typeof salesforce.parse>[0]): Snapshot {
  return salesforce.parse(documents, { page, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') })
}

describe.skipIf(skipsCaptures)('parsers/salesforce, on captured answers', () => {
  it('1,528 instances: those in use under their locations, one with an incident', () => {
    const text = readCapture('salesforce/salesforce_incident.json')
    const wire: readonly WireInstance[] = JSON.parse(text)
    const expected: string[] = []
    for (const { key, location, status, isActive, environment, Products: products } of wire) {
      const uses = products.map((product) => product.key).join(', ')
      if (isActive) expected.push([location, key, status, uses === '' ? environment : `${environment}: ${uses}`].join(' | '))
    }
    const started = process.cpuUsage()

    const { components = [], incidents, maintenances, coverage, omissions } = read({ instances: [documentOf('json', text)] })

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
    expect(components.every(({ group, health }) => group && health === 'unknown')).toBe(true)
    const found = components.flatMap(({ name, children }) =>
      children.map((leaf) => [name, leaf.nativeId, leaf.native, leaf.description].join(' | ')),
    )
    expect(found.toSorted()).toStrictEqual(expected.toSorted())
    expect(found).toHaveLength(1463)
    const impaired = leaves(components).filter(({ health }) => health !== 'operational')
    expect(impaired.map(({ nativeId, health, native }) => [nativeId, health, native])).toStrictEqual([
      ['NA137', 'degraded_performance', 'MINOR_INCIDENT_CORE'],
    ])
    expect(incidents).toStrictEqual([
      {
        nativeId: '5968',
        url: 'https://status.salesforce.com/incidents/5968',
        createdAt: '2020-07-29T19:04:35.523Z',
        updatedAt: '2020-07-29T19:04:35.523Z',
        components: [{ nativeId: 'NA137', name: 'NA137' }],
        title: 'Performance degradation asynchronous processing subset (Core service)',
        impact: 'minor',
        nativeImpact: 'minor',
        phase: 'unknown',
        startedAt: '2020-07-29T16:08:00.000Z',
        updates: [],
      },
    ])
    expect([maintenances, coverage, omissions]).toStrictEqual([[], { components: 'full', incidents: 'open', maintenances: 'none' }, []])
  })

  it('the labels give an incident the words of the page', () => {
    const localizations = [documentOf('json', readCapture('salesforce/salesforce_localizations.json'))]
    const instances = [documentOf('json', readCapture('salesforce/salesforce_incident.json'))]

    expect(read({ instances, localizations }).incidents?.[0]?.title).toMatch(/^Performance Degradation - Asynchronous Processing \(.+\)$/u)
    expect(read({ localizations })).toMatchObject({ page: {}, coverage: { components: 'none', incidents: 'none', maintenances: 'none' } })
  })

  it('every type of event that has a label has a phase or is known to have none', () => {
    const rows: readonly { readonly modelName: string; readonly modelKey: string }[] = JSON.parse(
      readCapture('salesforce/salesforce_localizations.json'),
    )
    function typesOf(name: string): readonly object[] {
      const keys = new Set(rows.filter(({ modelName }) => modelName === name).map(({ modelKey }) => modelKey))
      return [...keys].map((type, index) => ({ id: index + 1, type, message: '', createdAt: '2026-09-01T10:00:00.000Z' }))
    }
    const [IncidentEvents, MaintenanceEvents] = [typesOf('incidentEventType'), typesOf('maintenanceEventType')]

    const { omissions } = read({
      incidents: [documentOf('json', JSON.stringify([{ id: 1, IncidentImpacts: [], IncidentEvents }]))],
      maintenances: [
        documentOf('json', JSON.stringify([{ id: 2, name: 'Release', plannedStartTime: '2026-09-01T10:00:00.000Z', MaintenanceEvents }])),
      ],
    })

    expect([IncidentEvents.length, MaintenanceEvents.length]).toStrictEqual([24, 35])
    expect(omissions).toStrictEqual([])
  })
})

describe('parsers/salesforce', () => {
  it.each([
    [page.url, {}, ['childProducts=false'], []],
    [`${page.url}/products/Heroku`, {}, ['childProducts=false&products=Heroku'], ['https://api.status.salesforce.com/v1/products/Heroku']],
    [page.url, { product: 'Tableau' }, ['childProducts=false&products=Tableau'], ['https://api.status.salesforce.com/v1/products/Tableau']],
  ])('%s with %j asks for what it is about', (url, params, query, product) => {
    const { sources } = salesforce

    expect(sources.instances.urls({ url }, params, known).map((address) => address.split('?')[1])).toStrictEqual(query)
    expect(sources.product.urls({ url }, params, known)).toStrictEqual(product)
  })

  it('keeps the worse of two statements about one instance', () => {
    const instances = ['OK', 'MAJOR_INCIDENT_CORE', 'OK'].map((status) => ({ key: 'ZN1', location: 'NA', isActive: true, status }))

    const { components = [], omissions } = read({ instances: [documentOf('json', JSON.stringify(instances))] })

    expect(leaves(components).map(({ nativeId, health }) => [nativeId, health])).toStrictEqual([['ZN1', 'major_outage']])
    expect(omissions.map(({ reason }) => reason)).toStrictEqual(['listed twice', 'listed twice'])
  })

  it('tells the analysis of what is over as a report, and not the plans while it goes on', () => {
    const message = { rootCause: 'rootCauseFaultOfTheDatabase', actionPlan: 'We replace it.', pathToResolution: null }
    const impacts = { startTime: '2026-09-01T10:00:00.000Z', type: 'performanceDegradation', severity: 'minor' }
    const incidents = [
      { id: 1, message, status: 'Resolved', IncidentImpacts: [{ ...impacts, endTime: '2026-09-01T11:00:00.000Z' }], IncidentEvents: [] },
      { id: 2, message, IncidentImpacts: [impacts], IncidentEvents: [] },
      { id: 3, message: { rootCause: null, actionPlan: '' }, status: 'Resolved', IncidentImpacts: [], IncidentEvents: [] },
    ]
    const rows = [
      { modelName: 'fieldOption', modelKey: 'rootCauseFaultOfTheDatabase', modelAttribute: 'value', text: 'It was the database. ' },
    ]
    const list = documentOf('json', JSON.stringify(incidents))

    const reports = read({ incidents: [list] }).incidents?.map((incident) => incident.reports)
    const labelled = read({ incidents: [list], localizations: [documentOf('json', JSON.stringify(rows))] }).incidents?.[0]?.reports

    expect(reports).toStrictEqual([
      [{ title: 'Root cause', body: 'Root cause: Fault of the database\n\nAction plan: We replace it.', format: 'text' }],
      undefined,
      undefined,
    ])
    expect(labelled?.[0]?.body).toBe('Root cause: It was the database.\n\nAction plan: We replace it.')
  })

  it('is found by its host, and not by a link to it', () => {
    const link =
      '<html><a href="https://status.salesforce.com">status</a><script src="https://api.status.salesforce.com/v1/x"></script></html>'

    expect(detect({ home: documentOf('html', '<html></html>', page.url) }, [salesforce])[0]?.identified).toBe(true)
    expect(detect({ home: documentOf('html', link, 'https://www.acme.example/') }, [salesforce])[0]?.identified).toBe(false)
  })
})
