import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noneListed } from '../../data/changes/moment.ts'
import type { Database } from '../../data/database/open.ts'
import { reportParts } from '../../data/database/report-tables.ts'
import type { Schema } from '../../data/database/schema.ts'
import type { Poll } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import type { Component, Incident, Maintenance, Snapshot, Update } from '../../parsers/model.ts'
import { openTestDatabase } from '../support/database.ts'
import { at, secondsAfter } from '../support/rows.ts'

/** The same polls in any order, any of them repeated, end in the same state and the same versions. */

const start = at('2026-03-01T00:00:00Z')

interface WorldEntry {
  readonly id: number
  readonly title: number
  readonly impact: 'none' | 'minor' | 'critical'
  readonly phase: 'investigating' | 'identified' | 'monitoring'
  readonly updates: readonly { readonly id: number; readonly text: number }[]
  /** Which of several texts of a report it has, told whenever it is; of an update that is one in all but name. */
  readonly report: number
  readonly closing: number | undefined
}

interface World {
  readonly health: 'operational' | 'major_outage'
  readonly components: readonly { readonly id: number; readonly name: number; readonly health: Component['health'] }[]
  readonly incidents: readonly WorldEntry[]
  readonly maintenances: readonly { readonly id: number; readonly phase: 'scheduled' | 'in_progress'; readonly until: number }[]
}

const word = fc.integer({ min: 0, max: 2 })
const unique = { selector: (each: { readonly id: number }) => each.id, maxLength: 3 }

const world: fc.Arbitrary<World> = fc.record({
  health: fc.constantFrom('operational', 'major_outage'),
  // Two that are always there, or a reading would be held back as one of a broken page.
  components: fc
    .uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 1 }), name: word, health: fc.constantFrom('operational', 'partial_outage') }),
      unique,
    )
    .map((some) => [...some, { id: 8, name: 8, health: 'operational' }, { id: 9, name: 9, health: 'operational' }]),
  incidents: fc.uniqueArray(
    fc.record({
      id: word,
      title: word,
      impact: fc.constantFrom('none', 'minor', 'critical'),
      phase: fc.constantFrom('investigating', 'identified', 'monitoring'),
      // One update that every reading tells: the same id with none of its updates would be another incident.
      updates: fc.uniqueArray(fc.record({ id: word, text: word }), unique).map((updates) => [{ id: 9, text: 0 }, ...updates]),
      report: word,
      closing: fc.option(word, { nil: undefined }),
    }),
    unique,
  ),
  maintenances: fc.uniqueArray(fc.record({ id: word, phase: fc.constantFrom('scheduled', 'in_progress'), until: word }), unique),
})

/** A text that is read: with a window whose day only the posts around it can tell. */
function outage(text: number): string {
  const when = `Between 22:00 UTC and 23:1${text} UTC`
  return `${when} customers saw errors. They were caused by an expired certificate, which AWS renewed. We will watch its end from now on and test the renewal.`
}

function snapshotOf(state: World, turn: number): Snapshot {
  const observedAt = secondsAfter(start, turn * 60)
  function update(entry: string, { id, text }: { id: number; text: number }): Update {
    return {
      nativeId: `${entry}-u${id}`,
      phase: 'investigating',
      native: 'investigating',
      body: `text ${text}`,
      format: 'text',
      postedAt: secondsAfter(start, id),
    }
  }
  function closing(entry: string, text: number): Update {
    return { ...update(entry, { id: 8, text }), phase: 'resolved', native: 'resolved', body: outage(text) }
  }
  return {
    platform: 'statuspage',
    authority: 'api',
    observedAt,
    page: { name: 'Page' },
    health: state.health,
    native: state.health,
    components: state.components.map(({ id, name, health }) => ({
      nativeId: `c${id}`,
      name: `name ${name}`,
      health,
      native: health,
      group: false,
      children: [],
    })),
    incidents: state.incidents.map(({ id, title, impact, phase, updates, report, closing: closed }): Incident => ({
      nativeId: `i${id}`,
      title: `title ${title}`,
      impact,
      phase,
      nativePhase: phase,
      startedAt: secondsAfter(start, -id),
      updates: [...updates.map((each) => update(`i${id}`, each)), ...(closed === undefined ? [] : [closing(`i${id}`, closed)])],
      ...(id === 0 ? {} : { reports: [{ body: `# Root cause\n${outage(report)}`, format: 'markdown' as const }] }),
    })),
    maintenances: state.maintenances.map(({ id, phase, until }): Maintenance => ({
      nativeId: `m${id}`,
      title: 'work',
      phase,
      updates: [],
      scheduledUntil: secondsAfter(start, until * 60),
    })),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: [],
  }
}

