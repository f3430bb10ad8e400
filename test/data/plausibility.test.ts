import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PageState } from '../../data/changes.ts'
import type { EntryState } from '../../data/changes/moment.ts'
import type { ComponentTable, EntryTable, PageTable } from '../../data/database/schema.ts'
import { contentDigest } from '../../data/identity.ts'
import { doubtfulReading } from '../../data/plausibility.ts'
import type { Component, Health, Incident, Snapshot } from '../../parsers/model.ts'
import {
  component as componentRow,
  hourAgo,
  incident as incidentRow,
  now,
  page as pageRow,
  secondsAfter,
  update as updateRow,
} from '../support/rows.ts'

const hour = 3_600

function leaf(nativeId: string, health: Health = 'operational'): Component {
  return { nativeId, name: nativeId, health, native: health, group: false, children: [] }
}

function told(count: number): Component[] {
  return Array.from({ length: count }, (_, index) => leaf(`c${index}`))
}

function stored(count: number, row: Partial<ComponentTable> = {}): ReadonlyMap<string, ComponentTable> {
  return new Map(
    Array.from(
      { length: count },
      (_, index) => [`c${index}`, componentRow('v-page', `c${index}`, { native_id: `c${index}`, ...row })] as const,
    ),
  )
}

function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    platform: 'statuspage',
    authority: 'api',
    observedAt: now,
    page: {},
    health: 'operational',
    components: told(4),
    incidents: [],
    coverage: { components: 'full', incidents: 'open', maintenances: 'none' },
    omissions: [],
    ...fields,
  }
}

function silent(fields: Partial<Snapshot> = {}): Snapshot {
  const { health: _, components: __, incidents: ___, ...rest } = snapshot()
  return { ...rest, ...fields }
}

interface Situation {
  readonly page?: Partial<PageTable>
  readonly components?: ReadonlyMap<string, ComponentTable>
  readonly incidents?: readonly EntryState[]
  readonly digest?: string
  readonly at?: typeof now
}

function judge(
  reading: Snapshot,
  { page = {}, components, incidents = [], digest = 'another', at = now }: Situation = {},
): ReturnType<typeof doubtfulReading> {
  const state: PageState = {
    components: components && { rows: components, isPartial: false },
    incident: new Map(incidents.map((entry) => [entry.row.native_id, entry])),
    maintenance: new Map(),
  }
  return doubtfulReading({ snapshot: reading, contentDigest: digest }, { ...pageRow('v'), content_digest: 'digest', ...page }, state, at)
}

