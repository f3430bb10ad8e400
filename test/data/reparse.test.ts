import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../data/database/open.ts'
import { reportParts } from '../../data/database/report-tables.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { createReader } from '../../data/store/reader.ts'
import { reparseReports } from '../../data/store/reparse.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { openTestDatabase } from '../support/database.ts'
import { closingText, first, incident, last, poll, published, reportRows, update } from '../support/report-polls.ts'
import { now } from '../support/rows.ts'

let database: Database
let pageId: string

describe('data/store/reparse.ts', () => {
  beforeEach(async () => {
    database = await openTestDatabase()
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.v.example' }] }])
    pageId = (await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()).id
    const updates = [first, { ...last, body: closingText }]
    await recordPolls(database, [poll(pageId, 90, incident({ updates })), poll(pageId, 5_000, incident({ updates, reports: [published] }))])
  })
  afterEach(() => database.close())

  it('finds what the polls found', async () => {
    const before = await reportRows(database)

    expect(await reparseReports(database)).toEqual({ read: 2, added: 0, dropped: 0 })
    expect(await reportRows(database)).toEqual(before)
  })

  it('brings rows of an older reader up to the present one', async () => {
    const before = await reportRows(database)
    await database.db.updateTable('report_reading').set({ reader: 0, cause_category: 'unknown' }).execute()
    await database.db.deleteFrom('report_window_evidence').execute()
    await database.db.deleteFrom('report_window').execute()

    await reparseReports(database)

    expect(await reportRows(database)).toEqual(before)
  })

  it('sorts the updates anew by the rule of today', async () => {
    const before = await reportRows(database)
    for (const table of [...reportParts].toReversed()) await database.db.deleteFrom(table).execute()
    await database.db.deleteFrom('report').where('kind', '=', 'update').execute()
    const { entry_id: id } = await database.db.selectFrom('incident_update').select('entry_id').executeTakeFirstOrThrow()

    expect(await reparseReports(database)).toEqual({ read: 2, added: 1, dropped: 0 })
    expect(await reportRows(database)).toEqual(before)

    await database.db.updateTable('incident_update_version').set({ body: 'Over.' }).where('phase', '=', 'resolved').execute()
    expect(await reparseReports(database)).toEqual({ read: 1, added: 0, dropped: 1 })
    const reader = createReader(database, () => now)
    expect((await reader.incidentReports([id])).get(id)?.versions.map(({ kind }) => kind)).toEqual(['report'])
  })

  it('walks through more than one transaction holds', async () => {
    const updates = Array.from({ length: 250 }, (_, index) => update(`n${index}`, index, 'resolved', `${closingText} ${index}`))
    await recordPolls(database, [poll(pageId, 6_000, incident({ updates, reports: [published] }))])

    expect(await reparseReports(database)).toEqual({ read: 252, added: 0, dropped: 0 })
  })
})
