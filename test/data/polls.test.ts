import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noneListed } from '../../data/changes/moment.ts'
import type { Database } from '../../data/database/open.ts'
import type { PageTable } from '../../data/database/schema.ts'
import type { FailedPoll, ReadPoll, Recorded, UnchangedPoll } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import type { Component, Health, Incident, Instant, Snapshot } from '../../parsers/model.ts'
import { openTestDatabase } from '../support/database.ts'
import { at, secondsAfter } from '../support/rows.ts'

const start = at('2026-03-01T00:00:00Z')
let database: Database
let pageId: string

function component(id: string, health: Health = 'operational'): Component {
  return { nativeId: id, name: `Component ${id}`, health, native: health, group: false, children: [] }
}

function incident(id: string, phase: Incident['phase'] = 'investigating', fields: Partial<Incident> = {}): Incident {
  const update = {
    nativeId: `${id}-1`,
    phase: 'investigating' as const,
    native: 'investigating',
    body: 'Looking',
    format: 'text' as const,
    postedAt: start,
  }
  return {
    nativeId: id,
    title: `Incident ${id}`,
    impact: 'major',
    startedAt: start,
    updates: [update],
    ...(phase ? { phase } : {}),
    ...fields,
  }
}

function snapshot(observedAt: Instant, fields: Partial<Snapshot> = {}): Snapshot {
  return {
    platform: 'statuspage',
    authority: 'api',
    observedAt,
    page: { nativeId: 'p', name: 'Page' },
    health: 'operational',
    native: 'All Systems Operational',
    components: [component('a'), component('b')],
    incidents: [],
    coverage: { components: 'full', incidents: 'open', maintenances: 'none' },
    omissions: [],
    ...fields,
  }
}

function read(minute: number, fields: Partial<Snapshot> = {}, poll: Partial<ReadPoll> = {}): ReadPoll {
  const observedAt = secondsAfter(start, minute * 60)
  const told = snapshot(observedAt, fields)
  return {
    type: 'read',
    pageId,
    observedAt,
    recordedAt: observedAt,
    bytes: 1,
    durationMilliseconds: 1,
    platform: 'statuspage',
    snapshot: told,
    sources: [{ source: 'summary', url: 'u', etag: '"e"', last_modified: null, body_hash: JSON.stringify(told) }],
    archive: [],
    contentDigest: 'digest',
    listsRead: false,
    openListed: noneListed,
    backfill: false,
    ...poll,
  }
}

function unchanged(minute: number): UnchangedPoll {
  const observedAt = secondsAfter(start, minute * 60)
  return {
    type: 'unchanged',
    outcome: 'not_modified',
    pageId,
    observedAt,
    recordedAt: observedAt,
    bytes: 0,
    durationMilliseconds: 1,
    sources: [],
    listsRead: false,
  }
}

function failed(minute: number, fields: Partial<FailedPoll> = {}): FailedPoll {
  const observedAt = secondsAfter(start, minute * 60)
  const poll = { type: 'failed', outcome: 'unreachable', kind: 'timeout', detail: 'deadline', understood: true, digest: 'f' } as const
  return { ...poll, pageId, observedAt, recordedAt: observedAt, bytes: 0, durationMilliseconds: 1, ...fields }
}

async function page(): Promise<PageTable> {
  return database.db.selectFrom('page').selectAll().executeTakeFirstOrThrow()
}

async function kinds(polls: Parameters<typeof recordPolls>[1]): Promise<string[]> {
  const recorded: readonly Recorded[] = await recordPolls(database, polls)
  return recorded.flatMap((one) => [...one.changes])
}

