import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from '../../../parsers/errors.ts'
import type { Component, Incident, Maintenance, Snapshot } from '../../../parsers/model.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { capturesFolder, hasCaptures, readArchive, readCapture, skipsCaptures } from '../../support/captures.ts'
import { documentOf, instant } from '../../support/documents.ts'

/** What the payloads say, walked as they stand and by other means than the parser's: `Date` for times, plain lists for trees. */

const Raw = z.looseObject({
  page: z
    .looseObject({ id: z.string(), name: z.string(), url: z.string(), time_zone: z.string().optional(), updated_at: z.string() })
    .optional(),
  status: z.object({ indicator: z.string(), description: z.string() }).optional(),
  components: z
    .array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        status: z.string(),
        position: z.number(),
        group_id: z.string().nullish(),
        group: z.boolean().optional(),
      }),
    )
    .optional(),
})
const RawUpdate = z.looseObject({
  id: z.string(),
  status: z.string(),
  body: z.string(),
  created_at: z.string(),
  display_at: z.string().nullable(),
  affected_components: z.array(z.looseObject({ code: z.string(), new_status: z.string() })).nullish(),
})
const RawEntry = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  impact: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  started_at: z.string().optional(),
  resolved_at: z.string().nullable(),
  scheduled_for: z.string().optional(),
  scheduled_until: z.string().optional(),
  incident_updates: z.array(RawUpdate),
  components: z.array(z.looseObject({ id: z.string(), name: z.string() })).optional(),
})
type RawEntry = z.infer<typeof RawEntry>
const RawLists = z.object({
  incidents: z.array(RawEntry).default([]),
  scheduled_maintenances: z.array(RawEntry).default([]),
  incident: RawEntry.optional(),
})

type Source =
  | 'summary'
  | 'status'
  | 'components'
  | 'incidents'
  | 'unresolved'
  | 'scheduledMaintenances'
  | 'active'
  | 'upcoming'
  | 'incident'

const files = hasCaptures
  ? globSync(['statuspage/**/*.json', 'replay/*/*.json'], { cwd: capturesFolder, exclude: ['**/history-page-*'] }).toSorted()
  : []
const captured = files
  .map((file) => ({ file, text: readCapture(file) }))
  .map(({ file, text }) => ({ file, text, source: sourceOf(file, JSON.parse(text)) }))

const indicated: Readonly<Record<string, string>> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
  maintenance: 'under_maintenance',
}
const coverages: Readonly<Record<Source, Snapshot['coverage']>> = {
  summary: { components: 'full', incidents: 'open', maintenances: 'open' },
  status: { components: 'none', incidents: 'none', maintenances: 'none' },
  components: { components: 'full', incidents: 'none', maintenances: 'none' },
  incidents: { components: 'none', incidents: 'recent', maintenances: 'none' },
  unresolved: { components: 'none', incidents: 'open', maintenances: 'none' },
  scheduledMaintenances: { components: 'none', incidents: 'none', maintenances: 'recent' },
  active: { components: 'none', incidents: 'none', maintenances: 'none' },
  upcoming: { components: 'none', incidents: 'none', maintenances: 'none' },
  incident: { components: 'none', incidents: 'none', maintenances: 'none' },
}

describe.skipIf(skipsCaptures)('parsers/statuspage/api, on captured answers', () => {
  it('has answers to read', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(new Set(captured.map(({ source }) => source)).size).toBe(9)
  })

  it.each(captured)('$file says of its page what the payload says', ({ text, source }) => {
    const raw = Raw.parse(JSON.parse(text))

    const snapshot = parse(source, text)

    const { page, status } = raw
    expect(snapshot.coverage).toStrictEqual(coverages[source])
    expect(snapshot.page.name).toBe(page?.name)
    expect(snapshot.page.url).toBe(page?.url)
    expect(snapshot.page.timeZone).toBe(page?.time_zone)
    expect(snapshot.page.nativeId).toMatch(page ? new RegExp(`^${page.id}$`, 'u') : /^[a-z0-9]{12}$/u)
    expect(snapshot.sourceUpdatedAt).toBe(page && new Date(page.updated_at).toISOString())
    expect([snapshot.health, snapshot.native]).toStrictEqual([status && indicated[status.indicator], status?.description])
    expect(snapshot.authority).toBe('api')
    expect(snapshot.omissions).toStrictEqual([])
  })

  it.each(captured)('$file has the components of the payload, with their parents, in page order', ({ text, source }) => {
    const raw = Raw.parse(JSON.parse(text))

    const snapshot = parse(source, text)

    expect(flatten(snapshot.components)).toStrictEqual(raw.components && inPageOrder(raw.components))
  })

  it.each(captured)('$file has the entries of the payload, to the millisecond', ({ text, source }) => {
    const { incidents, scheduled_maintenances: planned, incident } = RawLists.parse(JSON.parse(text))
    const all = [...incidents, ...planned, ...(incident ? [incident] : [])]

    const snapshot = parse(source, text)

    expect((snapshot.incidents ?? []).map(shapeOf)).toStrictEqual(all.filter((entry) => !isPlanned(entry)).map(rawShapeOf))
    expect((snapshot.maintenances ?? []).map(shapeOf)).toStrictEqual(all.filter(isPlanned).map(rawShapeOf))
    expect((snapshot.maintenances ?? []).map(({ scheduledFor, scheduledUntil }) => [scheduledFor, scheduledUntil])).toStrictEqual(
      all.filter(isPlanned).map(({ scheduled_for: from, scheduled_until: until }) => [utc(from), utc(until)]),
    )
  })
})

