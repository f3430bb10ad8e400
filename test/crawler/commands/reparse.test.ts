import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../data/database/open.ts'
import { recordPolls } from '../../../data/store/polls.ts'
import { syncWatchList } from '../../../data/store/watch.ts'
import { openWorkshop, type Workshop } from '../../support/processes.ts'
import { incident, poll, published } from '../../support/report-polls.ts'

describe('crawler/commands/reparse.ts', () => {
  let workshop: Workshop
  let url: string

  beforeEach(async () => {
    workshop = openWorkshop()
    url = `sqlite:${join(workshop.folder, 'statuswire.db')}`
    const database = await openDatabase(url)
    await syncWatchList(database, [{ id: 'v', name: 'V', pages: [{ url: 'https://status.v.example' }] }])
    const { id } = await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()
    await recordPolls(database, [poll(id, 5_000, incident({ reports: [published] }))])
    await database.db.updateTable('report_reading').set({ cause_category: 'unknown' }).execute()
    await database.close()
  })
  afterEach(() => workshop.close())

  it('reads every stored report again and says how many', async () => {
    const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['reparse'], { DATABASE_URL: url })

    expect([code, stdout, stderr]).toEqual([0, '1 report read\n', ''])
    const database = await openDatabase(url)
    expect(await database.db.selectFrom('report_reading').select('cause_category').execute()).toEqual([{ cause_category: 'config-change' }])
    await database.close()
  })

  it('prints one object where that is asked for', async () => {
    const { stdout } = await workshop.run('crawler/main.ts', ['reparse', '--json'], { DATABASE_URL: url })

    expect(JSON.parse(stdout)).toEqual({ read: 1, added: 0, dropped: 0 })
  })
})
