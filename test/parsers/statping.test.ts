import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { statping } from '../../parsers/statping/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

function read(documents: Parameters<typeof statping.parse>[0]): Snapshot {
  const observedAt = instant('2022-11-17T12:00:00.000Z')
  return statping.parse(documents, { page: { url: 'https://status.example.com' }, params: {}, observedAt })
}

function captured(name: string): string {
  return readCapture(`statping/${name}.json`)
}

describe.skipIf(skipsCaptures)('parsers/statping, on the saved answers of 0.90.34', () => {
  it('reads every service and whether it is online, under its group', () => {
    const { components = [], page } = read({
      services: [documentOf('json', captured('services'))],
      groups: [documentOf('json', captured('groups'))],
      core: [documentOf('json', captured('api'))],
    })
    const rows = captured('services')
      .split('"avg_response"')
      .slice(1)
      .map((block) => ['group_id', 'id', 'name', 'online'].map((field) => new RegExp(`"${field}": "?([^",\\n]+)`, 'u').exec(block)?.[1]))

    expect(leaves(components).map(({ nativeId, name, health }) => [nativeId, name, health])).toStrictEqual(
      ['0', '1', '2'].flatMap((group) =>
        rows.filter(([own]) => own === group).map(([, id, name, online]) => [id, name, online === 'true' ? 'operational' : 'major_outage']),
      ),
    )
    expect(components.filter(({ group }) => group).map(({ name, children }) => [name, children.length])).toStrictEqual([
      ['Main Services', 2],
      ['Linked Services', 2],
    ])
    expect(page.name).toBe('Statping Sample Data')
  })

  it('reads announced work with its two times, in whatever zone they are told', () => {
    const { maintenances = [] } = read({ messages: [documentOf('json', captured('messages'))] })
    const times = [...captured('messages').matchAll(/"(?:start_on|end_on)": "([^"]+)"/gu)].map(([, text = '']) =>
      new Date(text).toISOString(),
    )

    expect(maintenances.flatMap(({ scheduledFor, scheduledUntil }) => [scheduledFor, scheduledUntil])).toStrictEqual(times)
    expect(maintenances.map(({ title, phase }) => [title, phase])).toStrictEqual([
      ['Routine Downtime', 'completed'],
      ['Server Reboot', 'completed'],
      ['API Message', 'in_progress'],
    ])
  })

  it('reads one service, and claims nothing of the others', () => {
    const text = captured('service_1')
    const [, name] = /"name": "([^"]+)"/u.exec(text) ?? []

    const { components = [], incidents, coverage } = read({ service: [documentOf('json', text)] })

    expect(components.map((component) => [component.nativeId, component.name, component.health])).toStrictEqual([
      ['1', name, /"online": true/u.test(text) ? 'operational' : 'major_outage'],
    ])
    expect([incidents, coverage]).toStrictEqual([undefined, { components: 'none', incidents: 'none', maintenances: 'none' }])
  })

  it('reads the incidents of one service, and claims nothing of the others', () => {
    const { incidents = [], coverage } = read({ incidents: [documentOf('json', captured('service_1_incidents'))] })

    expect(incidents).toStrictEqual([
      {
        nativeId: 'incident-1',
        title: 'Service Downtime',
        phase: 'unknown',
        createdAt: new Date('2020-05-04T03:11:51.752374Z').toISOString(),
        updatedAt: new Date('2020-05-04T03:11:51.752374Z').toISOString(),
      },
    ])
    expect(coverage.incidents).toBe('none')
  })

  it('is known by its answers', () => {
    const home = documentOf('html', '<!doctype html><html></html>')

    for (const [path, name] of [
      ['/api', 'api'],
      ['/api/services', 'services'],
    ] as const) {
      expect(detect({ home, probes: { [path]: documentOf('json', captured(name)) } }, [statping])[0]?.identified).toBe(true)
    }
  })
})

describe('parsers/statping', () => {
  const service = { id: 1, name: 'Shop', online: true, group_id: 0, online_24_hours: 100 }

  it('does not take for fine what is online with an outage declared', () => {
    const services = [service, { ...service, id: 2, is_outage_enabled: true }]

    const { components = [], omissions } = read({ services: [documentOf('json', JSON.stringify(services))] })

    expect(components.map(({ health }) => health)).toStrictEqual(['operational', 'unknown'])
    expect(omissions).toHaveLength(1)
  })

  it('takes an empty list for a statement only beside something that shows whose it is', () => {
    const services = documentOf('json', JSON.stringify([service]))

    expect(() => read({ messages: [documentOf('json', '[]')] })).toThrow(ParseError)
    expect(read({ services: [services], messages: [documentOf('json', 'null')] }).maintenances).toStrictEqual([])
    expect(() => read({ services: [documentOf('json', '[]')], messages: [documentOf('json', '[]')] })).toThrow(ParseError)
  })

  it('knows a server that has not been set up', () => {
    const answer = documentOf('json', '{"setup":false,"version":"0.90","started_on":"2026-01-01T00:00:00Z"}')

    expect(statping.refusals.find((refusal) => refusal.match(answer))?.reason).toBe('inactive')
  })
})
