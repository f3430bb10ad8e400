import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPollBench, type PollBench } from './poll-bench.ts'
import { html, login, moments, type Override, paths, replacing, unavailable, withHeaders } from './site.ts'

describe('crawler/attempt.ts, with parts of a page', () => {
  let bench: PollBench

  beforeEach(async () => {
    bench = await openPollBench({ platform: 'statuspage' })
  })
  afterEach(async () => {
    await bench.close()
  })

  describe('sources of last resort', () => {
    it.each<{ what: string; summary: Override }>([
      { what: 'an error', summary: unavailable },
      { what: 'an address that is gone', summary: { status: 404, body: 'Not found' } },
      { what: 'a page instead of data', summary: { headers: html, body: '<!doctype html><html><body>Welcome</body></html>' } },
      { what: 'data cut short', summary: { body: '{"page":{"id":"' } },
      { what: 'data without components', summary: replacing(/"components":\[[^]*?\],"incidents"/u, '"components":[],"incidents"') },
    ])('are read where the JSON gives $what', async ({ summary }) => {
      bench.site.answers.set(paths.summary, summary)

      const { poll, asked, troubles } = await bench.poll(moments.calm)

      expect(asked).toEqual([paths.summary, paths.home])
      expect(poll.type).toBe('read')
      expect(troubles.map(({ source }) => source)).toEqual(['summary'])
      expect(await bench.page()).toMatchObject({ health: 'operational', authority: 'markup', understood: 1, failures: 0 })
    })

    it('come one after the other, in the order written', async () => {
      bench.site.answers.set(paths.summary, unavailable)
      bench.site.answers.set(paths.home, unavailable)

      const { poll, asked } = await bench.poll(moments.incident)

      expect(asked).toEqual([paths.summary, paths.home, paths.atom])
      expect(poll.type).toBe('read')
      // A feed tells incidents and nothing of health.
      expect(await bench.page()).toMatchObject({ health: null, authority: 'feed' })
    })

    it('leave the first reason standing where none can be read', async () => {
      for (const path of [paths.summary, paths.home, paths.atom]) bench.site.answers.set(path, unavailable)

      const { poll, asked, troubles } = await bench.poll(moments.calm)

      expect(asked).toEqual([paths.summary, paths.home, paths.atom, paths.rss])
      expect(poll).toMatchObject({ type: 'failed', outcome: 'refused', kind: 'status', detail: '503' })
      expect(troubles.map(({ source }) => source)).toEqual(['summary', 'home', 'atom', 'rss'])
    })

    it('give their own reason where they are no status page at all', async () => {
      bench.site.answers.set(paths.summary, unavailable)
      bench.site.answers.set(paths.home, login)

      const { poll, asked } = await bench.poll(moments.calm)

      expect(asked).toEqual([paths.summary, paths.home])
      expect(poll).toMatchObject({ type: 'failed', kind: 'foreign', detail: 'a login form', understood: false })
    })

    it('end where the host has had enough', async () => {
      bench.site.answers.set(paths.summary, unavailable)
      bench.site.answers.set(paths.home, { status: 429 })

      const { poll, asked, hostPauseSeconds } = await bench.poll(moments.calm)

      expect(asked).toEqual([paths.summary, paths.home])
      expect(poll).toMatchObject({ type: 'failed', kind: 'status', detail: '503' })
      expect(hostPauseSeconds).toBe(60)
    })

    it('are read whole each time, and after them the JSON is', async () => {
      await bench.poll(moments.calm)
      bench.site.answers.set(paths.summary, unavailable)
      const byHome = await bench.poll(moments.incident)
      const byHomeAgain = await bench.poll(moments.incident + 30)
      bench.site.answers.delete(paths.summary)

      const back = await bench.poll(moments.calm)

      // The summary says what it said at first: a 304 would leave the page in the state that the home page told.
      expect(byHome.recorded.changes).toContain('page_health')
      expect(byHomeAgain.requests.filter(({ path }) => path === paths.home)).toEqual([{ path: paths.home, isConditional: false }])
      expect(byHomeAgain.poll.type).toBe('read')
      expect(back.requests.every(({ isConditional }) => !isConditional)).toBe(true)
      expect(back.asked.slice(0, 3)).toEqual([paths.summary, paths.incidents, paths.maintenances])
    })
  })

  describe('a part that is missing', () => {
    it.each<{ what: string; answer: Override }>([
      { what: 'cannot be had', answer: unavailable },
      { what: 'cannot be understood', answer: { body: '{"incidents":' } },
      { what: "is another page's", answer: replacing(/"page":\{"id":"[^"]*"/u, '"page":{"id":"abcdefghijkl"') },
    ])('costs the poll no more than what it would have told: a list that $what', async ({ answer }) => {
      bench.site.answers.set(paths.incidents, answer)

      const first = await bench.poll(moments.calm)
      const second = await bench.poll(120)
      bench.site.answers.delete(paths.incidents)
      const third = await bench.poll(240)

      expect(first.troubles.map(({ source }) => source)).toEqual(['incidents'])
      expect(first.poll).toMatchObject({ type: 'read', listsRead: false })
      expect(first.recorded.changes).toEqual(['component_added', 'component_added'])
      expect(second.asked).toEqual([paths.summary, paths.incidents, paths.maintenances])
      expect(second.requests[1]).toEqual({ path: paths.incidents, isConditional: false })
      expect(second.poll).toMatchObject({ type: 'unchanged', listsRead: false })
      expect(third.recorded.changes).toContain('incident_opened')
      expect(await bench.page()).toMatchObject({ health: 'operational', lists_read_at: '2026-03-01T12:04:00.000Z' })
    })

    it('is asked for again at the next poll, though nothing more has moved', async () => {
      await bench.poll(moments.incident)
      bench.site.answers.set(paths.incidents, unavailable)
      const resolved = await bench.poll(moments.resolved)
      bench.site.answers.delete(paths.incidents)

      const next = await bench.poll(moments.resolved + 120)
      const after = await bench.poll(moments.resolved + 240)

      expect(resolved.poll).toMatchObject({ type: 'read', listsRead: false })
      expect(next.asked).toEqual([paths.summary, paths.incidents, paths.maintenances])
      expect(after.asked).toEqual([paths.summary])
    })

    it('leaves the rest of an incident standing: its own page, which nobody can read', async () => {
      await bench.poll(moments.incident)
      bench.site.answers.set(paths.incidents, replacing(/\{"id":"[^"]*","status":"postmortem"[^]*?\},(?=\{"id")/u, ''))
      const { native_id: id } = await bench.database.db
        .selectFrom('incident')
        .select('native_id')
        .where('title', '=', 'Errors on the API')
        .executeTakeFirstOrThrow()
      bench.site.answers.set(`/incidents/${id}`, { headers: html, body: '<!doctype html><html><body>Redesigned</body></html>' })

      const { poll, troubles, recorded } = await bench.poll(moments.postmortem)

      expect(poll).toMatchObject({ type: 'read', listsRead: true })
      expect(troubles.map(({ source }) => source)).toEqual(['incidentPage'])
      expect(recorded.changes).toContain('incident_resolved')
    })
  })

  it('keeps the validators of what was read alone', async () => {
    bench.site.answers.set(paths.summary, withHeaders({ etag: '"good"' }))
    bench.site.answers.set(paths.incidents, { headers: { etag: '"broken"' }, body: '[]' })

    await bench.poll(moments.calm)

    const kept = await bench.database.db.selectFrom('source_state').select(['source', 'etag']).orderBy('source').execute()
    expect(kept.map(({ source }) => source)).toEqual(['scheduledMaintenances', 'summary'])
    expect(kept[1]?.etag).toBe('"good"')
  })
})
