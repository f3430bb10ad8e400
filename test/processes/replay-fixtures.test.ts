import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Change, Component, Incident } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { type FixtureCase, fixtureCases } from '../support/documents.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { type Replayed, startReplay } from '../support/replay.ts'
import { expectSaid, throughReplay } from './replayed.ts'

/** Cases whose page has a summary, each at an address of its own. */
const cases = fixtureCases('statuspage').filter(({ name }) => ['all-clear', 'open-incident', 'maintenance'].includes(name))
const Lists = z.object({ incidents: z.array(z.unknown()).optional(), scheduled_maintenances: z.array(z.unknown()).optional() })

describe('crawler/commands/crawl.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('reads a web of https pages through a proxy, and the API answers what their payloads say', async () => {
    const replay = await startReplay(Object.assign({}, ...cases.map((fixture) => answersOf(fixture, originOf(fixture)))))
    // Nobody but those that are added: a list without a name.
    const settings = { ...throughReplay(workshop, replay), STATUSWIRE_VENDORS: ' ' }
    for (const fixture of cases) {
      const added = await workshop.run('crawler/main.ts', ['add', originOf(fixture), '--id', fixture.name], settings)
      expect([added.code, added.stderr]).toEqual([0, ''])
    }

    const crawled = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

    expect([crawled.code, crawled.stderr]).toEqual([0, ''])
    expect(JSON.parse(crawled.stdout)).toMatchObject({ polls: cases.length, failed: {} })
    const server = await workshop.serve(settings.DATABASE_URL)
    for (const fixture of cases) {
      await expectSaid(server.url, fixture.name, {
        summary: documentOf(fixture, 'summary'),
        incidents: Lists.parse(documentOf(fixture, 'incidents')).incidents ?? [],
        maintenances: Lists.parse(documentOf(fixture, 'scheduledMaintenances')).scheduled_maintenances ?? [],
      })
    }
    await replay.close()
  }, 300_000)

  it('tells of Commerce Layer’s outage of April 2024 what was posted', async () => {
    const [fixture] = fixtureCases('statuspage').filter(({ name }) => name === 'commerce-layer-2024-04-09')
    const replay = await startReplay(fixture ? answersOf(fixture, fixture.capture.page) : {})
    const settings = { ...throughReplay(workshop, replay), STATUSWIRE_VENDORS: 'commerce-layer' }

    const crawled = await workshop.run('crawler/main.ts', ['crawl', '--once', '--json'], settings)

    expect(JSON.parse(crawled.stdout)).toMatchObject({ polls: 1, failed: {} })
    const server = await workshop.serve(settings.DATABASE_URL)
    const [outage] = await getAll(`${server.url}/api/v1/incidents?vendor=commerce-layer&since=2024-04-01`, Incident)
    expect(outage?.updates.map(({ phase, postedAt }) => [phase, postedAt])).toEqual([
      ['investigating', '2024-04-09T07:25:00.000Z'],
      ['investigating', '2024-04-09T07:26:00.000Z'],
      ['identified', '2024-04-09T08:36:00.000Z'],
      ['monitoring', '2024-04-09T09:06:00.000Z'],
      ['resolved', '2024-04-09T11:14:00.000Z'],
      ['postmortem', '2024-04-22T14:09:00.000Z'],
    ])
    expect(outage?.components.map(({ name }) => name)).toEqual(['Commerce API', 'Checkout', 'Dashboard'])
    expect(outage).toMatchObject({ impact: 'critical', phase: 'postmortem', open: false, resolvedAt: '2024-04-09T11:14:00.000Z' })
    const components = await getAll(`${server.url}/api/v1/vendors/commerce-layer/components`, Component)
    expect(components.find(({ name }) => name === 'Checkout')?.path).toEqual(['Apps'])
    const changes = await getAll(`${server.url}/api/v1/changes?after=0&vendor=commerce-layer`, Change)
    expect(changes.every(({ backfilled }) => backfilled)).toBe(true)
    await replay.close()
  }, 300_000)
})

function originOf({ name }: FixtureCase): string {
  return `https://${name}.statuswire.test`
}

/** The documents of a case at the same paths below another origin. */
function answersOf({ capture, folder }: FixtureCase, origin: string): Record<string, Replayed> {
  const recorded = Object.values(capture.sources).flat()
  return Object.fromEntries(
    recorded.flatMap((answer) => {
      if (!('file' in answer)) return []
      const { pathname, search } = new URL(answer.url)
      const type = answer.file.endsWith('.html') ? { type: 'text/html; charset=utf-8' } : {}
      return [[`${origin}${pathname}${search}`, { body: readFileSync(join(folder, answer.file), 'utf8'), status: answer.status, ...type }]]
    }),
  )
}

/** A recorded document as JSON; an empty object where the case has none of this source. */
function documentOf(fixture: FixtureCase, source: string): unknown {
  const [answer] = [fixture.capture.sources[source] ?? []].flat()
  return answer && 'file' in answer ? JSON.parse(readFileSync(join(fixture.folder, answer.file), 'utf8')) : {}
}
