import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPollBench, type PollBench } from './poll-bench.ts'
import { moments, paths, replacing, siteStart, withHeaders } from './site.ts'

describe('crawler/poll.ts', () => {
  let bench: PollBench

  beforeEach(async () => {
    bench = await openPollBench()
  })
  afterEach(async () => {
    await bench.close()
  })

  it('detects, reads and lists a page at its first poll', async () => {
    const { recorded, requests, asked, troubles } = await bench.poll(moments.calm)

    expect(asked).toEqual([paths.home, paths.summary, paths.incidents, paths.maintenances])
    expect(requests.every(({ isConditional }) => !isConditional)).toBe(true)
    expect(recorded.outcome).toBe('changed')
    expect(recorded.changes.toSorted()).toEqual([
      'component_added',
      'component_added',
      'incident_opened',
      'incident_update_posted',
      'incident_update_posted',
    ])
    expect(troubles).toEqual([])
    expect(await bench.page()).toMatchObject({
      platform: 'statuspage',
      health: 'operational',
      authority: 'api',
      name: 'Acme',
      time_zone: 'Etc/UTC',
      understood: 1,
      failures: 0,
      interval_seconds: 120,
      first_read_at: '2026-03-01T12:00:00.000Z',
      lists_read_at: '2026-03-01T12:00:00.000Z',
    })
  })

  it('asks once, with validators, while a page says the same, and takes the 304 as proof of freshness', async () => {
    await bench.poll(moments.calm)

    const { poll, recorded, requests } = await bench.poll(120)

    expect(requests).toEqual([{ path: paths.summary, isConditional: true }])
    expect(recorded).toEqual({ outcome: 'not_modified', changes: [] })
    expect(poll.bytes).toBe(0)
    expect(await bench.page()).toMatchObject({ read_at: '2026-03-01T12:02:00.000Z', health_at: '2026-03-01T12:02:00.000Z' })
  })

  it('takes the same bytes under a new ETag for unchanged, and asks with the new one next', async () => {
    bench.site.validators = 'fresh'
    await bench.poll(moments.calm)
    const again = await bench.poll(120)

    bench.site.validators = 'etag'
    const states = await bench.database.db.selectFrom('source_state').select(['source', 'etag']).where('source', '=', 'summary').execute()

    expect(again.recorded).toEqual({ outcome: 'unchanged', changes: [] })
    expect(again.asked).toEqual([paths.summary])
    expect(states).toEqual([{ source: 'summary', etag: '"5"' }])
  })

  it('reads the lists when the summary has moved, and at every poll while an incident is open', async () => {
    await bench.poll(moments.calm)
    const opened = await bench.poll(moments.incident)
    const open = await bench.poll(moments.incident + 30)
    const resolved = await bench.poll(moments.resolved)
    const calm = await bench.poll(moments.resolved + 30)

    const lists = [paths.summary, paths.incidents, paths.maintenances]
    expect([opened.asked, open.asked, resolved.asked, calm.asked]).toEqual([lists, lists, lists, [paths.summary]])
    expect(open.requests.every(({ isConditional }) => isConditional)).toBe(true)
    expect(open.recorded.outcome).toBe('not_modified')
    expect(opened.recorded.changes).toEqual(expect.arrayContaining(['page_health', 'component_health', 'incident_opened']))
    expect(resolved.recorded.changes).toEqual(expect.arrayContaining(['page_health', 'component_health', 'incident_resolved']))
    expect(opened.poll.schedule?.intervalSeconds).toBe(30)
    expect(resolved.poll.schedule?.intervalSeconds).toBe(120)
  })

  it('looks at the lists of closed incidents again though the summary is the same', async () => {
    await bench.poll(moments.calm)
    await bench.poll(moments.incident)
    await bench.poll(moments.resolved)

    // A postmortem of a closed incident shows in no summary.
    const soon = await bench.poll(moments.resolved + 600)
    const later = await bench.poll(moments.postmortem)

    expect(soon.asked).toEqual([paths.summary])
    expect(later.asked.slice(0, 3)).toEqual([paths.summary, paths.incidents, paths.maintenances])
    expect(later.recorded.changes).toEqual(expect.arrayContaining(['incident_update_posted', 'report_published']))
  })

  it("reads an incident's own page where the list says that there is a report but not what it says", async () => {
    await bench.poll(moments.incident)
    bench.site.answers.set(paths.incidents, replacing(/\{"id":"[^"]*","status":"postmortem"[^]*?\},(?=\{"id")/u, ''))

    const published = await bench.poll(moments.postmortem)
    const after = await bench.poll(moments.postmortem + 86_400)

    const [page, ...others] = published.asked.filter((path) => path.startsWith('/incidents/'))
    expect(page).toMatch(/^\/incidents\/[0-9a-z]{12}$/u)
    expect(others).toEqual([])
    expect(published.recorded.changes).toContain('report_published')
    expect(after.asked.filter((path) => path.startsWith('/incidents/'))).toEqual([])
  })

  it('asks what became of an open incident that has vanished from the page', async () => {
    await bench.poll(moments.calm)
    await bench.poll(moments.mistake)

    const { asked, poll, troubles, recorded } = await bench.poll(moments.deleted)

    const details = asked.filter((path) => path.startsWith('/incidents/'))
    expect(details).toEqual([expect.stringMatching(/^\/incidents\/[0-9a-z]{12}\.json$/u)])
    expect(troubles.map(({ source }) => source)).toEqual(['incident'])
    expect(poll.type).toBe('read')
    expect(recorded.changes).toContain('incident_removed')
  })

  it('keeps what it fetched for a later parse', async () => {
    await bench.poll(moments.calm)

    const rows = await bench.database.db.selectFrom('raw_document').select(['source', 'status', 'medium']).orderBy('source').execute()
    const bodies = await bench.database.db.selectFrom('raw_body').select(['encoding', 'body']).execute()

    expect(rows).toEqual([
      { source: 'incidents', status: 200, medium: 'json' },
      { source: 'scheduledMaintenances', status: 200, medium: 'json' },
      { source: 'summary', status: 200, medium: 'json' },
    ])
    expect(bodies.map(({ encoding }) => encoding)).toEqual(['identity', 'identity', 'identity'])
    for (const { body } of bodies) expect(JSON.parse(Buffer.from(body).toString('utf8'))).toHaveProperty('page')
  })

  it('lets the cache time of the summary, and of nothing else, put off the next poll', async () => {
    bench.site.answers.set(paths.summary, withHeaders({ 'cache-control': 'max-age=45' }))
    bench.site.answers.set(paths.incidents, withHeaders({ 'cache-control': 'max-age=100' }))

    const { poll } = await bench.poll(moments.incident)

    expect(poll.schedule?.intervalSeconds).toBe(45)
  })

  it("counts the next poll from this one's beginning", async () => {
    const { poll } = await bench.poll(moments.calm)

    const wait = (Date.parse(poll.schedule?.nextDueAt ?? '') - siteStart) / 1000
    expect(wait).toBeGreaterThanOrEqual(120)
    expect(wait).toBeLessThanOrEqual(132)
  })
})

describe('crawler/poll.ts, floors', () => {
  it.each([
    { isPaced: true, intervalSeconds: 30 },
    { isPaced: false, intervalSeconds: 5 },
  ])("holds the platform's floor where a host is public: $isPaced", async ({ isPaced, intervalSeconds }) => {
    const bench = await openPollBench({ platform: 'statuspage', intervalSeconds: 5, isPaced })

    const { poll, asked } = await bench.poll(moments.calm)
    await bench.close()

    expect(poll.schedule?.intervalSeconds).toBe(intervalSeconds)
    expect(asked[0]).toBe(paths.summary)
  })
})
