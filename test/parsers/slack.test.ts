import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { slack } from '../../parsers/slack/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface WireEntry {
  readonly id: number
  readonly title: string
  readonly type: string
  readonly status: string
  readonly url: string
  readonly date_created: string
  readonly date_updated: string
  readonly services: readonly string[]
  readonly notes: readonly { readonly date_created: string; readonly body: string }[]
}
interface WireCurrent {
  readonly status: string
  readonly date_updated: string
  readonly active_incidents: readonly WireEntry[]
}

const files = capturedFiles().flatMap(({ platform, file }) => (platform === 'slack' ? [file] : []))
const currents = files.filter((file) => /current|series/u.test(file))
const histories = files.filter((file) => !currents.includes(file))
const series = files.filter((file) => file.includes('/series-')).toSorted()

function read(documents: Parameters<typeof slack.parse>[0]): Snapshot {
  const observedAt = instant('2026-11-20T00:00:00.000Z')
  return slack.parse(documents, { page: { url: 'https://slack-status.com' }, params: {}, observedAt })
}

function iso(text: string): string {
  return new Date(text).toISOString()
}

function compare(wire: readonly WireEntry[], { incidents = [], omissions }: Snapshot): void {
  expect(incidents).toHaveLength(wire.length)
  expect(incidents.map(({ createdAt }) => createdAt)).toStrictEqual(
    wire
      .map((entry) => iso(entry.date_created))
      .toSorted()
      .toReversed(),
  )
  for (const entry of wire) {
    const incident = incidents.find(({ nativeId }) => nativeId === String(entry.id))
    expect(incident).toMatchObject({
      nativeId: String(entry.id),
      title: entry.title,
      url: entry.url,
      nativePhase: entry.status,
      phase: entry.status === 'active' ? 'unknown' : 'resolved',
      nativeImpact: entry.type,
      impact: entry.type === 'outage' ? 'critical' : 'major',
      createdAt: iso(entry.date_created),
      updatedAt: iso(entry.date_updated),
    })
    expect(incident?.resolvedAt).toBeUndefined()
    expect(incident?.components?.map(({ name }) => name)).toStrictEqual(entry.services)
    const notes = entry.notes.toSorted((a, b) => Date.parse(a.date_created) - Date.parse(b.date_created))
    expect(incident?.updates?.map(({ body, postedAt, nativeId }) => [body, postedAt, nativeId])).toStrictEqual(
      notes.map(({ body, date_created: at }) => [body, iso(at), iso(at)]),
    )
    expect(incident?.updates?.map(({ format }) => format)).toStrictEqual(notes.map(({ body }) => (/<\/\w+>/u.test(body) ? 'html' : 'text')))
  }
  expect(omissions).toStrictEqual([])
}

describe.skipIf(skipsCaptures)('parsers/slack, on captured answers', () => {
  it('has captures of both lists', () => {
    expect([currents.length, histories.length, series.length]).toStrictEqual([13, 2, 11])
  })

  it.each(currents)('%s: the active entries, and the page as the worst of them', (file) => {
    const wire: WireCurrent = JSON.parse(readCapture(file))

    const snapshot = read({ current: [documentOf('json', readCapture(file))] })

    compare(wire.active_incidents, snapshot)
    expect([snapshot.native, snapshot.health]).toStrictEqual(['active', 'partial_outage'])
    expect(snapshot.sourceUpdatedAt).toBe(iso(wire.date_updated))
    expect(snapshot.components).toBeUndefined()
    expect(snapshot.coverage).toStrictEqual({ components: 'none', incidents: 'open', maintenances: 'open' })
  })

  it.each(histories)('%s: closed entries and open ones, notes in whatever order', (file) => {
    const wire: readonly WireEntry[] = JSON.parse(readCapture(file))

    const snapshot = read({ history: [documentOf('json', readCapture(file))] })

    compare(wire, snapshot)
    expect(snapshot.health).toBeUndefined()
    expect(snapshot.coverage.incidents).toBe('recent')
  })

  it('eleven states of one incident: one id, every note once, two titles', () => {
    const wires = series.map((file): WireCurrent => JSON.parse(readCapture(file)))
    const distinct = new Set(
      wires.flatMap(({ active_incidents: active }) => active.flatMap(({ notes }) => notes.map((note) => Date.parse(note.date_created)))),
    )

    const incidents = series.flatMap((file) => read({ current: [documentOf('json', readCapture(file))] }).incidents ?? [])

    expect(new Set(incidents.map(({ nativeId }) => nativeId))).toStrictEqual(new Set(['1157']))
    const ids = incidents.map(({ updates }) => updates?.flatMap(({ nativeId }) => nativeId ?? []) ?? [])
    expect(new Set(ids.flat()).size).toBe(distinct.size)
    for (const [index, found] of ids.entries()) expect(found).toEqual(expect.arrayContaining(ids[index - 1] ?? []))
    expect(new Set(incidents.map(({ title }) => title)).size).toBe(2)
  })
})

