import { describe, expect, it } from 'vitest'
import type { Incident, Snapshot } from '../../../parsers/model.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { fixtureCases } from '../../support/documents.ts'

/** What was posted then, by hand, against what is read from each kind of document alone and from all together. */

const posts2024 = [
  ['Investigating', '2024-04-09T07:25:00.000Z'],
  ['Update', '2024-04-09T07:26:00.000Z'],
  ['Identified', '2024-04-09T08:36:00.000Z'],
  ['Monitoring', '2024-04-09T09:06:00.000Z'],
  ['Resolved', '2024-04-09T11:14:00.000Z'],
  ['Postmortem', '2024-04-22T14:09:00.000Z'],
]
const posts2023 = [
  ['Investigating', '2023-01-17T16:02:00.000Z'],
  ['Identified', '2023-01-17T16:20:00.000Z'],
  ['Monitoring', '2023-01-17T16:31:00.000Z'],
  ['Resolved', '2023-01-17T16:45:00.000Z'],
  ['Postmortem', '2023-01-19T13:51:00.000Z'],
]
const incidents = [
  { id: 'zr2t0kfxdbsg', fixture: 'commerce-layer-2024-04-09', posts: posts2024, names: ['Commerce API', 'Checkout', 'Dashboard'] },
  { id: 'mh619g3jmz17', fixture: 'commerce-layer-2023-01-17', posts: posts2023, names: ['Commerce API', 'Dashboard'] },
]
const bySource = incidents.flatMap((incident) => ['incidents', 'incident', 'incidentPage'].map((source) => ({ ...incident, source })))

describe('parsers/statuspage, on two incidents of Commerce Layer', () => {
  it.each(bySource)('$fixture: $source tells every post to the minute, and what was affected', ({ id, fixture, source, posts, names }) => {
    const incident = entryOf(parse(fixture, [source]), id)

    expect(incident.updates?.map(({ postedAt }) => postedAt)).toStrictEqual(posts.map(([, at]) => at))
    expect(incident.components?.map(({ name }) => name)).toStrictEqual(names)
    expect([incident.phase, incident.resolvedAt]).toStrictEqual(['postmortem', posts.at(-2)?.[1]])
  })

  it.each(incidents)('$fixture: the page tells the labels, and "Update" has no phase', ({ id, fixture, posts }) => {
    const { updates = [] } = entryOf(parse(fixture, ['incidentPage']), id)

    expect(updates.map(({ native, postedAt }) => [native, postedAt])).toStrictEqual(posts)
    expect(updates.map(({ phase }) => phase)).toStrictEqual(posts.map(([label]) => (label === 'Update' ? undefined : label?.toLowerCase())))
  })

  it.each(incidents)('$fixture: the report is a text of its own beside the updates', ({ id, fixture, posts }) => {
    const [markdown] = entryOf(parse(fixture, ['incident']), id).reports ?? []
    const [html] = entryOf(parse(fixture, ['incidentPage']), id).reports ?? []

    expect([markdown?.format, html?.format]).toStrictEqual(['markdown', 'html'])
    for (const report of [markdown, html]) {
      expect(report?.publishedAt).toBe(posts.at(-1)?.[1])
      expect(report?.url).toBe(`https://status.commercelayer.io/incidents/${id}`)
      expect(report?.body).toContain('Root Cause')
    }
  })

  it.each(incidents)('$fixture: of all documents together the JSON wins, and ids come with it', ({ id, fixture, posts }) => {
    const {
      updates = [],
      reports = [],
      startedAt,
      components = [],
    } = entryOf(parse(fixture, ['home', 'incidentPage', 'incident', 'incidents', 'summary']), id)

    expect(updates.every(({ nativeId }) => nativeId !== undefined)).toBe(true)
    expect(updates.map(({ postedAt }) => postedAt)).toStrictEqual(posts.map(([, at]) => at))
    expect(startedAt).toBe(posts[0]?.[1])
    expect(reports.map(({ format }) => format)).toStrictEqual(['markdown'])
    expect(components.every(({ nativeId }) => nativeId !== undefined)).toBe(true)
  })

  it.each(incidents)('$fixture: with the component tree beside it the page gives ids to the names', ({ id, fixture }) => {
    const { components = [] } = entryOf(parse(fixture, ['summary', 'incidentPage']), id)

    expect(components.every(({ nativeId }) => nativeId !== undefined)).toBe(true)
  })

  it('reads the home page while all was down', () => {
    const snapshot = parse('commerce-layer-2024-04-09-down', ['home'])

    const { updates = [], impact, phase } = entryOf(snapshot, 'zr2t0kfxdbsg')
    expect([snapshot.health, impact, phase]).toStrictEqual(['major_outage', 'critical', 'identified'])
    expect(updates.map(({ native, postedAt }) => [native, postedAt])).toStrictEqual(posts2024.slice(0, 3))
  })

  it('reads of the past list what it tells, and of a report only that it is there', () => {
    const incident = entryOf(parse('commerce-layer-2024-04-09', ['home']), 'zr2t0kfxdbsg')

    expect([incident.phase, incident.nativePhase, incident.impact]).toStrictEqual(['postmortem', 'Postmortem', 'critical'])
    expect(incident).not.toHaveProperty('updates')
    expect(incident).not.toHaveProperty('reports')
  })
})

function parse(name: string, sources: readonly string[]): Snapshot {
  const fixture = fixtureCases('statuspage').find((found) => found.name === name)
  if (!fixture) throw new Error(`no case ${name}`)
  const documents = fixture.documents((source) => Object.entries(statuspage.sources).find(([id]) => id === source)?.[1].medium ?? 'text')
  return statuspage.parse(Object.fromEntries(Object.entries(documents).filter(([source]) => sources.includes(source))), {
    ...fixture.context,
    params: {},
  })
}

function entryOf({ incidents: listed = [] }: Snapshot, id: string): Incident {
  const incident = listed.find(({ nativeId }) => nativeId === id)
  if (!incident) throw new Error(`no incident ${id}`)
  return incident
}
