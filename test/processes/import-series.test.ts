import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Incident } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { capturesFolder, hasCaptures, readCapture, skipsCaptures } from '../support/captures.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'

const Summary = z.strictObject({
  polls: z.number(),
  failed: z.record(z.string(), z.number()),
  changes: z.record(z.string(), z.number()),
  seconds: z.number(),
})
type Summary = z.infer<typeof Summary>

const pages = {
  aws: 'https://health.aws.amazon.com/health/status',
  google: 'https://status.cloud.google.com',
  slack: 'https://slack-status.com',
} as const

interface Line {
  readonly at: string
  readonly body: string
}

/** The states of a series in order, each at the moment that its file names. */
function seriesOf(folder: string): readonly Line[] {
  const files = hasCaptures ? readdirSync(join(capturesFolder, folder)) : []
  return files
    .map((file) => {
      const {
        day = '',
        hour = '23',
        minute = '59',
        second = '59',
      } = /(?<day>\d{4}-\d\d-\d\d)(?:T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d))?/u.exec(file)?.groups ?? {}
      return { at: `${day}T${hour}:${minute}:${second}.000Z`, body: readCapture(`${folder}/${file}`) }
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

const Notes = z.array(z.object({ date_created: z.string(), body: z.string() }))
const Slack = z.object({
  active_incidents: z.tuple([z.object({ id: z.number(), title: z.string(), services: z.array(z.string()), notes: Notes })]),
})
const Past = z.object({
  service: z.string(),
  summary: z.string(),
  status: z.coerce.number(),
  date: z.coerce.number(),
  description: z.string(),
})
const Aws = z.object({ current: z.array(Past), archive: z.array(Past) })
const Google = z.array(
  z.object({
    id: z.string().optional(),
    uri: z.string(),
    end: z.string().optional(),
    updates: z.array(z.object({ created: z.string(), text: z.string() })),
  }),
)

describe.skipIf(skipsCaptures)('crawler/commands/import.ts, one incident state by state', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('at Slack: one id through two titles, every note once, and closed when it is no longer among the active ones', async () => {
    const lines = seriesOf('slack/series')
    const states = lines.map(({ body }) => Slack.parse(JSON.parse(body)).active_incidents[0])
    const quiet = {
      status: 'ok',
      date_created: '2022-11-25T08:00:00-08:00',
      date_updated: '2022-11-25T08:00:00-08:00',
      active_incidents: [],
    }
    const notes = new Map(states.flatMap((state) => state.notes.map((note) => [Date.parse(note.date_created), note.body])))

    const changes = await importInto('slack', 'current', [...lines, { at: '2022-11-25T17:00:00.000Z', body: JSON.stringify(quiet) }])

    expect(changes).toEqual({
      incident_opened: 1,
      incident_update_posted: notes.size,
      incident_renamed: transitions(states.map(({ title }) => title)),
      incident_components: transitions(states.map(({ services }) => services.toSorted().join())),
      incident_resolved: 1,
      page_health: 1,
    })
    const incidents = await incidentsOf()
    expect(incidents).toMatchObject([
      { nativeId: '1157', title: states.at(-1)?.title, open: false, resolvedAt: null, closedSeenAt: '2022-11-25T17:00:00.000Z' },
    ])
    expect(incidents[0]?.updates.map(({ postedAt, body }) => [Date.parse(postedAt ?? ''), body])).toEqual(
      [...notes].toSorted(([a], [b]) => a - b),
    )
    expect(incidents[0]?.components.map(({ name }) => name)).toEqual(states.at(-1)?.services)
  })

  it('at AWS: the events of a day through their titles and grades, each with all its posts, into the archive', async () => {
    const lines = seriesOf('aws/series')
    const states = lines.map(({ body }) => Aws.parse(JSON.parse(body)))
    // What is in the archive is over, whatever its worst grade was.
    const events = new Map(
      states
        .flatMap(({ current, archive }) => [...archive.map((entry) => ({ ...entry, status: 0 })), ...current])
        .map((entry) => [keyOf(entry), entry]),
    )
    const day = [...new Set(states.flatMap(({ current }) => current.map(keyOf)))].flatMap((key) => events.get(key) ?? [])

    const changes = await importInto('aws', 'data', lines)

    expect(Object.keys(changes).filter((kind) => /_(?:removed|reopened|failed|edited|retimed)$/u.test(kind))).toEqual([])
    const incidents = await incidentsOf()
    const known = incidents.filter(({ updates }) => (updates[0]?.postedAt ?? '') > '2020-11-25T12')
    const expected = day.map(
      ({ service, description, summary, status }) =>
        `${service}: ${postsIn(description).length}${status === 0 || summary.startsWith('[RESOLVED]') ? '' : ', open'}`,
    )
    expect(new Set(known.map(storyOf))).toEqual(new Set(expected))
    expect(known).toHaveLength(day.length)
    expect(incidents.find(({ nativeId }) => nativeId === 'kinesis-us-east-1_1606314960')).toMatchObject({
      phase: 'resolved',
      resolvedAt: '2020-11-26T08:03:00.000Z',
      open: false,
    })
  })

  it('at Google: one more update each time, the edit of one, and the end that is stated', async () => {
    const lines = seriesOf('gcp/series')
    const states = lines.map(({ body }) => Google.parse(JSON.parse(body)))
    const ids = new Set(states.flat().map(({ id, uri }) => id ?? uri.split('/').slice(-2).join('/')))
    const versions = Map.groupBy(
      states.flatMap((state) => state.find(({ id }) => id === 'utF3FMFdQfwBzJcGG6vf')?.updates ?? []),
      ({ created }) => Date.parse(created),
    )
    const edits = [...versions.values()].map((texts) => transitions(texts.map(({ text }) => text)))

    const changes = await importInto('google', 'incidents', lines)

    expect(changes).toMatchObject({
      incident_opened: ids.size,
      incident_update_edited: edits.reduce((a, b) => a + b),
      incident_resolved: 1,
    })
    expect(Object.keys(changes).filter((kind) => /_(?:removed|reopened|failed|retimed)$/u.test(kind))).toEqual([])
    const told = (await incidentsOf()).find(({ nativeId }) => nativeId === 'utF3FMFdQfwBzJcGG6vf')
    expect(told).toMatchObject({ phase: 'resolved', resolvedAt: '2026-08-20T19:20:00.000Z', open: false })
    expect(told?.updates.map(({ postedAt, revisions }) => [Date.parse(postedAt ?? ''), revisions])).toEqual(
      [...versions]
        .map(([created, texts]) => [created, 1 + transitions(texts.map(({ text }) => text))])
        .toSorted(([a = 0], [b = 0]) => a - b),
    )
  })

  /** What the first import has changed; the second changes nothing. */
  async function importInto(platform: keyof typeof pages, source: string, lines: readonly Line[]): Promise<Summary['changes']> {
    const archive = join(workshop.folder, 'series.jsonl')
    const rows = lines.map(({ at, body }) => JSON.stringify({ observedAt: at, documents: { [source]: { body } } }))
    writeFileSync(archive, rows.join('\n'))
    writeFileSync(
      settings().STATUSWIRE_CONFIG,
      JSON.stringify({ vendors: [{ id: 'acme', name: 'Acme', pages: [{ url: pages[platform], platform }] }] }),
    )
    const summaries: Summary[] = []
    for (let turn = 0; turn < 2; turn++) {
      const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['import', '--vendor', 'acme', '--json', archive], settings())
      expect([code, stderr]).toEqual([0, ''])
      summaries.push(Summary.parse(JSON.parse(stdout)))
    }
    expect(summaries).toMatchObject([
      { polls: lines.length, failed: {} },
      { polls: 0, failed: {}, changes: {} },
    ])
    return summaries[0]?.changes ?? {}
  }

  async function incidentsOf(): Promise<readonly z.infer<typeof Incident>[]> {
    const server = await workshop.serve(settings().DATABASE_URL)
    return getAll(`${server.url}/api/v1/incidents`, Incident)
  }

  function settings(): Readonly<Record<'DATABASE_URL' | 'STATUSWIRE_CONFIG', string>> {
    return {
      DATABASE_URL: `sqlite:${join(workshop.folder, 'statuswire.db')}`,
      STATUSWIRE_CONFIG: join(workshop.folder, 'statuswire.yaml'),
    }
  }
})

/** How often a value differs from the one before. */
function transitions(values: readonly string[]): number {
  return values.filter((value, index) => index > 0 && value !== values[index - 1]).length
}

/** A service has several events; the first post, which stays, tells them apart. */
function keyOf({ service, date, description }: z.infer<typeof Past>): string {
  return `${service} ${Math.floor(date / 86_400)} ${postsIn(description)[0]}`
}

function postsIn(description: string): readonly string[] {
  return [...description.matchAll(/class="yellowfg">([^<]*)</gu)].map(([, stamp = '']) => stamp.trim())
}

function storyOf({ nativeId, updates, open }: z.infer<typeof Incident>): string {
  return `${nativeId.slice(0, nativeId.lastIndexOf('_'))}: ${updates.length}${open ? ', open' : ''}`
}
