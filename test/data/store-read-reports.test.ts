import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Database } from '../../data/database/open.ts'
import type { ReportTable } from '../../data/database/schema.ts'
import { CursorError } from '../../data/store/cursor.ts'
import { createReader, type Reader } from '../../data/store/reader.ts'
import type { ReportFilter } from '../../data/store/report-readings.ts'
import { insert, openTestDatabase } from '../support/database.ts'
import { readReports } from '../support/report-rows.ts'
import { at, doubt, incident, now, page, report, resolved, update, vendor } from '../support/rows.ts'

type Rows = Parameters<typeof insert>[1]

let database: Database | undefined

async function readerOf(reports: readonly ReportTable[], rows: Rows): Promise<Reader> {
  database = await openTestDatabase()
  await insert(database, { vendor: [vendor('v'), vendor('w'), vendor('gone', { watched: 0 })], page: [page('v'), page('w'), page('gone')] })
  await insert(database, { ...rows, ...readReports(reports) })
  return createReader(database, () => now)
}

function text(incidentId: string, month: number, body: string, row: Partial<ReportTable> = {}): ReportTable {
  const published = at(`2026-0${month}-20T09:00:00Z`)
  return report(incidentId, { body, published_at: published, dated_at: published, posts: '[]', ...row })
}

const reports = [
  text('i1', 1, 'Root cause: an expired certificate on the gateway. On January 5, 2026, between 10:00 UTC and 11:00 UTC sign-in failed.'),
  text('i2', 2, 'Root cause: a hardware failure at AWS. 100% of uploads_failed on February 5, 2026 from 10:00 UTC to 10:30 UTC.'),
  text('i3', 3, '<p>Root cause: an <b>expired</b> certificate, again. データベース障害, 東京リージョン.</p>', {
    vendor_id: 'w',
    format: 'html',
  }),
  text('i4', 4, 'Root cause: a configuration change.', { vendor_id: 'gone' }),
  text('i5', 5, '# Incident report template\n\nOn [date], from [start time] to [end time], [service] failed. Root cause: [describe it].'),
  text('i6', 6, 'Taken down. Root cause: DNS.', { seen_until: at('2026-06-21T00:00:00Z') }),
]
const rows: Rows = {
  incident: [
    incident('v', 'i1', { title: 'Slow logins', ...resolved }),
    incident('v', 'i2', { title: 'Uploads', ...resolved }),
    incident('w', 'i3', { title: 'Gateway', ...resolved }),
    incident('gone', 'i4', { title: 'Old', ...resolved }),
    incident('v', 'i5', { title: 'Template', ...resolved }),
    incident('v', 'i6', { title: 'Withdrawn', ...resolved }),
  ],
}

async function found(filter: ReportFilter): Promise<readonly string[]> {
  const store = await readerOf(reports, rows)
  return (await store.reports(filter)).rows.map((row) => row.incidentId)
}

async function close(): Promise<void> {
  await database?.close()
  database = undefined
}

