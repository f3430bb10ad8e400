import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from '../../parsers/errors.ts'
import { incidentio } from '../../parsers/incidentio/index.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

/** What the payloads say, walked as they stand and by other means than the parser's: `Date` for times, a scan for texts. */

const RawPost = z.looseObject({
  id: z.string(),
  to_status: z.string(),
  message_string: z.string(),
  published_at: z.string(),
  component_statuses: z.array(z.looseObject({ component_id: z.string(), status: z.string() })),
})
const RawEntry = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  type: z.string(),
  published_at: z.string(),
  affected_components: z.array(z.looseObject({ component_id: z.string(), status: z.string(), current_status: z.string().optional() })),
  status_summaries: z.array(z.looseObject({ start_at: z.string() })),
  updates: z.array(RawPost),
})
const RawSummary = z.looseObject({
  id: z.string(),
  name: z.string(),
  public_url: z.string(),
  components: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  structure: z.looseObject({ items: z.array(z.looseObject({})) }),
  affected_components: z.array(z.looseObject({ component_id: z.string(), status: z.string() })),
  ongoing_incidents: z.array(RawEntry),
  scheduled_maintenances: z.array(RawEntry),
})
const RawShim = z.looseObject({
  page: z.looseObject({ id: z.string(), name: z.string(), url: z.string(), updated_at: z.string() }).optional(),
  status: z.looseObject({ indicator: z.string(), description: z.string() }).optional(),
  components: z.array(z.looseObject({ id: z.string(), name: z.string(), status: z.string(), position: z.number() })).optional(),
  incidents: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      impact: z.string(),
      created_at: z.string(),
      updated_at: z.string(),
      resolved_at: z.string().optional(),
      incident_updates: z.array(z.looseObject({ id: z.string(), status: z.string(), body: z.string(), display_at: z.string() })),
    }),
  ),
})

const rows = capturedFiles().filter(({ platform, origin }) => platform === 'incidentio' && origin.startsWith('real'))
const summaries = rows.filter(({ file }) => file.endsWith('.summary-extracted.json'))
const homes = rows.filter(({ file }) => file.endsWith('.html'))
const shims = rows.filter(({ file }) => file.endsWith('.json') && !summaries.some((row) => row.file === file))
const feeds = rows.filter(({ file }) => file.endsWith('.atom'))
const ours: Readonly<Record<string, string>> = { full_outage: 'major_outage' }
const indicated: Readonly<Record<string, string>> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
}

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }

function at(text: string): string {
  return new Date(text).toISOString()
}

/** Leaf ids in page order, with the names of the groups around them, straight from the text. */
function placesIn(summary: z.infer<typeof RawSummary>): readonly (readonly [group: string, id: string])[] {
  const found: [string, string][] = []
  for (const item of summary.structure.items) {
    const { group, component } = z
      .object({
        group: z.object({ name: z.string(), components: z.array(z.object({ component_id: z.string() })) }).optional(),
        component: z.object({ component_id: z.string() }).optional(),
      })
      .parse(item)
    if (component) found.push(['', component.component_id])
    for (const child of group?.components ?? []) found.push([group?.name ?? '', child.component_id])
  }
  return found
}

