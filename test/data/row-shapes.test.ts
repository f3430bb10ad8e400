import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../data/database/open.ts'
import { insertRows, rowShape } from '../../data/database/rows.ts'
import { observationShape, sourceStateShape } from '../../data/database/shapes.ts'
import type { VendorTable } from '../../data/database/schema.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { at } from '../support/rows.ts'

describe('data/database/rows.ts', () => {
  let folder: string
  let database: Database
  let pageId: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-test-'))
    database = await openDatabase(`sqlite:${join(folder, 'test.db')}`)
    await syncWatchList(database, [{ id: 'acme', name: 'Acme', pages: [{ url: 'https://status.acme.example' }] }])
    pageId = (await database.db.selectFrom('page').select('id').executeTakeFirstOrThrow()).id
  })
  afterEach(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  it('keeps the newest row, whichever comes last', async () => {
    const row = { page_id: pageId, source: 'summary', url: 'u', last_modified: null, body_hash: 'h' }
    const days = ['2026-03-02', '2026-03-03', '2026-03-01'] as const

    await database.write((transaction) =>
      insertRows(
        transaction,
        database.dialect,
        sourceStateShape,
        days.map((day) => ({ ...row, etag: day, observed_at: at(day) })),
      ),
    )

    expect(await database.db.selectFrom('source_state').select('etag').execute()).toEqual([{ etag: '2026-03-03' }])
  })

  it('adds numbers up', async () => {
    const row = { page_id: pageId, from_at: at('2026-03-01'), polls: 1 }
    const ends = [at('2026-03-02'), at('2026-03-03'), at('2026-03-04')]

    await database.write((transaction) =>
      insertRows(
        transaction,
        database.dialect,
        observationShape,
        ends.map((end) => ({ ...row, until_at: end })),
      ),
    )

    expect(await database.db.selectFrom('observation').select(['until_at', 'polls']).execute()).toEqual([{ until_at: ends[2], polls: 3 }])
  })

  it('leaves alone what a row is born with', async () => {
    const shape = rowShape<VendorTable>()('vendor', ['id', 'name', 'homepage', 'category', 'position', 'watched', 'origin'], {
      key: ['id'],
      fixed: ['category', 'origin'],
    })
    const row = { id: 'new', homepage: null, position: 1, watched: 1, origin: 'list' } as const

    await database.write((transaction) =>
      insertRows(transaction, database.dialect, shape, [
        { ...row, name: 'Before', category: 'mail' },
        { ...row, name: 'After', category: 'cloud' },
      ]),
    )

    expect(await database.db.selectFrom('vendor').select(['name', 'category']).where('id', '=', 'new').execute()).toEqual([
      { name: 'After', category: 'mail' },
    ])
  })
})
