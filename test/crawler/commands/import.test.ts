import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../../data/database/open.ts'
import { type Ended, openWorkshop, type Workshop } from '../../support/processes.ts'
import { scriptedDocuments } from '../../support/scripted/documents.ts'
import { scriptedPage } from '../../support/scripted/pages.ts'

const Summary = z.object({ polls: z.number(), failed: z.record(z.string(), z.number()), changes: z.record(z.string(), z.number()) })

/** A page that is polled every five minutes through six steps: an incident and a maintenance, from the first word to the last. */
const readings = Array.from({ length: 7 }, (_, step) =>
  JSON.stringify({
    observedAt: new Date(Date.UTC(2024, 2, 1, 0, step * 5)).toISOString(),
    documents: { summary: { status: 200, headers: {}, body: scriptedDocuments(scriptedPage(0, step))['/api/v2/summary.json'] } },
  }),
)
const refused = JSON.stringify({ observedAt: '2024-03-01T00:12:00Z', documents: { summary: { status: 503, body: 'Back soon' } } })
/** With an empty line, two that are none, and an answer that is no page. */
const archive = [...readings.slice(0, 3), '', '{"observedAt":', refused, '{}', ...readings.slice(3)]

describe('crawler/commands/import.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
    writeFileSync(join(workshop.folder, 'archive.jsonl'), archive.join('\n'))
    writeFileSync(join(workshop.folder, 'archive.jsonl.gz'), gzipSync(`${archive.join('\n')}\n`))
    writeFileSync(join(workshop.folder, 'cut.jsonl.gz'), gzipSync(archive.join('\n')).subarray(0, -40))
    writeFileSync(
      join(workshop.folder, 'statuswire.yaml'),
      JSON.stringify({ vendors: [{ id: 'acme', pages: [{ url: 'https://status.acme.example' }] }] }),
    )
  })
  afterEach(async () => {
    await workshop.close()
  })

  function replay(file: string, vendor = 'acme', database = 'a.db'): Promise<Ended> {
    return workshop.run('crawler/main.ts', ['import', '--vendor', vendor, '--json', file], {
      DATABASE_URL: `sqlite:${join(workshop.folder, database)}`,
    })
  }

  async function pollsIn(database: string): Promise<number> {
    const opened = await openDatabase(`sqlite:${join(workshop.folder, database)}`)
    const rows = await opened.db.selectFrom('poll').select('id').execute()
    await opened.close()
    return rows.length
  }

  it('counts every line once, packed or not, and nothing the second time', async () => {
    const [first, packed] = await Promise.all([replay('archive.jsonl'), replay('archive.jsonl.gz', 'acme', 'b.db')])
    const again = await replay('archive.jsonl')

    const summary = Summary.parse(JSON.parse(first.stdout))
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(summary).toMatchObject({
      polls: 10,
      failed: { shape: 2, status: 1 },
      changes: {
        component_added: 4,
        incident_opened: 1,
        incident_renamed: 1,
        incident_impact: 1,
        incident_update_posted: 2,
        incident_update_edited: 1,
        maintenance_scheduled: 1,
        maintenance_rescheduled: 1,
        page_failed: 1,
        page_recovered: 1,
      },
    })
    expect(Summary.parse(JSON.parse(packed.stdout))).toEqual(summary)
    // What stands for no poll is broken every time.
    expect(Summary.parse(JSON.parse(again.stdout))).toEqual({ polls: 2, failed: { shape: 2 }, changes: {} })
    expect(await pollsIn('a.db')).toBe(8)
  })

  it('keeps what it has read where the archive ends too early, and says so', async () => {
    const { code, stdout, stderr } = await replay('cut.jsonl.gz')

    expect([code, stdout, stderr]).toEqual([1, '', 'statuswire: cut.jsonl.gz cannot be read: unexpected end of file\n'])
  })

  it.each([
    { what: 'a file that is not there', file: 'nosuch.jsonl', vendor: 'acme', says: /^statuswire: nosuch\.jsonl cannot be read: ENOENT/u },
    {
      what: 'a vendor that nobody knows',
      file: 'archive.jsonl',
      vendor: 'nosuch',
      says: /^statuswire: nosuch is neither watched nor in the cat/u,
    },
  ])('refuses $what', async ({ file, vendor, says }) => {
    const { code, stdout, stderr } = await replay(file, vendor)

    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
  })
})
