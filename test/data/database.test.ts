import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../data/database/open.ts'
import { insertRows } from '../../data/database/rows.ts'
import { doubtShape } from '../../data/database/shapes.ts'
import { at } from '../support/rows.ts'

describe('data/database/open.ts', () => {
  let folder: string
  const opened: Database[] = []

  async function open(): Promise<Database> {
    const database = await openDatabase(`sqlite:${join(folder, 'test.db')}`)
    opened.push(database)
    return database
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-test-'))
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()))
    rmSync(folder, { recursive: true })
  })

  it('migrates a new file once', async () => {
    const first = await open()
    const second = await open()

    expect(first.migrated).toEqual(['0001-first-schema'])
    expect(second.migrated).toEqual([])
  })

  it('refuses an address of a database that it cannot speak to, in one line', async () => {
    await expect(openDatabase('postgres://localhost/statuswire')).rejects.toThrow(/Postgres is not supported by this version/u)
  })

  it('lets nothing of a failed transaction land', async () => {
    const database = await open()

    await expect(
      database.write(async (transaction) => {
        await insertRows(transaction, database.dialect, doubtShape, [
          { subject_id: 'a', kind: 'frozen', since: at('2026-03-01'), text: 'x' },
        ])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await database.db.selectFrom('doubt').selectAll().execute()).toEqual([])
  })

  it('reads while a transaction writes, and sees only what has landed', async () => {
    const [writer, reader] = [await open(), await open()]

    const seen = await writer.write(async (transaction) => {
      await insertRows(transaction, writer.dialect, doubtShape, [{ subject_id: 'a', kind: 'frozen', since: at('2026-03-01'), text: 'x' }])
      return reader.db.selectFrom('doubt').selectAll().execute()
    })

    expect(seen).toEqual([])
    expect(await reader.db.selectFrom('doubt').select('subject_id').execute()).toEqual([{ subject_id: 'a' }])
  })

  it.each([0, 1, 3, 4, 5, 16, 63, 64, 65, 150])('inserts %i rows in their order, in statements of few sizes', async (count) => {
    const database = await open()
    const rows = Array.from({ length: count }, (_, index) => ({
      subject_id: `s${index}`,
      kind: 'frozen' as const,
      since: at('2026-03-01'),
      text: String(index),
    }))

    await database.write((transaction) => insertRows(transaction, database.dialect, doubtShape, rows))

    const stored = await database.db.selectFrom('doubt').selectAll().execute()
    expect(stored.map((row) => row.text).toSorted()).toEqual(rows.map((row) => row.text).toSorted())
  })

  it('replaces the named columns alone where a row of the same key is there', async () => {
    const database = await open()
    const row = { subject_id: 'a', kind: 'frozen' as const, since: at('2026-03-01'), text: 'first' }
    await database.write((transaction) => insertRows(transaction, database.dialect, doubtShape, [row]))

    await database.write((transaction) =>
      insertRows(transaction, database.dialect, doubtShape, [{ ...row, since: at('2026-04-01'), text: 'then' }]),
    )

    expect(await database.db.selectFrom('doubt').selectAll().execute()).toEqual([{ ...row, text: 'then' }])
  })

  it('refuses an instant in another shape', async () => {
    const database = await open()
    const refused = sql`insert into instance (id, role, started_at, seen_at) values ('a', 'server', '2026-03-01', '2026-03-01')`

    await expect(refused.execute(database.db)).rejects.toThrow(/CHECK constraint/u)
  })
})
