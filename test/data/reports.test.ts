import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../data/database/open.ts'
import type { ReportTable } from '../../data/database/schema.ts'
import { readerVersion } from '../../data/report-rows.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { createReader, type Reader } from '../../data/store/reader.ts'
import type { IncidentReportReading } from '../../data/store/report-readings.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import type { Incident, ReportText, Snapshot } from '../../parsers/model.ts'
import { CauseCategory, SectionName } from '../../parsers/report/model.ts'
import { openTestDatabase } from '../support/database.ts'
import * as scene from '../support/report-polls.ts'
import { closingText, first, incident, last, opened, postmortem, published, update } from '../support/report-polls.ts'
import { now, secondsAfter } from '../support/rows.ts'

let database: Database
let reader: Reader
let pageId: string

function poll(minute: number, told: Incident, fields: Partial<Snapshot> = {}): ReturnType<typeof scene.poll> {
  return scene.poll(pageId, minute, told, fields)
}

async function record(...polls: Parameters<typeof recordPolls>[1]): Promise<readonly string[]> {
  return (await recordPolls(database, polls)).flatMap(({ changes }) => [...changes])
}

async function versions(): Promise<readonly ReportTable[]> {
  return database.db.selectFrom('report').selectAll().orderBy('seen_from').orderBy('kind').execute()
}

async function onlyReport(): Promise<IncidentReportReading | undefined> {
  const { id } = await database.db.selectFrom('incident').select('id').executeTakeFirstOrThrow()
  return (await reader.incidentReports([id])).get(id)
}