function expectSummary(snapshot: Snapshot, summary: z.infer<typeof RawSummary>): void {
  const told = (snapshot.components ?? []).flatMap((root) =>
    root.group ? root.children.map((child) => [root.name, child.nativeId]) : [['', root.nativeId]],
  )
  expect(told).toStrictEqual(placesIn(summary))
  expect(snapshot.page).toMatchObject({ nativeId: summary.id, name: summary.name, url: summary.public_url })
  expect(snapshot.coverage).toMatchObject({ components: 'full', incidents: 'open', maintenances: 'open' })
  for (const { nativeId, name, native, health } of leaves(snapshot.components ?? [])) {
    const word = summary.affected_components.find((affected) => affected.component_id === nativeId)?.status ?? 'operational'
    expect({ nativeId, name, native, health }).toStrictEqual({
      nativeId,
      name: summary.components.find(({ id }) => id === nativeId)?.name,
      native: word,
      health: ours[word] ?? word,
    })
  }
  const open = snapshot.incidents?.filter(({ updates }) => updates !== undefined) ?? []
  expect(open.map(({ nativeId }) => nativeId)).toStrictEqual(summary.ongoing_incidents.map(({ id }) => id))
  for (const entry of summary.ongoing_incidents) {
    const incident = open.find(({ nativeId }) => nativeId === entry.id)
    expect(incident).toMatchObject({
      title: entry.name,
      nativePhase: entry.status,
      phase: entry.status,
      createdAt: at(entry.published_at),
      startedAt: at(entry.status_summaries.map(({ start_at: start }) => start).toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? ''),
      components: entry.affected_components.map(({ component_id: id, status }) => ({ nativeId: id, health: ours[status] ?? status })),
    })
    expect(incident).not.toHaveProperty('resolvedAt')
    expect(incident).not.toHaveProperty('impact')
    expect(incident?.updates).toMatchObject(
      entry.updates
        .toSorted((a, b) => Date.parse(a.published_at) - Date.parse(b.published_at))
        .map((post) => ({
          nativeId: post.id,
          phase: post.to_status,
          body: post.message_string,
          postedAt: at(post.published_at),
          components: post.component_statuses.map(({ component_id: id, status }) => ({ nativeId: id, health: ours[status] ?? status })),
        })),
    )
  }
}

describe.skipIf(skipsCaptures)('parsers/incidentio, on captured answers', () => {
  it('has captures of each kind', () => {
    expect([summaries, homes, shims, feeds].every((kind) => kind.length > 0)).toBe(true)
  })

  it.each(summaries)('$file: tells components, groups, open incidents and their posts', ({ file }) => {
    const text = readCapture(file)
    const snapshot = incidentio.parse({ native: [documentOf('json', text)] }, context)

    expectSummary(snapshot, z.object({ summary: RawSummary }).parse(JSON.parse(text)).summary)
    expect(snapshot.omissions).toStrictEqual([])
    expect(snapshot).not.toHaveProperty('health')
  })

  it.each(homes)('$file: tells the same out of its flight, and the closed entries of its calendar', ({ file }) => {
    const text = readCapture(file)
    const snapshot = incidentio.parse({ home: [documentOf('html', text)] }, context)

    const extracted = readCapture(file.replace('.html', '.summary-extracted.json'))
    expectSummary(snapshot, z.object({ summary: RawSummary }).parse(JSON.parse(extracted)).summary)
    const links = [
      ...text.matchAll(
        /\{\\"id\\":\\"([0-9A-Z]{26})\\",\\"name\\":\\"[^{}]{1,300}\\",\\"permalink\\":[^{}]{1,300}\\"status\\":\\"([a-z_]+)\\"\}/gu,
      ),
    ]
    const phases = new Map(
      [...(snapshot.incidents ?? []), ...(snapshot.maintenances ?? [])].map((entry) => [entry.nativeId, entry.nativePhase]),
    )
    expect(links.length).toBeGreaterThan(2)
    for (const [, id = '', status] of links) expect([id, phases.get(id)]).toStrictEqual([id, status])
    expect(snapshot.sourceUpdatedAt).toBe(/\\"isoDate\\":\\"([^\\]+)\\"/u.exec(text)?.[1])
    expect(snapshot.omissions).toStrictEqual([])
  })

  it.each(shims)('$file: tells what the imitation of Statuspage tells', ({ file }) => {
    const text = readCapture(file)
    const raw = RawShim.parse(JSON.parse(text))
    const source = raw.page ? 'summary' : 'incidents'

    const snapshot = incidentio.parse({ [source]: [documentOf('json', text)] }, context)

    expect([snapshot.health, snapshot.native]).toStrictEqual([indicated[raw.status?.indicator ?? ''], raw.status?.description])
    expect(snapshot.components?.map(({ nativeId, name, health }) => ({ nativeId, name, health }))).toStrictEqual(
      raw.components?.toSorted((a, b) => a.position - b.position).map(({ id, name, status }) => ({ nativeId: id, name, health: status })),
    )
    expect(snapshot.incidents).toHaveLength(raw.incidents.length)
    for (const entry of raw.incidents) {
      const incident = snapshot.incidents?.find(({ nativeId }) => nativeId === entry.id)
      expect(incident).toMatchObject({
        title: entry.name,
        impact: entry.impact,
        phase: entry.status,
        createdAt: at(entry.created_at),
        updatedAt: at(entry.updated_at),
      })
      expect(incident?.resolvedAt).toBe(entry.resolved_at && at(entry.resolved_at))
      expect(incident?.updates?.map(({ nativeId, phase, body, postedAt }) => ({ nativeId, phase, body, postedAt }))).toStrictEqual(
        entry.incident_updates
          .map((post) => ({ nativeId: post.id, phase: post.status, body: post.body, postedAt: at(post.display_at) }))
          .toSorted((a, b) => Date.parse(a.postedAt) - Date.parse(b.postedAt)),
      )
    }
    expect(snapshot.omissions).toStrictEqual([])
  })

  it.each(feeds)('$file: tells the label, the last post and the components of each entry', ({ file }) => {
    const text = readCapture(file)
    const entries = text.split('<entry>').slice(1)

    const snapshot = incidentio.parse({ atom: [documentOf('xml', text)] }, context)

    expect(snapshot.incidents).toHaveLength(entries.length)
    for (const [index, entry] of entries.entries()) {
      const names = [...(entry.split('<content')[1] ?? '').matchAll(/<li>(.+) \(Operational\)<\/li>/gu)].map(([, name]) => ({
        name,
        health: 'operational',
      }))
      const incident = snapshot.incidents?.[index]
      expect(incident?.nativeId).toBe(/incidents\/(\w{26})</u.exec(entry)?.[1])
      expect(incident?.title).toBe(/CDATA\[(.*?)\]\]/u.exec(entry)?.[1]?.trim())
      expect(incident?.nativePhase).toBe(/Status: (\w+)</u.exec(entry)?.[1])
      expect(incident?.updatedAt).toBe(at(/<updated>(.+)</u.exec(entry)?.[1] ?? ''))
      expect(incident?.components ?? []).toStrictEqual(names)
      expect(incident).not.toHaveProperty('updates')
    }
    expect(snapshot.omissions).toStrictEqual([])
  })
})

