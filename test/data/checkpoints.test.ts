import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Checkpoints, createCheckpoints } from '../../data/database/checkpoints.ts'

describe('data/database/checkpoints.ts', () => {
  let folder: string
  let file: string
  let handle: SqliteDatabase.Database
  let checkpoints: Checkpoints

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-test-'))
    file = join(folder, 'test.db')
    handle = new SqliteDatabase(file)
    handle.pragma('journal_mode = WAL')
    // Only somebody else copies the log back.
    handle.pragma('wal_autocheckpoint = 0')
    handle.exec('create table note (id integer primary key, text text)')
  })
  afterEach(async () => {
    await checkpoints.close()
    handle.close()
    rmSync(folder, { recursive: true })
  })

  function write(): void {
    handle.prepare('insert into note (text) values (?)').run('x'.repeat(20_000))
    checkpoints.afterWrite()
  }

  it('has the log copied back by a thread while its writer goes on writing, and loses nothing', { timeout: 60_000 }, async () => {
    checkpoints = createCheckpoints(handle, 40)
    const empty = statSync(file).size
    let written = 0
    while (statSync(file).size === empty) {
      write()
      written++
      await new Promise((resolve) => setTimeout(resolve, 1))
    }

    for (let more = 0; more < 100; more++) write()

    const reader = new SqliteDatabase(file, { readonly: true })
    expect(reader.prepare('select count(*) from note').pluck().get()).toBe(written + 100)
    expect(reader.pragma('integrity_check', { simple: true })).toBe('ok')
    reader.close()
  })

  it('lets a short log be', async () => {
    checkpoints = createCheckpoints(handle, 1_000_000)
    const empty = statSync(file).size

    for (let count = 0; count < 40; count++) write()
    await checkpoints.close()

    expect(statSync(file).size).toBe(empty)
  })

  it('leaves it to the writer where the thread cannot open the file', { timeout: 60_000 }, async () => {
    // A name without a file: what is written goes into the log, and the thread finds nothing to open.
    const elsewhere = new Proxy(handle, {
      get: (target, key) => (key === 'name' ? join(folder, 'nowhere.db') : Reflect.get(target, key)?.bind?.(target)),
    })
    const ended = new Promise<number>((resolve) => {
      process.once('worker', (worker) => worker.once('exit', resolve))
    })
    checkpoints = createCheckpoints(elsewhere, 10)

    for (let count = 0; count < 10; count++) write()
    const code = await ended
    for (let count = 0; count < 10; count++) write()

    expect(code).toBe(1)
    expect(handle.prepare('select count(*) from note').pluck().get()).toBe(20)
  })
})
