import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPollBench, type PollBench } from './poll-bench.ts'
import { html, login, moments, type Override, paths, replacing } from './site.ts'

const inactive = '<!doctype html><html><body class="status inactive">Not here</body></html>'
const cloudflare = '<!doctype html><html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>'

describe('crawler/attempt.ts', () => {
  let bench: PollBench

  beforeEach(async () => {
    bench = await openPollBench({ platform: 'statuspage' })
  })
  afterEach(async () => {
    await bench.close()
  })

  describe('an answer that is not the page', () => {
    const broken: readonly {
      what: string
      summary: Override
      outcome: string
      kind: string
      detail: string
      understood: boolean
      asked: readonly string[]
    }[] = [
      {
        what: 'a reset connection',
        summary: 'reset',
        outcome: 'unreachable',
        kind: 'connection',
        detail: 'reset',
        understood: true,
        // An idle connection may be closed in the very moment of asking, so the client asks twice.
        asked: [paths.summary, paths.summary],
      },
      {
        what: 'a limit of requests',
        summary: { status: 429, headers: { 'retry-after': '600' } },
        outcome: 'refused',
        kind: 'status',
        detail: '429',
        understood: true,
        asked: [paths.summary],
      },
      {
        what: 'an inactive page',
        summary: { status: 404, headers: html, body: inactive },
        outcome: 'refused',
        kind: 'foreign',
        detail: 'a page that its owner has not activated',
        understood: false,
        asked: [paths.summary],
      },
      {
        what: 'a bot challenge',
        summary: { status: 403, headers: html, body: cloudflare },
        outcome: 'refused',
        kind: 'challenge',
        detail: 'a bot challenge of Cloudflare',
        understood: false,
        asked: [paths.summary],
      },
      {
        what: 'a bot challenge that claims success',
        summary: { status: 200, headers: html, body: cloudflare },
        outcome: 'refused',
        kind: 'challenge',
        detail: 'a bot challenge of Cloudflare',
        understood: false,
        asked: [paths.summary],
      },
      {
        what: 'a login form in place of the JSON',
        summary: login,
        outcome: 'refused',
        kind: 'foreign',
        detail: 'a login form',
        understood: false,
        asked: [paths.summary],
      },
      {
        what: "another page's data",
        summary: replacing(/"page":\{"id":"[^"]*"/u, '"page":{"id":"abcdefghijkl"'),
        outcome: 'unparseable',
        kind: 'foreign',
        detail: 'another page answers at this address',
        understood: false,
        asked: [paths.summary],
      },
    ]

    it.each(broken)('is a failed poll and never a word about health: $what', async ({ summary, asked, ...failure }) => {
      await bench.poll(moments.calm)
      bench.site.answers.set(paths.summary, summary)
      const { health, health_at, read_at } = await bench.page()

      const polled = await bench.poll(120)

      expect(polled.asked).toEqual(asked)
      expect(polled.poll).toMatchObject({ type: 'failed', outcome: failure.outcome, kind: failure.kind, detail: failure.detail })
      expect(polled.recorded.changes).toEqual(['page_failed'])
      expect(await bench.page()).toMatchObject({ health, health_at, read_at, failures: 1, understood: failure.understood ? 1 : 0 })
    })

    it.each(broken.filter(({ what }) => what !== "another page's data"))(
      'says nothing of a page never read: $what',
      async ({ summary }) => {
        bench.site.answers.set(paths.summary, summary)

        const { recorded } = await bench.poll(moments.calm)

        expect(recorded.changes).toEqual([])
        expect(await bench.page()).toMatchObject({ health: null, read_at: null, failures: 1 })
      },
    )
  })

  describe('a host that has had enough', () => {
    it('is asked for nothing more in this poll, and is left alone for as long as it says', async () => {
      bench.site.answers.set(paths.incidents, { status: 429, headers: { 'retry-after': '900' } })

      const { poll, asked, hostPauseSeconds } = await bench.poll(moments.calm)

      expect(asked).toEqual([paths.summary, paths.incidents])
      expect(poll).toMatchObject({ type: 'read', listsRead: false })
      expect(hostPauseSeconds).toBe(900)
      expect(waitOf(poll.schedule?.nextDueAt)).toBeGreaterThanOrEqual(900)
    })

    it.each([
      { status: 429, pause: 1200 },
      { status: 503, pause: undefined },
    ])('puts the page off by its Retry-After, and only with 429 all of its pages: $status', async ({ status, pause }) => {
      for (const path of [paths.summary, paths.home, paths.atom, paths.rss]) {
        bench.site.answers.set(path, { status, headers: { 'retry-after': '1200' } })
      }

      const { poll, hostPauseSeconds } = await bench.poll(moments.calm)

      expect(hostPauseSeconds).toBe(pause)
      expect(waitOf(poll.schedule?.nextDueAt)).toBeGreaterThanOrEqual(1200)
    })
  })
})

/** Seconds from the beginning of the story to an instant. */
function waitOf(at: string | undefined): number {
  return (Date.parse(at ?? '') - Date.parse('2026-03-01T12:00:00.000Z')) / 1000
}
