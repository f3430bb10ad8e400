import { describe, expect, it } from 'vitest'
import { hasOpenEntries, knownEntries, openListedBy, readDocuments, snapshotDigest } from '../../crawler/reading.ts'
import { toldDigest } from '../../data/changes/entries.ts'
import type { KnownEntryRow } from '../../data/store/due.ts'
import type { Incident, Maintenance, Snapshot } from '../../parsers/model.ts'
import { platforms } from '../../parsers/registry.ts'
import { documentOf } from '../support/documents.ts'
import { at, neverRead, page } from '../support/rows.ts'
import { scriptedDocuments } from '../support/scripted/documents.ts'
import { scriptedPage } from '../support/scripted/pages.ts'

function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    platform: 'statuspage',
    authority: 'api',
    observedAt: at('2026-03-01T12:00:00Z'),
    page: {},
    coverage: { components: 'none', incidents: 'none', maintenances: 'none' },
    omissions: [],
    ...fields,
  }
}

function incident(nativeId: string, fields: Partial<Incident> = {}): Incident {
  return { nativeId, title: nativeId, phase: 'investigating', ...fields }
}

function maintenance(nativeId: string, phase: Maintenance['phase'] = 'scheduled'): Maintenance {
  return { nativeId, title: nativeId, ...(phase ? { phase } : {}) }
}

function row(nativeId: string, fields: Partial<KnownEntryRow> = {}): KnownEntryRow {
  return {
    kind: 'incident',
    nativeId,
    url: null,
    phase: 'investigating',
    open: true,
    digest: '',
    hasReport: false,
    unlistedSince: null,
    closedAt: null,
    ...fields,
  }
}

const { statuspage } = platforms

const all: Snapshot['coverage'] = { components: 'full', incidents: 'open', maintenances: 'open' }