describe('parsers/slack', () => {
  it('puts an open entry in its place among the past ones, older than they are', () => {
    const entry = { title: 'Slow', type: 'incident', services: [], notes: [] }
    const open = { ...entry, id: 1, status: 'active', date_created: '2026-07-01T10:00:00-07:00' }
    const past = { ...entry, id: 2, status: 'resolved', date_created: '2026-08-01T10:00:00-07:00' }
    const current = JSON.stringify({ status: 'active', active_incidents: [open] })

    const { incidents } = read({ current: [documentOf('json', current)], history: [documentOf('json', JSON.stringify([past]))] })

    expect(incidents?.map(({ nativeId }) => nativeId)).toStrictEqual(['2', '1'])
  })

  it('knows a service by its former name', () => {
    const entry = { id: 1, title: 'Slow', type: 'incident', status: 'active', services: ['Connections', 'Search', 'Connectivity'] }
    const current = JSON.stringify({ status: 'active', date_updated: '2026-09-01T10:00:00-07:00', active_incidents: [entry] })
    const context = { page: { url: 'https://slack-status.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }

    const { incidents } = slack.parse({ current: [documentOf('json', current)] }, context)

    expect(incidents?.[0]?.components?.map(({ nativeId, name }) => [nativeId, name])).toStrictEqual([
      ['connectivity', 'Connections'],
      ['search', 'Search'],
    ])
  })

  const entry = {
    id: 1,
    title: 'Slow',
    type: 'incident',
    status: 'active',
    url: 'https://slack-status.com/2026-09/1',
    date_created: '2026-09-01T10:00:00-07:00',
    date_updated: '2026-09-01T10:00:00-07:00',
    services: [],
    notes: [],
  }

  it.each([
    ['ok', [], 'operational'],
    ['active', [entry], 'partial_outage'],
    ['active', [entry, { ...entry, id: 2, type: 'outage' }], 'major_outage'],
    ['active', [{ ...entry, type: 'notice' }], 'unknown'],
    ['active', [{ ...entry, type: 'maintenance' }], 'under_maintenance'],
    ['active', [{ ...entry, type: 'maintenance', status: 'scheduled' }], 'unknown'],
    ['active', [], 'unknown'],
    ['fine', [], 'unknown'],
  ])('a page that says %s, with the entries %j', (status, entries, health) => {
    const current = { status, date_updated: '2026-09-01T10:00:00-07:00', active_incidents: entries }

    expect(read({ current: [documentOf('json', JSON.stringify(current))] }).health).toBe(health)
  })

  it('asks the one host, whatever name the page is watched under', () => {
    expect([slack.sources.current, slack.sources.home, slack.sources.history].flatMap((source) => source.urls())).toStrictEqual([
      'https://slack-status.com/api/v2.0.0/current',
      'https://slack-status.com/',
      'https://slack-status.com/api/v2.0.0/history',
    ])
    const home = documentOf('html', '<html><body></body></html>', 'https://status.slack.com/')
    expect(detect({ home }, [slack])[0]?.identified).toBe(true)
  })
})