describe('data/store/reports.ts', () => {
  afterEach(close)

  it.each<{ what: string; filter: ReportFilter; ids: readonly string[] }>([
    { what: 'those of watched vendors that stand and tell an incident, newest first', filter: {}, ids: ['i3', 'i2', 'i1'] },
    { what: 'a vendor that is watched no longer, where it is asked for', filter: { vendors: ['gone', 'w'] }, ids: ['i4', 'i3'] },
    { what: 'no vendor', filter: { vendors: [] }, ids: [] },
    { what: 'a cause', filter: { causes: ['certificate'] }, ids: ['i3', 'i1'] },
    { what: 'any of two causes', filter: { causes: ['certificate', 'hardware'] }, ids: ['i3', 'i2', 'i1'] },
    { what: 'a third party in any case', filter: { thirdParties: ['aws'] }, ids: ['i2'] },
    { what: 'dates', filter: { since: at('2026-02-20T09:00:00Z'), until: at('2026-03-20T09:00:00Z') }, ids: ['i2'] },
    { what: 'a word in any case', filter: { query: 'CERTIFICATE' }, ids: ['i3', 'i1'] },
    { what: 'a part of a word', filter: { query: 'ertific' }, ids: ['i3', 'i1'] },
    { what: 'every word, each wherever it stands', filter: { query: 'gateway certificate' }, ids: ['i3', 'i1'] },
    { what: 'the title of the incident', filter: { query: 'logins sign-in' }, ids: ['i1'] },
    { what: 'a word shorter than the index', filter: { query: 'an' }, ids: ['i3', 'i1'] },
    { what: 'signs that have a meaning elsewhere', filter: { query: '100% uploads_failed' }, ids: ['i2'] },
    { what: 'signs alone', filter: { query: '%%%' }, ids: [] },
    { what: 'words of other scripts', filter: { query: 'データベース 東京' }, ids: ['i3'] },
    { what: 'what a reader sees, not the markup', filter: { query: '<b>' }, ids: [] },
    { what: 'words on either side of a tag', filter: { query: 'expired' }, ids: ['i3', 'i1'] },
    { what: 'nothing where nothing fits', filter: { query: 'certificate', thirdParties: ['AWS'] }, ids: [] },
  ])('lists $what', async ({ filter, ids }) => {
    expect(await found(filter)).toEqual(ids)
  })

  it('takes whatever anybody types for words', async () => {
    const store = await readerOf(reports, rows)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async (query) => {
        expect((await store.reports({ query })).rows.length).toBeLessThanOrEqual(3)
      }),
    )
    for (const query of ['"', '" OR "', 'AND NOT', 'NEAR(a b)', 'title:x', '*', "'; drop table report; --", 'cert*'])
      expect([query, ...(await store.reports({ query })).rows.map((row) => row.incidentId)]).toEqual([query])
  })

  it('tells of each what it states, and how it begins', async () => {
    const store = await readerOf(
      [
        text(
          'i1',
          1,
          `# Summary\n\nOn **January 5, 2026**, between 10:00 UTC and 11:00 UTC sign-in failed. ${'More words follow. '.repeat(40)}`,
          {
            title: 'Sign-in',
            url: 'https://v.example/r',
          },
        ),
      ],
      rows,
    )

    const [row] = (await store.reports({})).rows

    expect(row).toMatchObject({
      incidentId: 'i1',
      vendorId: 'v',
      vendorName: 'v',
      incidentTitle: 'Slow logins',
      title: 'Sign-in',
      url: 'https://v.example/r',
      kind: 'report',
      impact: 'minor',
      windows: [{ start: '2026-01-05T10:00:00.000Z', end: '2026-01-05T11:00:00.000Z' }],
      datedAt: '2026-01-20T09:00:00.000Z',
    })
    expect(row?.excerpt).toMatch(/^On January 5, 2026, between 10:00 UTC and 11:00 UTC sign-in failed\. More words .{1,250}…$/u)
  })

  it('goes on where a page of the list ended, also between reports of one moment', async () => {
    const many = ['a', 'b', 'c', 'd', 'e']
    const store = await readerOf(
      many.map((id) => text(id, id === 'e' ? 2 : 1, 'Root cause: DNS.')),
      { incident: many.map((id) => incident('v', id)) },
    )
    const ids: string[] = []
    for (let filter: ReportFilter | null = { limit: 2 }; filter;) {
      const { rows: some, next }: Awaited<ReturnType<Reader['reports']>> = await store.reports(filter)
      ids.push(...some.map((row) => row.incidentId))
      filter = next === null ? null : { limit: 2, cursor: next }
    }

    expect(ids).toEqual(['e', 'd', 'c', 'b', 'a'])
    await expect(store.reports({ cursor: 'nonsense' })).rejects.toThrow(CursorError)
  })

  it('knows the reports of many incidents at once, and none of the others', async () => {
    const store = await readerOf(reports, rows)

    const known = await store.incidentReports(['i1', 'i6', 'unknown'])

    expect([...known.keys()].toSorted()).toEqual(['i1', 'i6'])
    expect(known.get('i6')).toMatchObject({ body: 'Taken down. Root cause: DNS.', causeCategory: 'dns' })
    expect(await store.incidentReports([])).toEqual(new Map())
    expect(await store.incidentReports(['i9'])).toEqual(new Map())
  })
})