describe('crawler/reading.ts', () => {
  it.each<{ what: string; told: Partial<Snapshot>; before: boolean; open: boolean }>([
    { what: 'an open incident', told: { incidents: [incident('a')], coverage: all }, before: false, open: true },
    {
      what: 'closed incidents alone',
      told: { incidents: [incident('a', { phase: 'resolved' })], coverage: all },
      before: true,
      open: false,
    },
    { what: 'a postmortem', told: { incidents: [incident('a', { phase: 'postmortem' })], coverage: all }, before: true, open: false },
    { what: 'a planned maintenance', told: { maintenances: [maintenance('m')], coverage: all }, before: false, open: false },
    { what: 'a running maintenance', told: { maintenances: [maintenance('m', 'in_progress')], coverage: all }, before: false, open: true },
    {
      what: 'a maintenance that is verified',
      told: { maintenances: [maintenance('m', 'verifying')], coverage: all },
      before: false,
      open: true,
    },
    { what: 'nothing, of a page that had something open', told: {}, before: true, open: true },
    { what: 'nothing, of a page that had not', told: {}, before: false, open: false },
    {
      what: 'incidents alone, and none of them open',
      told: { incidents: [], coverage: { ...all, maintenances: 'none' } },
      before: true,
      open: true,
    },
    { what: 'both kinds, and none open', told: { incidents: [], maintenances: [], coverage: all }, before: true, open: false },
  ])('takes something to be open ($open) where a reading tells $what', ({ told, before, open }) => {
    expect(hasOpenEntries(snapshot(told), before)).toBe(open)
  })

  it.each([
    { extent: 'open', listed: true },
    { extent: 'full', listed: true },
    { extent: 'recent', listed: false },
    { extent: 'none', listed: false },
  ] as const)('takes a list of extent $extent for every open entry: $listed', ({ extent, listed }) => {
    const told = snapshot({ coverage: { components: 'none', incidents: extent, maintenances: extent } })

    expect(openListedBy(told)).toEqual({ incident: listed, maintenance: listed })
  })

  it('digests what is said, not when it was', () => {
    const told = { health: 'operational', native: 'All fine', incidents: [incident('a')] } as const
    const said = snapshotDigest(snapshot(told))

    expect(snapshotDigest(snapshot({ ...told, observedAt: at('2026-03-02T00:00:00Z') }))).toBe(said)
    expect(snapshotDigest(snapshot({ ...told, native: 'All systems fine' }))).not.toBe(said)
    expect(snapshotDigest(snapshot({ ...told, incidents: [incident('a', { phase: 'identified' })] }))).not.toBe(said)
  })

  describe('readDocuments', () => {
    const body = scriptedDocuments(scriptedPage(0, 0))['/api/v2/summary.json'] ?? ''
    const id = scriptedPage(0, 0).id
    const lists = '{"scheduled_maintenances":[]}'

    function read(stored: Parameters<typeof page>[1], finalUrl: string, text: string, source = 'summary'): unknown {
      const document = { ...documentOf('json', text), finalUrl }
      const reader = { platform: statuspage, page: page('acme', stored), observedAt: at('2026-03-01T12:00:00Z') }
      return readDocuments(reader, [{ source, document }]).page.nativeId
    }

    it.each([
      { what: 'at its own address', stored: {}, finalUrl: 'https://status.acme.example/x' },
      { what: 'at another host of its own site', stored: {}, finalUrl: 'https://www.acme.example/x' },
      { what: 'anywhere at its first reading', stored: neverRead, finalUrl: 'https://elsewhere.example/x' },
      { what: 'anywhere under its own id', stored: { native_id: id }, finalUrl: 'https://elsewhere.example/x' },
    ])('takes what answers $what for the page', ({ stored, finalUrl }) => {
      expect(read(stored, finalUrl, body)).toBe(id)
    })

    it.each([
      {
        what: 'under another id',
        stored: { native_id: 'other' },
        finalUrl: 'https://status.acme.example/x',
        text: body,
        says: 'another page answers',
      },
      {
        what: 'on another site under no known id',
        stored: {},
        finalUrl: 'https://elsewhere.example/x',
        text: body,
        says: 'redirects to another site',
      },
    ])('refuses what answers $what', ({ stored, finalUrl, text, says }) => {
      expect(() => read(stored, finalUrl, text)).toThrow(
        expect.objectContaining({ kind: 'foreign', detail: expect.stringContaining(says) }),
      )
    })

    it('lets the parser say what is no document', () => {
      expect(() => read({}, 'https://status.acme.example', lists)).toThrow(expect.objectContaining({ name: 'ParseError' }))
    })
  })

  describe('knownEntries', () => {
    it('wants a closer look at what is new, changed or gone, and at nothing else', () => {
      const same = incident('same', { updates: [] })
      const rows = [row('same', { digest: toldDigest(same) }), row('changed', { digest: 'old' }), row('gone'), row('past', { open: false })]

      const known = knownEntries(rows, snapshot({ incidents: [same, incident('changed'), incident('new')] }), false)

      expect(known.map(({ nativeId, changed, listed }) => ({ nativeId, changed, listed }))).toEqual([
        { nativeId: 'same', changed: false, listed: true },
        { nativeId: 'changed', changed: true, listed: false },
        { nativeId: 'new', changed: true, listed: false },
        { nativeId: 'gone', changed: true, listed: false },
        { nativeId: 'past', changed: false, listed: false },
      ])
    })

    it('takes an entry for gone only where its kind was told', () => {
      const known = knownEntries([row('i'), row('m', { kind: 'maintenance', phase: 'scheduled' })], snapshot({ incidents: [] }), false)

      expect(known.map(({ nativeId, changed }) => [nativeId, changed])).toEqual([
        ['i', true],
        ['m', false],
      ])
    })

    it('looks at a first reading at what is open alone', () => {
      const told = snapshot({ incidents: [incident('open'), incident('over', { phase: 'resolved' })] })

      expect(knownEntries([], told, true).map(({ nativeId, changed }) => [nativeId, changed])).toEqual([
        ['open', true],
        ['over', false],
      ])
    })

    it('knows of a report that is stored, and of one that was just told', () => {
      const report = { body: 'Why', format: 'text' } as const
      const told = snapshot({ incidents: [incident('stored'), incident('told', { reports: [report] }), incident('none')] })

      const known = knownEntries([row('stored', { hasReport: true })], told, false)

      expect(known.map(({ nativeId, hasReport }) => [nativeId, hasReport])).toEqual([
        ['stored', true],
        ['told', true],
        ['none', false],
      ])
    })
  })
})
