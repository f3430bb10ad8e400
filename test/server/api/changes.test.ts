import { describe, expect, it } from 'vitest'
import { named } from '../../../server/api/schemas.ts'
import { change, page, vendor } from '../../support/rows.ts'
import { readList } from '../answers.ts'
import { createTestServer } from '../harness.ts'

const rows = {
  vendor: [vendor('v'), vendor('w')],
  page: [page('v'), page('w')],
  change: [
    change('v', 'k1', { backfilled: 1 }),
    change('w', 'k2', { kind: 'page_health', subject_kind: 'page', before: 'operational', after: 'major_outage' }),
    change('v', 'k3', { kind: 'incident_resolved', before: 'monitoring', after: 'resolved' }),
  ],
} as const

describe('server/api/changes.ts', () => {
  it.each([
    { query: '', ids: ['k3', 'k2', 'k1'] },
    { query: 'after=1', ids: ['k2', 'k3'] },
    { query: 'after=0&limit=2', ids: ['k1', 'k2'] },
    { query: 'vendor=w', ids: ['k2'] },
    { query: 'kind=incident_resolved,page_health', ids: ['k3', 'k2'] },
    { query: 'backfilled=false', ids: ['k3', 'k2'] },
    { query: 'backfilled=true', ids: ['k1'] },
    { query: 'subject=i1', ids: ['k3', 'k2', 'k1'] },
    { query: 'since=2026-03-02', ids: [] },
  ])('lists changes by ?$query', async ({ query, ids }) => {
    const server = await createTestServer(rows)

    expect((await readList(server, `/api/v1/changes?${query}`, named.Change)).data.map((row) => row.id)).toEqual(ids)
  })

  it('says in words what changed, whether an impact was raised and whether an edit adds a cause', async () => {
    const [before, after] = [{ body: '<p>Resolved.</p>' }, { body: '<p>Resolved. It was <b>caused by</b> a full disk.</p>' }]
    const server = await createTestServer({
      ...rows,
      change: [
        change('v', 'impact', { kind: 'incident_impact', before: 'minor', after: 'major' }),
        change('v', 'untold', { kind: 'incident_impact', before: 'minor', after: 'unknown' }),
        change('v', 'cause', { kind: 'incident_update_edited', before, after }),
        change('v', 'wording', { kind: 'maintenance_update_edited', before, after: { body: 'Solved.' } }),
      ],
    })

    const { data } = await readList(server, '/api/v1/changes', named.Change)

    expect(data.map(({ id, words, direction, addsCause }) => ({ id, words, direction, addsCause }))).toEqual([
      { id: 'wording', words: 'An update was edited', direction: null, addsCause: false },
      { id: 'cause', words: 'An update was edited, adding a cause', direction: null, addsCause: true },
      { id: 'untold', words: 'Impact changed from minor to unknown', direction: null, addsCause: null },
      { id: 'impact', words: 'Impact raised from minor to major', direction: 'raised', addsCause: null },
    ])
  })

  it('goes on in the direction in which it began', async () => {
    const server = await createTestServer(rows)

    const up = await readList(server, '/api/v1/changes?after=0&limit=2', named.Change)

    expect((await readList(server, `/api/v1/changes?cursor=${up.next}`, named.Change)).data).toMatchObject([{ id: 'k3', cursor: 3 }])
  })

  it.each([
    { query: 'kind=anything', parameter: 'kind' },
    { query: 'after=-1', parameter: 'after' },
    { query: 'after=soon', parameter: 'after' },
    { query: 'backfilled=maybe', parameter: 'backfilled' },
  ])('refuses ?$query', async ({ query, parameter }) => {
    const server = await createTestServer(rows)

    const response = await server.get(`/api/v1/changes?${query}`)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ parameter })
  })
})