describe('data/store/report-facts.ts', () => {
  afterEach(close)

  const window = 'On January 5, 2026, between 10:00 UTC and 11:00 UTC sign-in failed.'

  function post(id: string, clock: string, row: Parameters<typeof update>[2] = {}): ReturnType<typeof update> {
    return update('i1', id, { posted_at: at(`2026-01-05T${clock}:00Z`), ...row })
  }

  it.each<{ what: string; told: Rows; figures: readonly (number | string | null)[] }>([
    {
      what: 'the posts that stand, without postmortem',
      told: {
        incident_update: [
          post('a', '10:10'),
          post('b', '11:30', { phase: 'resolved' }),
          post('c', '10:01', { removed_at: now }),
          post('d', '09:00', { phase: 'postmortem' }),
        ],
      },
      figures: [600, 3_600, 4_800, null],
    },
    {
      what: "the incident's own end, where no post says so",
      told: {
        incident: [incident('v', 'i1', { ...resolved, resolved_at: at('2026-01-05T11:10:00Z') })],
        incident_update: [post('a', '10:10'), post('b', '10:40', { phase: null })],
      },
      figures: [600, 3_600, 3_600, null],
    },
    { what: 'no posts at all', told: {}, figures: [null, null, null, 'no_posts'] },
    {
      what: 'stamps of whole days',
      told: { incident: [incident('v', 'i1', { date_precision: 'day' })], incident_update: [post('a', '10:10'), post('b', '11:30')] },
      figures: [null, null, null, 'vague_stamps'],
    },
    {
      what: 'an incident whose clock is doubted',
      told: { incident_update: [post('a', '10:10'), post('b', '11:30')], doubt: [doubt('i1', { kind: 'backdated' })] },
      figures: [null, null, null, 'vague_stamps'],
    },
  ])('reckons with $what', async ({ told, figures }) => {
    const store = await readerOf([text('i1', 1, window)], { incident: [incident('v', 'i1', resolved)], ...told })

    const { reportLagSeconds, statedDowntimeSeconds, postedDowntimeSeconds, reason } =
      (await store.incidentReports(['i1'])).get('i1')?.figures ?? {}

    expect([reportLagSeconds, statedDowntimeSeconds, postedDowntimeSeconds, reason]).toEqual(figures)
  })

  it('reckons with the posts that the text itself carries, where the page gave nothing else', async () => {
    const log = [
      'Resolved',
      window,
      'Posted Jan 05, 2026 - 11:30 UTC',
      '',
      'Investigating',
      'We are looking into failing sign-ins, and will tell more soon.',
      'Posted Jan 05, 2026 - 10:10 UTC',
    ].join('\n')
    const store = await readerOf([text('i1', 1, log)], { incident: [incident('v', 'i1', { ...resolved, resolved_at: null })] })

    expect((await store.incidentReports(['i1'])).get('i1')?.figures).toEqual({
      reportLagSeconds: 600,
      statedDowntimeSeconds: 3_600,
      postedDowntimeSeconds: 4_800,
      reason: null,
    })
  })

  it('adds up what the reports of a vendor say together', async () => {
    const minutes = [5, 10, 20, 40, 50]
    const ids = minutes.map((minute) => `i-${minute}`)
    const store = await readerOf([...ids.map((id) => text(id, 1, window)), text('bare', 1, 'Root cause: DNS.')], {
      incident: [...ids, 'bare'].map((id) => incident('v', id, resolved)),
      incident_update: minutes.flatMap((minute) => [
        update(`i-${minute}`, `${minute}-a`, { posted_at: at(`2026-01-05T10:${String(minute).padStart(2, '0')}:00Z`) }),
        update(`i-${minute}`, `${minute}-b`, { posted_at: at('2026-01-05T11:00:00Z'), phase: 'resolved' }),
      ]),
    })

    expect(await store.honesty('v')).toEqual({
      vendorId: 'v',
      reports: 6,
      lag: { reports: 5, medianSeconds: 1_200, p90Seconds: 3_000 },
      // 55, 50, 40, 20 and 10 of 60 minutes were posted.
      downtime: { reports: 5, statedSeconds: 18_000, postedSeconds: 10_500, hiddenSeconds: 7_500 },
      grade: { grade: 'C', text: 'Median lag at most 30 minutes and at most 50 % of the stated downtime hidden' },
    })
    expect(await store.honesty('w')).toMatchObject({ reports: 0, grade: null })
    expect(await store.honesty('nobody')).toBeNull()
  })
})