describe('parsers/incidentio', () => {
  it.each([
    ['https://status.acme.example', 'https://status.acme.example/proxy/status.acme.example'],
    ['https://status.acme.example/eu', 'https://status.acme.example/proxy/status.acme.example/eu'],
    ['https://statuspage.incident.io/acme', 'https://statuspage.incident.io/proxy/acme'],
  ])('asks for the summary of %s where its own program does', (url, expected) => {
    expect(incidentio.sources.native.urls({ url }, {}, { entries: [] })).toStrictEqual([expected])
    expect(incidentio.sources.nativeIncidents.urls({ url }, {}, { entries: [] })).toStrictEqual([`${expected}/incidents`])
  })

  it.each([
    ['an empty list with something beside it', 'nativeIncidents', { incidents: [], page: { id: 'x' } }],
    [
      'entries of two pages',
      'incidents',
      {
        incidents: ['01JACMEPAGE000000000000001', '01JACMEPAGE000000000000002'].map((page, id) => ({
          id: `01JACMENCD000000000000000${id}`,
          name: 'a',
          page_id: page,
        })),
      },
    ],
    [
      'an imitation that names a zone',
      'status',
      { page: { id: '01JACMEPAGE000000000000001', name: 'a', time_zone: 'Etc/UTC' }, status: { indicator: 'none' } },
    ],
  ])('refuses %s', (_what, source, value) => {
    expect(() => incidentio.parse({ [source]: [documentOf('json', JSON.stringify(value))] }, context)).toThrow(ParseError)
  })

  it('lists an entry of a feed that has no id', () => {
    const text = '<feed><generator>incident.io</generator><entry><link href="https://a.example/incidents/e1jdrhr5"/></entry></feed>'

    expect(incidentio.parse({ atom: [documentOf('xml', text)] }, context)).toMatchObject({
      incidents: [],
      omissions: [{ path: 'atom.entries[0].id' }],
    })
  })

  it('takes an empty list for one', () => {
    expect(incidentio.parse({ nativeIncidents: [documentOf('json', '{"incidents":[]}')] }, context).incidents).toStrictEqual([])
  })
})
