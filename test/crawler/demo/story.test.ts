import { describe, expect, it } from 'vitest'
import { demoStory } from '../../../crawler/demo/story.ts'
import { loopSeconds } from '../../../crawler/demo/story-model.ts'
import { pageAt, type EntryState, type PageState } from '../../../crawler/demo/story-state.ts'
import { statusRow } from '../../../crawler/demo/statuspage-json.ts'

const startedAt = Date.parse('2026-11-20T10:00:00Z')
const seconds = Array.from({ length: loopSeconds / 5 }, (_, step) => step * 5)

function page(vendor: string, elapsed: number): PageState {
  const story = demoStory.find(({ id }) => id === vendor)
  if (!story) throw new Error(`no vendor ${vendor}`)
  return pageAt(story, elapsed, startedAt)
}

/** The newest incident about card payments. */
function cardPayments(second: number): EntryState {
  const entry = page('bramble-pay', second).entries.find(({ components }) => components.some(({ name }) => name === 'Card payments'))
  if (!entry) throw new Error(`nothing about card payments at ${second}`)
  return entry
}

function upgrade(second: number): EntryState | undefined {
  return page('harbourline', second).entries.find(({ title }) => title.startsWith('Storage'))
}

function titlesOf({ entries }: PageState): readonly string[] {
  return entries.map(({ title }) => title)
}

describe('crawler/demo/story.ts', () => {
  it('shows every state of a page and of its entries within one round', () => {
    const pages = seconds.flatMap((second) => demoStory.map((vendor) => pageAt(vendor, second, startedAt)))
    const indicators = new Set(pages.map((state) => statusRow(state).indicator))
    const healths = new Set(pages.flatMap(({ components }) => components.map(({ status }) => status)))
    const phases = new Set(pages.flatMap(({ entries }) => entries.map(({ status }) => status)))

    expect(indicators).toEqual(new Set(['none', 'minor', 'major', 'critical', 'maintenance']))
    expect(healths).toEqual(new Set(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']))
    expect(phases).toEqual(
      new Set([
        'investigating',
        'identified',
        'monitoring',
        'resolved',
        'postmortem',
        'scheduled',
        'in_progress',
        'verifying',
        'completed',
      ]),
    )
    expect(pages.some(({ reachable }) => !reachable)).toBe(true)
  })

  it.each([
    { second: 30, title: 'Elevated error rates on card payments', impact: 'minor', status: 'investigating', updates: 1 },
    { second: 80, title: 'Elevated error rates on card payments', impact: 'minor', status: 'investigating', updates: 2 },
    { second: 140, title: 'Card payments failing in Europe', impact: 'major', status: 'identified', updates: 3 },
    { second: 230, title: 'Card payments failing in Europe', impact: 'major', status: 'monitoring', updates: 4 },
    { second: 300, title: 'Card payments failing in Europe', impact: 'major', status: 'resolved', updates: 5 },
    { second: 410, title: 'Card payments failing in Europe', impact: 'major', status: 'postmortem', updates: 6 },
  ])('tells the incident as "$title" ($impact, $status) at second $second', ({ second, title, impact, status, updates }) => {
    const entry = cardPayments(second)

    expect({ title: entry.title, impact: entry.impact, status: entry.status, updates: entry.updates.length }).toEqual({
      title,
      impact,
      status,
      updates,
    })
  })

  it('rewrites an update after it was posted, under the same id and time', () => {
    const before = cardPayments(140).updates[0]
    const after = cardPayments(180).updates[0]

    expect(before?.body).toContain('United Kingdom')
    expect(after?.body).toContain('Europe')
    expect({ id: after?.id, at: after?.at }).toEqual({ id: before?.id, at: before?.at })
    expect(after?.updatedAt).toBe(175)
  })

  it('publishes the root cause in the closing update long after closing', () => {
    const closing = cardPayments(590).updates.find(({ status }) => status === 'resolved')

    expect(closing?.body).toContain('certificate')
    expect(cardPayments(590).resolvedAt).toBe(290)
  })

  it('puts the clock times of its own round into the postmortem', () => {
    expect(cardPayments(410).updates[0]?.body).toContain('Between 09:59 UTC and 10:03 UTC')
    expect(cardPayments(1010).updates[0]?.body).toContain('Between 10:09 UTC and 10:13 UTC')
  })

  it('reschedules, starts and completes a maintenance', () => {
    expect(upgrade(10)).toMatchObject({ status: 'scheduled', window: { start: 90, end: 300 } })
    expect(upgrade(65)).toMatchObject({ status: 'scheduled', window: { start: 120, end: 330 } })
    expect(upgrade(130)).toMatchObject({ status: 'in_progress', components: [{ status: 'under_maintenance' }] })
    expect(upgrade(280)).toMatchObject({ status: 'verifying' })
    expect(upgrade(330)).toMatchObject({ status: 'completed', components: [{ status: 'operational' }] })
  })

  it('deletes an incident', () => {
    expect(titlesOf(page('pebblecast', 425))).toContain('Live captions are missing')
    expect(titlesOf(page('pebblecast', 435))).not.toContain('Live captions are missing')
  })

  it('tells a repeated incident again as another one and keeps the first', () => {
    const titles = page('tallowgate', loopSeconds + 350).entries.filter(({ title }) => title === 'Nobody can sign in')

    expect(titles.map(({ status }) => status)).toEqual(['investigating', 'resolved'])
    expect(new Set(titles.map(({ id }) => id)).size).toBe(2)
  })

  it('gives ids like the real ones, each to one thing', () => {
    const pages = demoStory.map((vendor) => pageAt(vendor, 3 * loopSeconds, startedAt))
    const ids = pages.flatMap(({ components, entries }) => [
      ...components.map(({ id }) => id),
      ...entries.flatMap(({ id, updates }) => [id, ...updates.map((update) => update.id)]),
    ])

    expect(ids.filter((id) => !/^[a-z0-9]{12}$/u.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has past incidents at the start, all of them closed or told to its end later', () => {
    const entries = demoStory.flatMap((vendor) => pageAt(vendor, 0, startedAt).entries)

    expect(entries.filter(({ status }) => status === 'postmortem').length).toBeGreaterThan(8)
    expect(entries.filter(({ kind, closed }) => kind === 'incident' && !closed).map(({ title }) => title)).toEqual([
      'Slow delivery to some mailbox providers',
    ])
  })

  it('says the same at the same second', () => {
    expect(page('bramble-pay', 500)).toEqual(page('bramble-pay', 500))
  })
})