function pollOf(pageId: string, state: World, turn: number): Poll {
  const snapshot = snapshotOf(state, turn)
  return {
    type: 'read',
    pageId,
    observedAt: snapshot.observedAt,
    recordedAt: snapshot.observedAt,
    bytes: 0,
    durationMilliseconds: 0,
    platform: 'statuspage',
    snapshot,
    archive: [],
    contentDigest: '',
    listsRead: false,
    openListed: noneListed,
    backfill: false,
    sources: [{ source: 'summary', url: 'u', etag: null, last_modified: null, body_hash: JSON.stringify(state) }],
  }
}

const compared: readonly (keyof Schema)[] = [
  'component',
  'incident',
  'incident_version',
  'incident_component',
  'incident_update',
  'incident_update_version',
  'maintenance',
  'maintenance_version',
  'report',
  ...reportParts,
]

/** When something was last told is kept exactly once it is gone; before, it is a lower bound that lists confirm without a write. */
function isGone(row: object): boolean {
  if ('missing_polls' in row) return row.missing_polls !== 0
  if ('listed' in row) return row.listed === 0
  return 'removed_at' in row && row.removed_at !== null
}

/** Since when a component has been as it is, is known only as far as the readings came in their order. */
function isCompared(name: string, row: object): boolean {
  if (name === 'seen_at') return isGone(row)
  // The id of a report belongs to the database's own search.
  return name !== 'changed_at' && !(name === 'id' && 'dated_at' in row)
}

async function contents({ db }: Database): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {}
  for (const table of compared) {
    const rows = await db.selectFrom(table).selectAll().execute()
    tables[table] = rows
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name]) => isCompared(name, row))
            .toSorted(([a], [b]) => a.localeCompare(b)),
        ),
      )
      .toSorted()
  }
  const { health, native, health_at, read_at, first_read_at, components_at, incidents_open_at } = await db
    .selectFrom('page')
    .selectAll()
    .executeTakeFirstOrThrow()
  return { ...tables, page: [health, native, health_at, read_at, first_read_at, components_at, incidents_open_at] }
}

async function play(order: readonly number[], worlds: readonly World[], batch: number): Promise<Record<string, unknown[]>> {
  const database = await openTestDatabase()
  await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.v.example' }] }])
  const { id } = await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()
  const polls = order.flatMap((turn) => {
    const state = worlds[turn]
    return state ? [pollOf(id, state, turn)] : []
  })
  for (let from = 0; from < polls.length; from += batch) await recordPolls(database, polls.slice(from, from + batch))
  const result = await contents(database)
  await database.close()
  return result
}

describe('data/store/polls.ts', () => {
  it('ends in the same tables whatever the order and repetition of the polls', async () => {
    const runs = fc
      .array(world, { minLength: 2, maxLength: 6 })
      .chain((worlds) =>
        fc.tuple(
          fc.constant(worlds),
          fc.shuffledSubarray([...worlds.keys(), ...worlds.keys()], { minLength: worlds.length * 2 }),
          fc.integer({ min: 1, max: 4 }),
        ),
      )
    await fc.assert(
      fc.asyncProperty(runs, async ([worlds, order, batch]) => {
        const inOrder = await play([...worlds.keys()], worlds, 1)

        expect(await play(order, worlds, batch)).toEqual(inOrder)
      }),
      { numRuns: 100 },
    )
  })

  it('writes nothing when the same snapshots come again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 4 }), async (worlds) => {
        const turns = [...worlds.keys()]

        expect(await play([...turns, ...turns], worlds, 1)).toEqual(await play(turns, worlds, 1))
      }),
      { numRuns: 20 },
    )
  })
})
