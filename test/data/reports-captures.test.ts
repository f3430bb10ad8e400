import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pollOfLine } from '../../crawler/archive.ts'
import { loadPages } from '../../data/store/due.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { createReader } from '../../data/store/reader.ts'
import type { ReportListing } from '../../data/store/report-readings.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { readArchive, skipsCaptures } from '../support/captures.ts'
import { openTestDatabase } from '../support/database.ts'
import { now } from '../support/rows.ts'

const Line = z.object({ t: z.number(), body: z.string() })
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** What the feeds say last of each incident, by a pass of its own over their text. */
interface Counted {
  readonly firstPost: number
  readonly resolved: number
  readonly text: string
}

function countFeeds(feeds: readonly string[]): ReadonlyMap<string, Counted> {
  const counted = new Map<string, Counted>()
  for (const feed of feeds) {
    for (const [, entry = ''] of feed.matchAll(/<entry>(.*?)<\/entry>/gsu)) {
      const id = /\/incidents\/(\w+)"/u.exec(entry)?.[1] ?? ''
      const year = Number(/<published>(\d{4})/u.exec(entry)?.[1])
      const html = entry.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
      const posts = [
        ...html.matchAll(
          /<small>(\w{3}) <var data-var='date'>\s*(\d+)<\/var>, <var data-var='time'>(\d\d):(\d\d)<\/var> UTC<\/small><br><strong>(\w+)[^<]*<\/strong> - (.*?)<\/p>/gsu,
        ),
      ].map(([, month = '', day, hour, minute, label = '', text = '']) => ({
        at: Date.UTC(year, months.indexOf(month.toLowerCase()), Number(day), Number(hour), Number(minute)),
        label,
        text,
      }))
      const resolved = posts.find(({ label }) => label === 'Resolved')
      if (resolved) counted.set(id, { firstPost: Math.min(...posts.map(({ at }) => at)), resolved: resolved.at, text: resolved.text })
    }
  }
  return counted
}

/** The plainest of all statements: "On March 1, 2024, between 10:05 UTC and 11:40 UTC". */
const plainest =
  /^On (?<month>[A-Z][a-z]{2})[a-z]* (?<day>\d{1,2})(?:st|nd|rd|th)?, (?<year>20\d\d),? between (?<start>\d\d:\d\d)(?: UTC)? and (?<end>\d\d:\d\d) UTC\b/u

describe.skipIf(skipsCaptures)('data/store/reports.ts, on recorded feeds', () => {
  it('finds in closing updates the windows and the lags that a pass of its own over the feeds finds', async () => {
    const lines = readArchive('statuspage/github/replay-history-atom-first-800.jsonl.gz').map((line) => Line.parse(line))
    // What was published in between is in the next one that is taken as well, as far as it still stands.
    const some = lines.filter((_, index) => index % 10 === 0 || index === lines.length - 1)
    const database = await openTestDatabase()
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://www.githubstatus.com', platform: 'statuspage' }] }])
    const { id: pageId } = await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()
    const pages = (await loadPages(database, [pageId])).map((toPoll) => ({ toPoll }))

    const polls = some.flatMap(({ t, body }) => {
      const line = { observedAt: new Date(t * 1000).toISOString(), documents: { atom: { status: 200, headers: {}, body } } }
      return pollOfLine(JSON.stringify(line), pages) ?? []
    })
    await recordPolls(database, polls)

    const ids = new Map(
      (await database.db.selectFrom('incident').select(['id', 'native_id']).execute()).map((row) => [row.native_id, row.id]),
    )
    const { rows } = await createReader(database, () => now).reports({ limit: 1_000 })
    const reports = new Map<string, ReportListing>(rows.map((row) => [row.incidentId, row]))
    let [checked, lags] = [0, 0]
    for (const [nativeId, { firstPost, resolved, text }] of countFeeds(some.map(({ body }) => body))) {
      const { month = '', day, year, start = '', end = '' } = plainest.exec(text)?.groups ?? {}
      if (month === '' || start > end) continue
      checked += 1
      const date = `${year}-${String(months.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}-${day?.padStart(2, '0')}`
      const report = reports.get(ids.get(nativeId) ?? '')
      expect(report?.windows[0]).toMatchObject({ start: `${date}T${start}:00.000Z`, end: `${date}T${end}:00.000Z`, role: 'main' })
      const lag = (firstPost - Date.parse(`${date}T${start}:00Z`)) / 1000
      if (lag < 0 || report?.figures.reportLagSeconds === null) continue
      lags += 1
      expect(report?.figures).toMatchObject({ reportLagSeconds: lag, postedDowntimeSeconds: (resolved - firstPost) / 1000 })
    }
    await database.close()

    expect(rows.every(({ kind }) => kind === 'update')).toBe(true)
    expect(checked).toBeGreaterThan(20)
    expect(lags).toBeGreaterThan(20)
  })
})
