import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../data/database/open.ts'
import { readArchive, skipsCaptures } from '../support/captures.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { countFeeds, countSummaries, Line } from './archive-counts.ts'

const Summary = z.strictObject({
  polls: z.number(),
  failed: z.record(z.string(), z.number()),
  changes: z.record(z.string(), z.number()),
  seconds: z.number(),
})
type Summary = z.infer<typeof Summary>

/** The longest that either replay may take, both commands and the counting included. */
const longestMilliseconds = 120_000

describe.skipIf(skipsCaptures)('crawler/commands/import.ts', () => {
  let workshop: Workshop
  let databaseFile: string

  beforeEach(() => {
    workshop = openWorkshop()
    databaseFile = join(workshop.folder, 'statuswire.db')
  })

  afterEach(async () => {
    await workshop.close()
  })

  it(
    'finds in two years of summaries what a count over the raw answers finds, and nothing the second time',
    async () => {
      const lines = linesOf('statuspage/github/replay-summary-2020-11-to-2022-12.jsonl.gz')
      const archive = adapt(lines, 'summary')

      const { polls, failed, changes } = await replay(archive)

      const { valid, broken, ...counted } = countSummaries(lines)
      expect([valid, broken]).toEqual([2_244, 4])
      expect(counted).toMatchObject({
        incident_opened: 192,
        incident_update_posted: 518,
        incident_renamed: 19,
        incident_impact: 8,
        incident_update_edited: 3,
        maintenance_scheduled: 20,
        maintenance_update_posted: 51,
        component_health: 655,
        component_renamed: 3,
      })
      expect(polls).toBe(2_248)
      expect(failed).toEqual({ shape: 4 })
      expect(changes).toMatchObject({ ...counted, page_failed: 4, page_recovered: 4 })
      expect(Object.keys(changes).filter((kind) => kind.endsWith('_removed') || kind.endsWith('_reopened'))).toEqual([])
      await expectNothingNew(archive)
    },
    longestMilliseconds,
  )

  it(
    'finds in 800 feeds every edit that a count over the raw feeds finds, and takes nothing that leaves the feed for removed',
    async () => {
      const lines = linesOf('statuspage/github/replay-history-atom-first-800.jsonl.gz')
      const archive = adapt(lines, 'atom')

      const { polls, failed, changes } = await replay(archive)

      const { counts, editedIncidents } = countFeeds(lines)
      expect(editedIncidents).toBe(113)
      expect(counts).toEqual({
        incident_opened: 359,
        incident_update_posted: 1_960,
        incident_renamed: 2,
        incident_update_edited: 116,
        maintenance_scheduled: 10,
        maintenance_update_posted: 32,
      })
      expect([polls, failed]).toEqual([800, {}])
      expect(changes).toMatchObject(counts)
      expect(
        Object.keys(changes)
          .filter((kind) => !(kind in counts))
          .toSorted(),
      ).toEqual(['incident_resolved', 'maintenance_phase'])
      await expectNothingNew(archive)
    },
    longestMilliseconds,
  )

  /** The archive as `import` takes it, packed. */
  function adapt(lines: readonly Line[], source: string): string {
    const adapted = lines.map(({ t, body, raw }) => {
      const text = raw ?? (typeof body === 'string' ? body : JSON.stringify(body))
      return JSON.stringify({
        observedAt: new Date(t * 1000).toISOString(),
        documents: { [source]: { status: 200, headers: {}, body: text } },
      })
    })
    const file = join(workshop.folder, `${source}.jsonl.gz`)
    writeFileSync(file, gzipSync(adapted.join('\n')))
    return file
  }

  async function replay(archive: string): Promise<Summary> {
    const settings = { DATABASE_URL: `sqlite:${databaseFile}`, STATUSWIRE_VENDORS: 'github' }
    const { code, stdout, stderr } = await workshop.run('crawler/main.ts', ['import', '--vendor', 'github', '--json', archive], settings)
    expect([code, stderr]).toEqual([0, ''])
    return Summary.parse(JSON.parse(stdout))
  }

  async function expectNothingNew(archive: string): Promise<void> {
    const before = await tables(databaseFile)

    const { polls, failed, changes } = await replay(archive)

    expect([polls, failed, changes]).toEqual([0, {}, {}])
    expect(await tables(databaseFile)).toEqual(before)
  }
})

function linesOf(archive: string): readonly Line[] {
  return readArchive(archive).map((line) => Line.parse(line))
}

/** Every row of every table. */
async function tables(file: string): Promise<ReadonlyMap<string, string>> {
  const database = await openDatabase(`sqlite:${file}`)
  const names = await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by name`.execute(database.db)
  const contents = new Map<string, string>()
  for (const { name } of names.rows) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(database.db)
    contents.set(name, JSON.stringify(rows))
  }
  await database.close()
  expect(contents.size).toBeGreaterThan(20)
  return contents
}