describe('data/store/polls.ts', () => {
  beforeEach(async () => {
    database = await openTestDatabase()
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.v.example' }] }])
    pageId = (await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()).id
  })
  afterEach(() => database.close())

  it('marks what a first reading tells as backfilled', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] })])

    const changes = await database.db.selectFrom('change').select(['kind', 'backfilled']).execute()

    expect(changes.map((change) => change.kind)).toEqual([
      'component_added',
      'component_added',
      'incident_opened',
      'incident_update_posted',
    ])
    expect(changes.every((change) => change.backfilled === 1)).toBe(true)
  })

  it('keeps validators and state together, and freshness with both', async () => {
    await recordPolls(database, [read(0)])
    await recordPolls(database, [unchanged(2)])

    const source = await database.db.selectFrom('source_state').selectAll().executeTakeFirstOrThrow()

    expect(source).toMatchObject({ source: 'summary', etag: '"e"' })
    expect(await page()).toMatchObject({ read_at: secondsAfter(start, 120), health_at: secondsAfter(start, 120), health: 'operational' })
  })

  it('keeps an update that another source told without a number', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] })])
    const postmortem = {
      phase: 'postmortem' as const,
      native: 'Postmortem',
      body: '<p>A cause</p>',
      format: 'html' as const,
      postedAt: start,
    }
    const numbered = incident('i').updates ?? []
    const whole = incident('i', 'investigating', { updates: [...numbered, postmortem] })

    expect(await kinds([read(2, { incidents: [whole] })])).toEqual(['incident_update_posted'])
    expect(await kinds([read(4, { incidents: [incident('i')] })])).toEqual([])
    expect(await kinds([read(6, { incidents: [incident('i', 'investigating', { updates: [] })] })])).toEqual([
      'incident_update_removed',
      'incident_update_removed',
    ])
  })

  it('joins unbroken polls to one stretch of observation and begins another after a gap', async () => {
    await recordPolls(database, [read(0), unchanged(2), unchanged(4), unchanged(60), unchanged(62)])

    const stretches = await database.db.selectFrom('observation').select(['from_at', 'until_at', 'polls']).orderBy('from_at').execute()

    expect(stretches).toEqual([
      { from_at: start, until_at: secondsAfter(start, 240), polls: 3 },
      { from_at: secondsAfter(start, 3_600), until_at: secondsAfter(start, 3_720), polls: 2 },
    ])
  })

  it('notes the failure of a page once, and its recovery', async () => {
    await recordPolls(database, [read(0)])

    expect(await kinds([failed(1), failed(2), failed(3)])).toEqual(['page_failed'])
    expect(await page()).toMatchObject({
      failures: 3,
      failing_since: secondsAfter(start, 60),
      failure_kind: 'timeout',
      health: 'operational',
      understood: 1,
    })
    expect(await kinds([unchanged(4)])).toEqual(['page_recovered'])
    expect(await page()).toMatchObject({ failures: 0, failing_since: null, failure_kind: null })
  })

  it('says nothing of the failure of a page that was never read', async () => {
    expect(await kinds([failed(1), failed(2)])).toEqual([])
  })

  it('takes a component for removed after three good polls without it, unchanged ones included', async () => {
    await recordPolls(database, [read(0)])
    const without = { components: [component('a')] }

    expect(await kinds([read(1, without), unchanged(2)])).toEqual([])
    expect(await kinds([unchanged(3)])).toEqual(['component_removed'])
    expect(await kinds([unchanged(4)])).toEqual([])
    expect(await kinds([read(5)])).toEqual(['component_added'])
  })

  it('closes an incident that an open list no longer holds, by inference and without an end of its own', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] })])

    expect(await kinds([read(2)])).toEqual(['incident_resolved'])
    const row = await database.db.selectFrom('incident').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ is_open: 0, phase: 'investigating', resolved_at: null, closed_seen_at: secondsAfter(start, 120) })
  })

  it('lets a later list correct an inferred end', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] }), read(2)])
    const told = incident('i', 'resolved', { resolvedAt: secondsAfter(start, 90) })
    const recent = { components: 'full', incidents: 'recent', maintenances: 'none' } as const

    expect(await kinds([read(4, { incidents: [told], coverage: recent })])).toEqual(['incident_phase'])
    const row = await database.db.selectFrom('incident').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ is_open: 0, phase: 'resolved', resolved_at: secondsAfter(start, 90), closed_seen_at: null })
  })

  it.each([
    { name: 'the title', change: { title: 'Other' }, kind: 'incident_renamed' },
    { name: 'the impact', change: { impact: 'minor' as const }, kind: 'incident_impact' },
    { name: 'the start', change: { startedAt: secondsAfter(start, -60) }, kind: 'incident_times' },
    { name: 'the phase', change: { phase: 'monitoring' as const }, kind: 'incident_phase' },
  ])('keeps both versions when $name of an incident changes', async ({ change, kind }) => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] })])

    expect(await kinds([read(2, { incidents: [incident('i', 'investigating', change)] })])).toEqual([kind])
    const versions = await database.db.selectFrom('incident_version').select(['seen_from', 'seen_until']).orderBy('seen_from').execute()
    expect(versions).toEqual([
      { seen_from: start, seen_until: start },
      { seen_from: secondsAfter(start, 120), seen_until: null },
    ])
  })

  it('reopens an incident that was closed', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('i')] }), read(2)])

    expect(await kinds([read(4, { incidents: [incident('i')] })])).toEqual(['incident_reopened'])
  })

  it('lets an older reading add versions but neither changes nor a present state', async () => {
    await recordPolls(database, [read(10, { incidents: [incident('i', 'monitoring')] })])

    expect(await kinds([read(5, { health: 'major_outage', incidents: [incident('i', 'investigating')] })])).toEqual([])
    expect(await page()).toMatchObject({ health: 'operational', first_read_at: secondsAfter(start, 300) })
    expect(await database.db.selectFrom('incident').select('phase').executeTakeFirstOrThrow()).toEqual({ phase: 'monitoring' })
    expect(await database.db.selectFrom('incident_version').select('phase').orderBy('seen_from').execute()).toEqual([
      { phase: 'investigating' },
      { phase: 'monitoring' },
    ])
  })

  it('skips a poll that was recorded before', async () => {
    const poll = read(0)
    await recordPolls(database, [poll])

    expect(await recordPolls(database, [poll])).toEqual([{ outcome: 'skipped', changes: [] }])
  })

  it('doubts a banner that disagrees with a component, and takes the doubt back', async () => {
    await recordPolls(database, [read(0, { components: [component('a', 'major_outage'), component('b')] })])

    expect(await page()).toMatchObject({ health: 'major_outage' })
    expect(await database.db.selectFrom('doubt').select(['subject_id', 'kind']).execute()).toEqual([
      { subject_id: pageId, kind: 'contradiction' },
    ])
    await recordPolls(database, [read(2)])
    expect(await database.db.selectFrom('doubt').selectAll().execute()).toEqual([])
  })

  it('notes the move to another platform and keeps the incident that it tells under another id', async () => {
    await recordPolls(database, [read(0, { incidents: [incident('old')] })])
    const { id } = await database.db.selectFrom('incident').select('id').executeTakeFirstOrThrow()
    const update = {
      nativeId: 'other',
      phase: 'investigating' as const,
      native: 'Investigating',
      body: 'Looking',
      format: 'text' as const,
      postedAt: start,
    }
    const moved = incident('01JABCDEF', 'investigating', { title: 'Incident old', updates: [update] })

    expect(await kinds([read(2, { incidents: [moved], page: { nativeId: 'q', name: 'Page' } }, { platform: 'another' })])).toEqual([
      'page_migrated',
      'incident_update_edited',
    ])
    expect(await database.db.selectFrom('incident').select(['id', 'native_id']).execute()).toEqual([{ id, native_id: '01JABCDEF' }])
  })

  it('fails as a whole: nothing of a batch is kept where one poll cannot be', async () => {
    await expect(recordPolls(database, [read(0), { ...read(1), pageId: 'nobody' }])).rejects.toThrow('no page')
    expect(await database.db.selectFrom('poll').selectAll().execute()).toEqual([])
    expect(await page()).toMatchObject({ read_at: null })
  })
})