describe('data/plausibility.ts', () => {
  describe('a list of components', () => {
    it.each([
      { before: 5, after: 0, detail: 'it lists none of its 5 components' },
      { before: 1, after: 0, detail: 'it lists none of its 1 components' },
      { before: 5, after: 2, detail: 'it lists only 2 of its 5 components' },
      { before: 3, after: 1, detail: 'it lists only 1 of its 3 components' },
      { before: 400, after: 199, detail: 'it lists only 199 of its 400 components' },
    ])('is held back where $after are left of $before', ({ before, after, detail }) => {
      expect(judge(snapshot({ components: told(after) }), { components: stored(before) })).toMatchObject({
        kind: after === 0 ? 'empty' : 'shape',
        detail,
        suspectSince: now,
      })
    })

    it.each([
      { before: 5, after: 3 },
      { before: 4, after: 2 },
      { before: 2, after: 1 },
      { before: 0, after: 0 },
      { before: 0, after: 7 },
      { before: 5, after: 50 },
    ])('passes where $after are left of $before', ({ before, after }) => {
      expect(judge(snapshot({ components: told(after) }), { components: stored(before) })).toBeUndefined()
    })

    it('is measured by what stood at the last good reading: neither what is missing already nor a group counts', () => {
      const standing = stored(4)
      const missing = componentRow('v-page', 'gone', { native_id: 'gone', missing_polls: 1 })
      const group = componentRow('v-page', 'group', { native_id: 'group', is_group: 1 })
      const rows = new Map([...standing, ['gone', missing] as const, ['group', group] as const])

      expect(judge(snapshot({ components: told(2) }), { components: rows })).toBeUndefined()
      expect(judge(snapshot({ components: told(1) }), { components: rows })?.detail).toBe('it lists only 1 of its 4 components')
    })

    it('that names only what is concerned may be short', () => {
      for (const extent of ['open', 'recent', 'none'] as const) {
        const reading = snapshot({ components: [], coverage: { components: extent, incidents: 'open', maintenances: 'none' } })

        expect(judge(reading, { components: stored(5) })).toBeUndefined()
      }
    })

    it('of groups alone is a list of none', () => {
      const group: Component = { ...leaf('group'), group: true }

      expect(judge(snapshot({ components: [group] }), { components: stored(4) })?.kind).toBe('empty')
    })

    it('is not asked about where it says what it said before, and in a reading that is older than another', () => {
      expect(judge(snapshot({ components: [] }))).toBeUndefined()
      expect(judge(snapshot({ components: told(1) }), { components: stored(5), page: { read_at: secondsAfter(now, 1) } })).toBeUndefined()
    })
  })

  it('holds back a reading that tells nothing, however old it is', () => {
    expect(judge(silent())).toMatchObject({ kind: 'empty', detail: 'it tells nothing' })
    expect(judge(silent(), { page: { read_at: secondsAfter(now, 60) } })).toMatchObject({ kind: 'empty' })
    expect(judge(silent({ health: 'operational' }))).toBeUndefined()
    expect(judge(silent({ incidents: [] }))).toBeUndefined()
  })

  describe('what is held back', () => {
    const digest = contentDigest(told(1))
    const held = { components: stored(5), page: { suspect_digest: digest, suspect_since: hourAgo } }

    it('is held back since it was first seen so', () => {
      expect(judge(snapshot({ components: told(1) }), held)).toMatchObject({ suspectSince: hourAgo, suspectDigest: digest })
    })

    it('begins anew with another list', () => {
      expect(judge(snapshot({ components: [leaf('c4')] }), held)).toMatchObject({ suspectSince: now })
    })

    it.each([
      { seconds: 6 * hour - 1, isHeld: true },
      { seconds: 6 * hour, isHeld: false },
      { seconds: 60 * hour, isHeld: false },
    ])('is believed after six hours of the same: after $seconds s held = $isHeld', ({ seconds, isHeld }) => {
      const at = secondsAfter(hourAgo, seconds)

      expect(judge(snapshot({ components: told(1) }), { ...held, at }) !== undefined).toBe(isHeld)
    })
  })

  describe('a reading whose own clock has gone back', () => {
    const page = { source_updated_at: hourAgo, health: 'major_outage' } as const
    const older = { sourceUpdatedAt: secondsAfter(hourAgo, -600) }
    const components = stored(4)

    function known(row: Partial<EntryTable> = {}, updates: readonly string[] = ['u1', 'u2']): EntryState {
      const entry = incidentRow('v', 'i1', { native_id: 'i1', updated_at: hourAgo, first_posted_at: hourAgo, ...row })
      const states = updates.map((id) => ({ row: updateRow('i1', id, { native_id: id }), versions: [] }))
      return { row: entry, detail: { components: [], versions: [], updates: states, reports: [] } }
    }

    function incident(fields: Partial<Incident> = {}, updates: readonly string[] = ['u1']): Incident {
      return {
        nativeId: 'i1',
        title: 'Incident i1',
        updatedAt: secondsAfter(hourAgo, -600),
        updates: updates.map((nativeId) => ({ nativeId, body: nativeId, format: 'text' as const })),
        ...fields,
      }
    }

    const copy = { kind: 'shape', detail: 'an older copy of itself' }

    it('is an older copy where it says something else and nothing new', () => {
      expect(judge(snapshot(older), { page, components })).toMatchObject(copy)
      expect(judge(snapshot({ ...older, incidents: [incident()] }), { page, components, incidents: [known()] })).toMatchObject(copy)
      expect(judge(snapshot({ ...older, health: 'major_outage' }), { page, components })).toMatchObject(copy)
    })

    it.each([
      { what: 'the same as before', reading: snapshot(older), digest: 'digest' },
      { what: 'an entry that is not known', reading: snapshot({ ...older, incidents: [incident({ nativeId: 'i2' })] }) },
      { what: 'an update that is not known', reading: snapshot({ ...older, incidents: [incident({}, ['u1', 'u3'])] }) },
      { what: 'a later change of an entry', reading: snapshot({ ...older, incidents: [incident({ updatedAt: now })] }) },
      { what: 'a component that is not known', reading: snapshot({ ...older, components: [...told(4), leaf('new')] }) },
    ])('is a reading where it tells $what: then the clock was set back', ({ reading, digest }) => {
      expect(judge(reading, { page, components, incidents: [known()], ...(digest === undefined ? {} : { digest }) })).toBeUndefined()
    })

    it('does not matter where it went forward, stood still or is not told', () => {
      for (const clock of [{ sourceUpdatedAt: now }, { sourceUpdatedAt: hourAgo }, {}]) {
        expect(judge(snapshot(clock), { page, components })).toBeUndefined()
      }
      expect(judge(snapshot(older), { page: { ...page, source_updated_at: null }, components })).toBeUndefined()
    })

    it('is believed in the end, like everything that stays', () => {
      const suspect = { suspect_digest: contentDigest(told(4)), suspect_since: secondsAfter(now, -6 * hour) }

      expect(judge(snapshot(older), { page: { ...page, ...suspect }, components })).toBeUndefined()
    })

    it('of another source is another clock, unless it cannot know of an entry that is open', () => {
      const feed = silent({ ...older, authority: 'feed', incidents: [] })

      expect(judge(feed, { page, incidents: [] })).toBeUndefined()
      expect(judge(feed, { page, incidents: [known({ first_posted_at: secondsAfter(hourAgo, -900) })] })).toBeUndefined()
      expect(judge(feed, { page, incidents: [known({ first_posted_at: secondsAfter(hourAgo, -300) })] })).toMatchObject(copy)
      expect(judge(feed, { page, incidents: [known({ is_open: 0 })] })).toBeUndefined()
    })

    it('of lists without the page itself counts where they tell an entry as it was before', () => {
      const lists = silent({ ...older, incidents: [incident()] })

      expect(judge(lists, { page, incidents: [known()] })).toMatchObject(copy)
      expect(judge(silent({ ...older, incidents: [incident({}, ['u1', 'u2'])] }), { page, incidents: [known()] })).toBeUndefined()
      expect(judge(silent({ ...older, incidents: [incident({ updatedAt: now })] }), { page, incidents: [known()] })).toBeUndefined()
    })
  })

  it('never holds back half of the components or more under a clock that does not go back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.nat(), fc.nat(3_600), (before, more, later) => {
        const after = Math.ceil(before / 2) + (more % 40) + (before === 0 ? 0 : 1)
        const reading = snapshot({ components: told(after), sourceUpdatedAt: secondsAfter(hourAgo, later) })

        expect(judge(reading, { components: stored(before), page: { source_updated_at: hourAgo } })).toBeUndefined()
      }),
    )
  })
})
