import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { firehydrant } from '../../parsers/firehydrant/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const shell = documentOf('html', '<html><body><div id="root"></div></body></html>')

function payload(incidents: readonly object[]): string {
  const components = [
    { id: 'api', name: 'API' },
    { id: 'web', name: 'Web' },
  ]
  return JSON.stringify({ config: {}, components, conditions: { Fine: 'OPERATIONAL', Slow: 'DEGRADED', Out: 'OFFLINE' }, incidents })
}

function read(incidents: readonly object[]) {
  return firehydrant.parse({ payload: [documentOf('json', payload(incidents))] }, context)
}

function entry(id: string, condition: string, timestamps: object, severitySlug = 'SEV3'): object {
  return { id, title: id, severitySlug, components: [{ id: 'api', name: 'API', condition }], timestamps }
}

function healthOf(incidents: readonly object[]): unknown {
  return read(incidents).components?.[0]?.health
}

describe('parsers/firehydrant', () => {
  it.each([
    ['the document behind the page', payload([]), true],
    ['another document of that name', '{"components":[],"incidents":[],"conditions":{"a":"b"}}', undefined],
    ['a page in its place', '<html>"conditions":{"a":"OPERATIONAL"} "incidents":[ "components":[</html>', undefined],
  ])('by %s: %s', (_what, text, identified) => {
    const probes = { '/data/payload.json': documentOf('json', text) }

    expect(detect({ home: shell, probes }, [firehydrant])[0]?.identified).toBe(identified)
  })

  it('says of no component that it is well because nothing is said of it', () => {
    expect(read([]).components?.map(({ health }) => health)).toStrictEqual(['unknown', 'unknown'])
  })

  it('takes the worst of what open incidents say of a component, and nothing from closed or planned ones', () => {
    const started = '2026-11-20T05:00:00Z'

    expect(healthOf([entry('a', 'Slow', { started }), entry('b', 'Out', { started }), entry('c', 'Fine', { started })])).toBe(
      'major_outage',
    )
    expect(healthOf([entry('a', 'Fine', { started })])).toBe('operational')
    expect(healthOf([entry('a', 'Out', { started, resolved: '2026-11-20T05:30:00Z' })])).toBe('unknown')
    expect(healthOf([entry('a', 'Out', { started: '2026-11-21T05:00:00Z' }, 'MAINTENANCE')])).toBe('unknown')
    expect(healthOf([entry('a', 'Slow', { started }, 'MAINTENANCE')])).toBe('under_maintenance')
  })

  it('reads an entry whose components bear names alone and whose events are of other kinds', () => {
    const timestamps = { started: '2026-11-20T05:00:00Z' }
    const timeline = [{ details: { note: 'Half of it is down.' }, time: '2026-11-20T05:10:00Z' }, { details: 'moved' }, { details: null }]
    const incident = { id: 'a', title: 'a', components: [{ name: 'Web', condition: 'Out' }], timeline, timestamps }

    const { components, incidents, omissions } = read([incident])

    expect(components?.map(({ health }) => health)).toStrictEqual(['unknown', 'major_outage'])
    expect(incidents?.[0]?.components).toStrictEqual([{ name: 'Web', health: 'major_outage' }])
    expect(incidents?.[0]?.updates?.map(({ body }) => body)).toStrictEqual(['Half of it is down.'])
    expect(omissions.map(({ path }) => path)).toContain('payload.incidents[0].timeline')
  })

  it.each([
    ['a page without components', JSON.stringify({ components: [], conditions: {}, incidents: [] }), 'empty'],
    ['a page without incidents', JSON.stringify({ components: [], conditions: {} }), 'missing'],
  ])('refuses %s', (_what, text, kind) => {
    expect(() => firehydrant.parse({ payload: [documentOf('json', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })
})