describe('data/store/report-writing.ts', () => {
  beforeEach(async () => {
    database = await openTestDatabase()
    reader = createReader(database, () => now)
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.v.example' }] }])
    pageId = (await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()).id
  })
  afterEach(() => database.close())

  it('keeps with a published report what it states, each with its sentence', async () => {
    expect(await record(poll(100, incident()), poll(5_000, incident({ reports: [published] })))).toContain('report_published')

    const report = await onlyReport()

    expect(report).toMatchObject({
      kind: 'report',
      title: 'Postmortem',
      publishedAt: published.publishedAt,
      genre: 'incident',
      causeCategory: 'config-change',
      affectedSharePercent: 30,
      windows: [{ start: '2024-03-01T10:05:00.000Z', end: '2024-03-01T11:40:00.000Z', role: 'main', zone: 'UTC' }],
      figures: { reportLagSeconds: 1_200, statedDowntimeSeconds: 5_700, postedDowntimeSeconds: 4_800, reason: null },
      versions: [{ kind: 'report', body: postmortem, seenUntil: null }],
    })
    expect(report?.sections.map(({ name }) => name)).toEqual(['summary', 'root_cause', 'timeline'])
    expect(report?.timeline.map(({ at: moment }) => moment)).toEqual([
      '2024-03-01T10:05:00.000Z',
      '2024-03-01T10:30:00.000Z',
      '2024-03-01T11:40:00.000Z',
    ])
    expect(report?.affectedComponents.map(({ name }) => name)).toEqual(['Order API'])
    expect(report?.thirdParties.map(({ name }) => name)).toEqual(['AWS'])
    const evidence = [
      report?.causeEvidence,
      report?.affectedShareEvidence,
      ...(report?.windows ?? []).flatMap((window) => window.evidence),
      ...[...(report?.affectedComponents ?? []), ...(report?.thirdParties ?? [])].map((named) => named.evidence),
    ]
    expect(evidence).toHaveLength(5)
    for (const said of evidence) expect(said && postmortem.slice(said.from, said.to)).toBe(said?.text)
  })

  it('knows the components of a page by its very first reading', async () => {
    await record(poll(0, incident({ reports: [published] })))

    expect((await onlyReport())?.affectedComponents.map(({ name }) => name)).toEqual(['Order API'])
  })

  it('reads a new version, and keeps what the old one stated', async () => {
    const edited: ReportText = { ...published, body: postmortem.replace('and 11:40 UTC', 'and 12:10 UTC') }
    await record(poll(5_000, incident({ reports: [published] })))

    expect(await record(poll(5_010, incident({ reports: [edited] })))).toEqual(['report_edited'])

    const report = await onlyReport()
    expect(report?.windows[0]?.end).toBe('2024-03-01T12:10:00.000Z')
    expect(report?.versions.map(({ seenFrom, seenUntil }) => [seenFrom, seenUntil])).toEqual([
      [secondsAfter(opened, 5_000 * 60), secondsAfter(opened, 5_000 * 60)],
      [secondsAfter(opened, 5_010 * 60), null],
    ])
    const ends = await database.db.selectFrom('report_window').select('end_at').where('role', '=', 'main').orderBy('end_at').execute()
    expect(ends.map((row) => row.end_at)).toEqual(['2024-03-01T11:40:00.000Z', '2024-03-01T12:10:00.000Z'])
  })

  it('never reads an unchanged text twice', async () => {
    await record(poll(5_000, incident({ reports: [published] })))
    await database.db.updateTable('report_reading').set({ title: 'a mark' }).execute()

    await record(poll(5_010, incident({ reports: [published], title: 'Other title' })), poll(5_020, incident({ reports: [published] })))

    expect(await database.db.selectFrom('report_reading').select(['title', 'reader']).execute()).toEqual([
      { title: 'a mark', reader: readerVersion },
    ])
  })

  it('takes a closing update that looks back for a report, without a change of its own', async () => {
    const closing = { ...last, body: closingText }

    expect(
      await record(poll(0, incident({ phase: 'investigating', updates: [first] })), poll(90, incident({ updates: [first, closing] }))),
    ).toEqual(expect.not.arrayContaining(['report_published']))

    expect(await onlyReport()).toMatchObject({
      kind: 'update',
      title: null,
      publishedAt: closing.postedAt,
      causeCategory: 'config-change',
      windows: [{ start: '2024-03-01T10:05:00.000Z', end: '2024-03-01T11:40:00.000Z' }],
      figures: { reportLagSeconds: 1_200, postedDowntimeSeconds: 4_800 },
    })
    expect((await reader.incidents({})).rows[0]?.report).toBeNull()
  })

  it('follows the versions of such an update, to its end', async () => {
    await record(poll(90, incident()))
    await record(poll(2_000, incident({ updates: [first, { ...last, body: closingText }] })))
    await record(poll(3_000, incident({ updates: [first, { ...last, body: `${closingText} And we are sorry.` }] })))
    await record(poll(4_000, incident({ updates: [first] })))

    const told = (await versions()).map((row) => [row.seen_from, row.seen_until])

    expect(told).toEqual([
      [secondsAfter(opened, 2_000 * 60), secondsAfter(opened, 2_000 * 60)],
      [secondsAfter(opened, 3_000 * 60), secondsAfter(opened, 3_000 * 60)],
    ])
    expect((await reader.reports({})).rows).toEqual([])
    expect((await onlyReport())?.body).toBe(`${closingText} And we are sorry.`)
  })

  it('prefers what is published as a report to what only reads like one', async () => {
    const updates = [first, { ...last, body: closingText }]
    await record(poll(90, incident({ updates })))
    await record(poll(5_000, incident({ updates, reports: [published] })))

    expect(await onlyReport()).toMatchObject({ kind: 'report', versions: [{ kind: 'update' }, { kind: 'report' }] })
    expect((await reader.incidents({})).rows[0]?.report?.body).toBe(postmortem)
    expect((await reader.reports({})).rows).toHaveLength(1)
  })

  it('reads a postmortem that a platform gives as an update alone once', async () => {
    const update3 = { ...update('u3', 4_000, 'postmortem', postmortem), format: 'markdown' as const }
    await record(poll(5_000, incident({ phase: 'postmortem', updates: [first, last, update3] })))
    const alone = await versions()

    await record(
      poll(
        5_010,
        incident({
          phase: 'postmortem',
          updates: [first, last, { ...update3, body: `${postmortem}.` }],
          reports: [{ ...published, body: `${postmortem}.` }],
        }),
      ),
    )

    expect(alone.map(({ kind }) => kind)).toEqual(['update'])
    expect((await versions()).map(({ kind, seen_until }) => [kind, seen_until !== null])).toEqual([
      ['update', true],
      ['report', false],
    ])
    // The stamp of the postmortem is none of the posts.
    expect((await onlyReport())?.figures.reportLagSeconds).toBe(1_200)
  })

  it('keeps two reports of one incident apart', async () => {
    const other: ReportText = { ...published, title: 'Review', body: `${postmortem}\n\nReviewed.` }
    await record(poll(5_000, incident({ reports: [published] })))

    expect(await record(poll(5_010, incident({ reports: [published, other] })))).toEqual(['report_published'])
    expect(await record(poll(5_020, incident({ reports: [published, { ...other, body: `${postmortem}\n\nReviewed twice.` }] })))).toEqual([
      'report_edited',
    ])
    expect((await versions()).map(({ title, seen_until }) => [title, seen_until !== null])).toEqual([
      ['Postmortem', false],
      ['Review', true],
      ['Review', false],
    ])
  })

  it('lets a report stand that an older reading tells and a newer one does not', async () => {
    await record(poll(5_000, incident()), poll(4_900, incident({ reports: [published] })))

    expect((await versions()).map(({ seen_until }) => seen_until)).toEqual([null])
    expect((await reader.reports({})).rows).toHaveLength(1)
  })

  it('never reads maintenances as reports', async () => {
    const work = {
      nativeId: 'm',
      title: 'Work',
      phase: 'completed' as const,
      updates: [update('w', 80, 'completed', closingText)],
      reports: [published],
    }
    await record(
      poll(90, incident(), { maintenances: [work], coverage: { components: 'full', incidents: 'recent', maintenances: 'recent' } }),
    )

    expect(await versions()).toEqual([])
  })

  it('holds every word that the reader may find', async () => {
    await record(poll(5_000, incident({ reports: [published] })))

    for (const category of CauseCategory.options)
      await database.db.updateTable('report_reading').set({ cause_category: category }).execute()
    for (const name of SectionName.options) await database.db.updateTable('report_section').set({ name }).execute()
    await expect(
      database.db
        .insertInto('report_window')
        .values({ incident_id: 'x', digest: 'x', position: 0, start_at: null, end_at: null, role: 'main', certainty: 'exact', zone: null })
        .execute(),
    ).rejects.toThrow(/FOREIGN KEY/u)
  })
})