const Line = z.object({ t: z.number(), body: z.unknown().optional(), raw: z.string().optional() })

describe.skipIf(skipsCaptures)('parsers/statuspage/api, on consecutive polls of one page', () => {
  it('reads every whole summary of two years, and refuses the broken ones', () => {
    const lines = readArchive('statuspage/github/replay-summary-2020-11-to-2022-12.jsonl.gz').map((line) => Line.parse(line))
    const whole = lines.filter(({ raw }) => raw === undefined)
    const broken = lines.filter(({ raw }) => raw !== undefined)

    for (const { body } of whole) {
      const snapshot = parse('summary', JSON.stringify(body))
      const lists = RawLists.parse(body)
      expect(flatten(snapshot.components)).toStrictEqual(inPageOrder(Raw.parse(body).components ?? []))
      expect(snapshot.incidents?.map(shapeOf)).toStrictEqual(lists.incidents.map(rawShapeOf))
      expect(snapshot.maintenances?.map(shapeOf)).toStrictEqual(lists.scheduled_maintenances.map(rawShapeOf))
    }

    for (const { raw = '' } of broken) expect(() => parse('summary', raw)).toThrow(ParseError)
    expect(lines).toHaveLength(2248)
    expect(broken).toHaveLength(4)
  })
})

function parse(source: Source, text: string): Snapshot {
  const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
  return statuspage.parse({ [source]: [documentOf('json', text)] }, context)
}

function sourceOf(file: string, value: unknown): Source {
  const keys = new Set(Object.keys(z.looseObject({}).parse(value)))
  if (keys.has('incident')) return 'incident'
  if (keys.has('status')) return keys.has('components') ? 'summary' : 'status'
  if (keys.has('components')) return 'components'
  if (keys.has('incidents')) return file.includes('unresolved') ? 'unresolved' : 'incidents'
  if (file.includes('-active')) return 'active'
  return file.includes('-upcoming') ? 'upcoming' : 'scheduledMaintenances'
}

type Flat = readonly [id: string, parent: string | undefined, name: string, status: string, health: string, group: boolean]

function flatten(components: readonly Component[] | undefined, parent?: string): readonly Flat[] | undefined {
  return components?.flatMap((component): Flat[] => [
    [component.nativeId, parent, component.name, component.native, component.health, component.group],
    ...(flatten(component.children, component.nativeId) ?? []),
  ])
}

type RawRow = NonNullable<z.infer<typeof Raw>['components']>[number]

function inPageOrder(rows: readonly RawRow[]): readonly Flat[] {
  const byPosition = rows.toSorted((a, b) => a.position - b.position)
  const listed = byPosition
    .filter(({ group_id: parent }) => !parent)
    .flatMap((row) => [row, ...byPosition.filter(({ group_id: parent }) => parent === row.id)])
  return listed.map(({ id, group_id: parent, name, status, group }) => [id, parent ?? undefined, name, status, status, group ?? false])
}

function shapeOf({
  nativeId,
  title,
  nativePhase,
  phase,
  nativeImpact,
  createdAt,
  updatedAt,
  startedAt,
  resolvedAt,
  updates,
  components,
  ...entry
}: Incident | Maintenance): object {
  return {
    nativeId,
    title,
    nativePhase,
    phase,
    nativeImpact,
    createdAt,
    updatedAt,
    startedAt,
    resolvedAt,
    impact: 'impact' in entry ? entry.impact : undefined,
    updates: updates?.map((update) => [
      update.nativeId,
      update.native,
      update.phase,
      update.body,
      update.postedAt,
      update.components?.map(({ nativeId: id, health }) => [id, health]),
    ]),
    components: components?.map(({ nativeId: id, name }) => [id, name]),
  }
}

function rawShapeOf(raw: RawEntry): object {
  const { id, name, status, impact, components, incident_updates: updates, ...times } = raw
  const oldestFirst = updates.map((update) => ({ ...update, at: utc(update.display_at ?? update.created_at) ?? '' })).toReversed()
  return {
    nativeId: id,
    title: name,
    nativePhase: status,
    phase: status,
    nativeImpact: impact,
    createdAt: utc(times.created_at),
    updatedAt: utc(times.updated_at),
    startedAt: utc(times.started_at),
    resolvedAt: utc(times.resolved_at),
    impact: isPlanned(raw) ? undefined : impact,
    updates: oldestFirst
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map((update) => [
        update.id,
        update.status,
        update.status,
        update.body,
        update.at,
        update.affected_components?.map(({ code, new_status: health }) => [code, health]),
      ]),
    components: components?.map((component) => [component.id, component.name]),
  }
}

function isPlanned({ impact, scheduled_for: from }: RawEntry): boolean {
  return impact === 'maintenance' || from !== undefined
}

function utc(time: string | null | undefined): string | undefined {
  return time ? new Date(time).toISOString() : undefined
}
