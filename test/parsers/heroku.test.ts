import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { heroku } from '../../parsers/heroku/index.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface WireEntry {
  readonly id: number
  readonly title: string
  readonly created_at: string
  readonly updated_at: string
  readonly full_url: string
  readonly updates: readonly {
    readonly id: number
    readonly update_type: string
    readonly contents: string
    readonly status_prod: string
    readonly status_dev: string
    readonly created_at: string
  }[]
}
interface Wire {
  readonly status: readonly { readonly system: string; readonly status: 'green' | 'yellow' | 'red' | 'blue' }[]
  readonly incidents: readonly WireEntry[]
  readonly scheduled: readonly WireEntry[]
}

const files = capturedFiles().flatMap(({ platform, file }) => (platform === 'heroku' ? [file] : []))
const healthOf = { green: 'operational', yellow: 'degraded_performance', red: 'major_outage', blue: 'under_maintenance' }
const page = { url: 'https://status.heroku.com' }

function read(text: string, source: 'currentStatus' | 'incidents' = 'currentStatus'): Snapshot {
  return heroku.parse({ [source]: [documentOf('json', text)] }, { page, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') })
}

function iso(text: string): string {
  return new Date(text).toISOString()
}

describe.skipIf(skipsCaptures)('parsers/heroku, on captured answers', () => {
  it.each(files)('%s: the systems by their colours, the entries with their updates', (file) => {
    const wire: Wire = JSON.parse(readCapture(file))

    const { components = [], incidents = [], maintenances = [], omissions } = read(readCapture(file))

    expect(components.map(({ nativeId, name, native, health }) => [nativeId, name, native, health])).toStrictEqual(
      wire.status.map(({ system, status }) => [system.toLowerCase(), system, status, healthOf[status]]),
    )
    for (const [entries, found] of [
      [wire.incidents, incidents],
      [wire.scheduled, maintenances],
    ] as const) {
      expect(found.map(({ nativeId, title, url, createdAt, updatedAt }) => [nativeId, title, url, createdAt, updatedAt])).toStrictEqual(
        entries.map((entry) => [String(entry.id), entry.title, entry.full_url, iso(entry.created_at), iso(entry.updated_at)]),
      )
      expect(
        found.map(({ updates }) => updates?.map(({ nativeId, native, body, postedAt }) => [nativeId, native, body, postedAt])),
      ).toStrictEqual(
        entries.map(({ updates }) =>
          updates.map((post) => [String(post.id), post.update_type, post.contents, iso(post.created_at)]).toReversed(),
        ),
      )
    }
    expect(omissions).toStrictEqual([])
  })

  it('an open incident is as far as its newest update says, a maintenance is over once that is said', () => {
    expect(read(readCapture('heroku/heroku_incident.json')).incidents).toMatchObject([{ phase: 'identified', nativePhase: 'open' }])
    expect(read(readCapture('other-bespoke/heroku/current-status-maintenance-2020.json')).maintenances).toMatchObject([
      { phase: 'completed', nativePhase: 'resolved' },
    ])
  })
})

describe('parsers/heroku', () => {
  const at = '2026-09-01T10:00:00.000Z'
  const entry = { id: 7, title: 'Slow', created_at: at, updated_at: at, full_url: 'https://status.heroku.com/incidents/7' }

  function posts(...types: readonly string[]): object {
    return {
      updates: types
        .map((type, index) => ({ id: index, update_type: type, contents: '', created_at: `2026-09-01T1${index}:00:00.000Z` }))
        .toReversed(),
    }
  }

  it.each([
    ['open, resolved false', { state: 'open', resolved: false, ...posts('investigating', 'monitoring', 'update') }, 'monitoring'],
    ['resolved, though `resolved` is false', { state: 'resolved', resolved: false, ...posts('investigating') }, 'resolved'],
    ['open, though an update says resolved', { state: 'open', resolved: true, ...posts('issue', 'resolved') }, 'identified'],
    ['open, without updates', { state: 'open', updates: [] }, 'unknown'],
    ['without a state, resolved', { resolved: true, ...posts('issue') }, 'resolved'],
    ['in a state that nobody has mapped', { state: 'paused', ...posts('issue') }, 'unknown'],
  ])('an incident that is %s', (_what, fields, phase) => {
    expect(read(JSON.stringify([{ ...entry, ...fields }]), 'incidents').incidents?.[0]?.phase).toBe(phase)
  })

  it('names the parts of the world that an incident concerns, beside the systems', () => {
    const fields = { state: 'open', updates: [], systems: [{ name: 'Apps', status: 'red' }], tags: ['EMEA', { name: 'NA' }, 7] }
    const tagged = { ...entry, id: 8, state: 'open', updates: [], tags: ['APAC'] }

    const { incidents } = read(JSON.stringify([{ ...entry, ...fields }, tagged, { ...entry, id: 9, updates: [] }]), 'incidents')

    expect(incidents?.map(({ components }) => components)).toStrictEqual([
      [{ nativeId: 'apps', name: 'Apps', health: 'major_outage' }, { name: 'EMEA' }, { name: 'NA' }],
      [{ name: 'APAC' }],
      undefined,
    ])
  })

  it('is found by its host', () => {
    expect(detect({ home: documentOf('html', '<html></html>', 'https://status.heroku.com/') }, [heroku])[0]?.identified).toBe(true)
  })
})
