import { describe, expect, it } from 'vitest'
import { demoStory } from '../../../crawler/demo/story.ts'
import { loopSeconds } from '../../../crawler/demo/story-model.ts'
import { pageAt } from '../../../crawler/demo/story-state.ts'
import { renderStatuspage } from '../../../crawler/demo/statuspage-web.ts'
import { detect } from '../../../parsers/fingerprint.ts'
import { Instant, Snapshot } from '../../../parsers/model.ts'
import type { Document, Medium } from '../../../parsers/platform.ts'
import { platforms } from '../../../parsers/registry.ts'

const startedAt = Date.parse('2026-11-20T10:00:00Z')
const { statuspage } = platforms

function documentAt<M extends Medium>(vendor: string, second: number, path: string, medium: M): Document<M> {
  const story = demoStory.find(({ id }) => id === vendor)
  const url = `http://127.0.0.1:8080/${vendor}`
  const rendering = story && renderStatuspage(path, pageAt(story, second, startedAt), { url, startedAt })
  if (!rendering) throw new Error(`${vendor} has no ${path}`)
  return {
    url: `${url}${path}`,
    finalUrl: `${url}${path}`,
    status: 200,
    headers: { 'content-type': rendering.type },
    body: { medium, text: rendering.body },
  }
}

function read(vendor: string, second: number, documents: Parameters<typeof statuspage.parse>[0]): Snapshot {
  const observedAt = Instant.parse(new Date(startedAt + second * 1000).toISOString())
  return Snapshot.parse(statuspage.parse(documents, { page: { url: `http://127.0.0.1:8080/${vendor}` }, params: {}, observedAt }))
}

function readApi(vendor: string, second: number): Snapshot {
  return read(vendor, second, {
    summary: [documentAt(vendor, second, '/api/v2/summary.json', 'json')],
    incidents: [documentAt(vendor, second, '/api/v2/incidents.json', 'json')],
    scheduledMaintenances: [documentAt(vendor, second, '/api/v2/scheduled-maintenances.json', 'json')],
  })
}

const moments = demoStory.flatMap(({ id }) =>
  Array.from({ length: 8 }, (_, step) => ({ vendor: id, second: (step * 2 * loopSeconds) / 8 + 25 })),
)

describe('crawler/demo/statuspage-web.ts', () => {
  it.each(moments)('is read whole and without omissions: $vendor at second $second', ({ vendor, second }) => {
    const snapshot = readApi(vendor, second)

    expect(snapshot.omissions).toEqual([])
    expect(snapshot.components?.length).toBeGreaterThan(0)
  })

  it.each([
    { vendor: 'bramble-pay', second: 140, health: 'partial_outage' },
    { vendor: 'tallowgate', second: 350, health: 'major_outage' },
    { vendor: 'harbourline', second: 130, health: 'under_maintenance' },
    { vendor: 'lanternfish', second: 250, health: 'degraded_performance' },
    { vendor: 'quillhaven', second: 250, health: 'operational' },
  ])('says $health of $vendor at second $second', ({ vendor, second, health }) => {
    expect(readApi(vendor, second).health).toBe(health)
  })

  it('tells the same incident on its page as in the list', () => {
    const listed = readApi('bramble-pay', 410).incidents?.find(({ title }) => title === 'Card payments failing in Europe')

    const page = read('bramble-pay', 410, { incidentPage: [documentAt('bramble-pay', 410, `/incidents/${listed?.nativeId}`, 'html')] })
      .incidents?.[0]

    expect(page?.title).toBe(listed?.title)
    expect(page?.impact).toBe(listed?.impact)
    expect(page?.updates?.map(({ phase, postedAt }) => ({ phase, postedAt }))).toEqual(
      listed?.updates?.map(({ phase, postedAt }) => ({ phase, postedAt })),
    )
    expect(page?.components?.map(({ name }) => name)).toEqual(['Card payments', 'API'])
  })

  it('tells the same incident as a document of its own', () => {
    const listed = readApi('bramble-pay', 410).incidents?.find(({ title }) => title === 'Card payments failing in Europe')

    const alone = read('bramble-pay', 410, { incident: [documentAt('bramble-pay', 410, `/incidents/${listed?.nativeId}.json`, 'json')] })
      .incidents?.[0]

    expect(alone).toEqual(listed)
  })

  it('tells the same components and open incidents on its home page', () => {
    const api = readApi('bramble-pay', 140)

    const home = read('bramble-pay', 140, { home: [documentAt('bramble-pay', 140, '', 'html')] })

    expect(home.components).toMatchObject(api.components?.map(({ name, health }) => ({ name, health })) ?? [])
    expect(home.incidents?.find(({ phase }) => phase === 'identified')?.title).toBe('Card payments failing in Europe')
  })

  it('tells the planned maintenance on its home page', () => {
    const home = read('harbourline', 70, { home: [documentAt('harbourline', 70, '', 'html')] })

    expect(home.maintenances?.map(({ title }) => title)).toContain('Storage upgrade in Region West')
  })

  it('has a feed and a history, three months a page', () => {
    const feed = read('bramble-pay', 410, { atom: [documentAt('bramble-pay', 410, '/history.atom', 'xml')] })
    const history = read('bramble-pay', 410, { history: [documentAt('bramble-pay', 410, '/history', 'html')] })
    const older = read('bramble-pay', 410, { history: [documentAt('bramble-pay', 410, '/history?page=2', 'html')] })

    expect(feed.incidents?.map(({ title }) => title)).toEqual([
      'Webhooks are late',
      'Card payments failing in Europe',
      'Payouts are late',
      'Webhooks are delayed',
      'Bank transfers fail',
      'The dashboard is slow',
      'The API answers with errors',
    ])
    expect(history.incidents).toHaveLength(6)
    expect(older.incidents?.map(({ title }) => title)).toEqual(['The API answers with errors'])
  })

  it.each(demoStory.map(({ id }) => ({ vendor: id })))('is recognised by its home page: $vendor', ({ vendor }) => {
    const home = documentAt(vendor, 100, '', 'html')

    const identified = detect({ home }, Object.values(platforms)).filter((match) => match.identified)

    expect(identified.map(({ platform }) => platform)).toEqual(['statuspage'])
  })
})
