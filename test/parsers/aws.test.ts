import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../crawler/fetch/text.ts'
import { aws } from '../../parsers/aws/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { capturesFolder, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

function read(documents: Parameters<typeof aws.parse>[0]): Snapshot {
  const observedAt = instant('2026-11-20T00:00:00.000Z')
  return aws.parse(documents, { page: { url: 'https://health.aws.amazon.com/health/status' }, params: {}, observedAt })
}

/** As the crawler decodes it: the events come as UTF-16 with a byte order mark, but for one file that was written anew. */
function decoded(file: string): string {
  return decodeText(readFileSync(join(capturesFolder, file)), undefined)
}

function iso(seconds: number | string): string {
  return new Date(Number(seconds) * 1000).toISOString()
}

interface WireEvent {
  readonly arn: string
  readonly date: string
  readonly end_time?: string
  readonly status: string
  readonly service: string
  readonly summary: string
  readonly event_log: readonly { readonly message: string; readonly status: number; readonly timestamp: number }[]
  readonly impacted_services?: Readonly<Record<string, { readonly current: string }>>
}

const level = ['operational', 'degraded_performance', 'degraded_performance', 'major_outage']

describe.skipIf(skipsCaptures)('parsers/aws, on recorded events', () => {
  const files = [
    { file: 'aws/AWS-currentevents.json', events: 3 },
    { file: 'aws/currentevents_20260801.json', events: 2 },
    { file: 'other-bespoke/aws/currentevents-2026-08-01-utf16.json', events: 2 },
  ]

  it.each(files)('$file: each event with its end, its log and the services that it names', ({ file, events }) => {
    const wire: readonly WireEvent[] = JSON.parse(decoded(file))

    const { incidents = [], components = [], omissions, coverage } = read({ currentevents: [documentOf('json', decoded(file))] })

    expect(incidents).toHaveLength(events)
    for (const [index, event] of wire.entries()) {
      const incident = incidents[index]
      expect([incident?.nativeId, incident?.title, incident?.startedAt, incident?.resolvedAt, incident?.phase]).toStrictEqual([
        event.arn,
        event.summary.replace('[RESOLVED] ', ''),
        iso(event.date),
        event.end_time === undefined ? undefined : iso(event.end_time),
        event.end_time === undefined ? 'unknown' : 'resolved',
      ])
      expect(incident?.updates?.map(({ body, postedAt, native }) => [body, postedAt, native])).toStrictEqual(
        event.event_log.map(({ message, timestamp, status }) => [message, iso(timestamp), String(status)]),
      )
      const worst = Math.max(Number(event.status), ...event.event_log.map(({ status }) => status))
      expect(incident?.impact).toBe(['none', 'minor', 'major', 'critical'][worst])
    }
    const services = wire.flatMap((event) => [
      [event.service, event.status],
      ...Object.entries(event.impacted_services ?? {}).map(([key, { current }]) => [key, current]),
    ])
    expect(new Map(leaves(components).map(({ nativeId, health, native }) => [nativeId, [native, health]]))).toStrictEqual(
      new Map(services.map(([key = '', native = '']) => [key, [native, level[Number(native)]]])),
    )
    expect(components.every(({ group, children }) => group && children.length > 0)).toBe(true)
    expect(coverage).toStrictEqual({ components: 'open', incidents: 'open', maintenances: 'none' })
    expect(omissions).toStrictEqual([])
  })

  it('all.rss: the updates of three events, one of which has ended', () => {
    const text = readCapture('aws/aws_all_2026-08.rss')
    const guids = [...text.matchAll(/#([a-z0-9-]+)_(\d+)<\/guid>/gu)].map(([, service = '', seconds = '']) => ({ service, seconds }))

    const { incidents = [], coverage, components } = read({ feed: [documentOf('xml', text)] })

    expect(incidents.map(({ nativeId, phase, resolvedAt }) => [nativeId, phase, resolvedAt])).toStrictEqual([
      ['directconnect-eu-central-1_1786765379', 'resolved', iso(1_787_025_679)],
      ['multipleservices-me-south-1_1772430987', 'unknown', undefined],
      ['multipleservices-me-central-1_1772396043', 'unknown', undefined],
    ])
    for (const { components: [service] = [], updates } of incidents) {
      expect(updates?.map(({ postedAt }) => postedAt)).toStrictEqual(
        guids
          .filter((guid) => guid.service === service?.nativeId)
          .map(({ seconds }) => iso(seconds))
          .toReversed(),
      )
    }
    expect([coverage.incidents, components]).toStrictEqual(['none', undefined])
  })
})

interface WirePast {
  readonly service: string
  readonly date: string
  readonly status: string | number
  readonly summary: string
  readonly description: string
}

/** The posts of an entry, each as minutes of a Pacific day, cut out with a regular expression. */
function postsOf({ description }: WirePast): readonly string[] {
  return [...description.matchAll(/class="yellowfg">([^<]*)</gu)].map(([, stamp = '']) => stamp.trim())
}

/** Pacific time in winter is UTC - 8, which is all that the series needs. */
function winterMinute(day: string, stamp: string): string {
  const [, month, date = '', hour, minute, half] = /^(?:(Nov) +(\d+), +)?(\d+):(\d+) ([AP])M PST$/u.exec(stamp) ?? []
  const dayOf = month === undefined ? day : `2020-11-${date}`
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0) + 8
  return new Date(Date.parse(`${dayOf}T00:00:00Z`) + (hours * 60 + Number(minute)) * 60_000).toISOString()
}

describe.skipIf(skipsCaptures)('parsers/aws, on a day of its retired data.json', () => {
  const folder = 'aws/series'
  const files = skipsCaptures ? [] : readdirSync(join(capturesFolder, folder)).toSorted()
  const states = files.map((file) => {
    const text = readCapture(`${folder}/${file}`)
    const wire: { readonly current: readonly WirePast[]; readonly archive: readonly WirePast[] } = JSON.parse(text)
    return { file, wire, snapshot: read({ data: [documentOf('json', text)] }) }
  })
  const services = [...new Set(states.flatMap(({ wire }) => wire.current.map(({ service }) => service)))]

  it('gives each event of the day one id from its first state to its last', () => {
    const ids = new Set(states.flatMap(({ snapshot }) => openIds(snapshot, services)))

    // CloudWatch had a second event on the next day.
    expect(ids.size).toBe(services.length + 1)
    expect(services).toHaveLength(11)
  })

  it('tells the newest first, as a list of recent events loses its oldest', () => {
    for (const { snapshot } of states) {
      const begun = snapshot.incidents?.flatMap(({ startedAt }) => startedAt ?? []) ?? []

      expect(begun.length).toBeGreaterThan(300)
      expect(begun).toStrictEqual(begun.toSorted().toReversed())
    }
  })

  it('tells every post of every event, at its minute', () => {
    for (const { wire, snapshot } of states) {
      for (const entry of wire.current) {
        const day = new Date(Number(entry.date) * 1000 - 8 * 3_600_000).toISOString().slice(0, 10)
        const expected = postsOf(entry).map((stamp) => winterMinute(day, stamp))
        const incident = snapshot.incidents?.find(({ nativeId }) => nativeId === `${entry.service}_${Date.parse(expected[0] ?? '') / 1000}`)

        expect(incident?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual(expected)
        expect(incident?.phase).toBe(String(entry.status) === '0' ? 'resolved' : 'unknown')
      }
    }
  })

  it('closes the Kinesis event with its last post, and keeps it closed in the archive where others are', () => {
    const kinesis = states.map(({ snapshot }) => snapshot.incidents?.find(({ nativeId }) => nativeId === 'kinesis-us-east-1_1606314960'))

    expect(kinesis.map((incident) => incident?.updates?.length)).toStrictEqual([1, 5, 6, 8, 10, 13, 14, 15])
    expect(kinesis.map((incident) => incident?.phase)).toStrictEqual([...Array(7).fill('unknown'), 'resolved'])
    expect(kinesis.at(-1)?.resolvedAt).toBe('2020-11-26T08:03:00.000Z')
    const cognito = states.map(({ snapshot }) => snapshot.incidents?.find(({ nativeId }) => nativeId.startsWith('cognito-us-east-1_16063')))
    expect(cognito.map((incident) => incident?.resolvedAt).slice(3)).toStrictEqual(Array(5).fill('2020-11-25T22:43:00.000Z'))
  })

  it('says of each service what its entry says now', () => {
    for (const { wire, snapshot } of states) {
      expect(leaves(snapshot.components ?? []).map(({ nativeId, health }) => [nativeId, health])).toStrictEqual(
        wire.current.map(({ service, status }) => [service, level[Number(status)]]),
      )
      expect(snapshot.coverage).toStrictEqual({ components: 'open', incidents: 'recent', maintenances: 'none' })
    }
  })

  it.each(['aws/series/data-2020-11-26T184708-cur5.json', 'aws/aws_data_2022.json'])(
    '%s: no post is without its minute or out of order',
    (file) => {
      const text = readCapture(file)
      const wire: { readonly archive: readonly WirePast[]; readonly current: readonly WirePast[] } = JSON.parse(text)
      const entries = [...wire.current, ...wire.archive]

      const { incidents = [] } = read({ data: [documentOf('json', text)] })

      // Three events stand twice in the archive, under the minute of the same first post.
      expect(incidents.length).toBeGreaterThanOrEqual(entries.length - 3)
      const posts = incidents.flatMap(({ updates = [] }) => updates)
      expect(posts.filter(({ postedAt }) => postedAt === undefined)).toStrictEqual([])
      const firsts = new Map(incidents.map((incident) => [incident.nativeId, incident]))
      for (const { service, description } of entries) {
        const bodies = description.split('yellowfg').length - 1
        const own = [...firsts.values()].filter((incident) => incident.nativeId.startsWith(`${service}_`))
        expect(own.some(({ updates = [] }) => updates.length >= bodies)).toBe(true)
      }
    },
  )
})

function openIds(snapshot: Snapshot, services: readonly string[]): readonly string[] {
  return (snapshot.incidents ?? [])
    .filter(({ updates: [first] = [] }) => (first?.postedAt ?? '') > '2020-11-25T12')
    .map(({ nativeId }) => nativeId)
    .filter((id) => services.some((service) => id.startsWith(`${service}_`)))
}

describe('parsers/aws', () => {
  it('says of a quiet list that nothing is open, and of no service how it is', () => {
    const snapshot = read({ currentevents: [documentOf('json', '[]')] })

    expect([snapshot.incidents, snapshot.components, snapshot.health]).toStrictEqual([[], [], undefined])
  })

  it('takes an event for over whose summary says so, whatever its level', () => {
    const event = { date: '1787050000', status: '1', service: 'queues-eu-west-1', service_name: 'Acme Queues', event_log: [] }
    const events = ['[RESOLVED] Delays', 'Delays'].map((summary) => ({
      ...event,
      summary,
      arn: `arn:aws:health:eu-west-1::event/${summary.length}`,
    }))

    const { incidents } = read({ currentevents: [documentOf('json', JSON.stringify(events))] })

    expect(incidents?.map(({ title, phase }) => [title, phase])).toStrictEqual([
      ['Delays', 'resolved'],
      ['Delays', 'unknown'],
    ])
  })

  it('says nothing by the catalogue alone, which tells how no service is', () => {
    const catalogue = '[{"service":"queues-eu-west-1","service_name":"Acme Queues","region_id":"eu-west-1","region_name":"Ireland"}]'

    const { components, incidents, coverage } = read({ services: [documentOf('json', catalogue)] })

    expect([components, incidents, coverage.components]).toStrictEqual([undefined, undefined, 'none'])
    expect(() => read({ services: [documentOf('json', '[]')] })).toThrow(/^empty: /u)
  })

  const answers = [
    '[{"date":"1787050000", "arn": "arn:aws:health:eu-west-1::event/QUEUES/AWS_QUEUES_OPERATIONAL_ISSUE/1"}]',
    '{"archive":[{"service_name":"Acme Queues (Ireland)"}]}',
    '<rss version="2.0"><channel><generator>AWS Service Health Dashboard RSS Generator</generator></channel></rss>',
  ]

  it.each(answers)('is known by %s', (text) => {
    expect(detect({ home: documentOf('text', text) }, [aws])[0]?.identified).toBe(true)
  })

  it('is known by its hosts', () => {
    const home = documentOf('html', '<!DOCTYPE html><html></html>', 'https://health.aws.amazon.com/health/status')

    expect(detect({ home }, [aws])[0]?.identified).toBe(true)
  })
})
