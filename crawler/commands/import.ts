import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import { openCatalog } from '../../data/catalog/catalog.ts'
import { openDatabase } from '../../data/database/open.ts'
import type { Database } from '../../data/database/open.ts'
import { loadPages } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import type { Poll } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { addVendor, syncWatchList } from '../../data/store/watch.ts'
import { type ArchivePage, pollOfLine } from '../archive.ts'
import { type Config, readConfig } from '../config.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { createTally } from '../tally.ts'

interface ImportOptions {
  readonly vendor: string
  readonly json?: boolean
}

/** Lines recorded in one transaction. */
const linesPerTransaction = 100

/** `import`: replays an archive of readings through the pipeline that live ones take. */
export async function importArchive(file: string, options: ImportOptions): Promise<void> {
  const config = readConfig()
  const database = await openDatabase(config.databaseUrl)
  const tally = createTally(() => performance.now())
  try {
    const pages = await archivePages(database, options.vendor, config)
    let batch: Poll[] = []
    const flush = async (): Promise<void> => {
      const recorded = await recordPolls(database, batch)
      recorded.forEach((result, index) => tally.add({ ...result, ...kindOf(batch[index]) }))
      batch = []
    }
    for await (const line of linesOf(file)) {
      if (line.trim() === '') continue
      const poll = pollOfLine(line, pages)
      if (poll) batch.push(poll)
      else tally.add({ outcome: 'unparseable', changes: [], kind: 'shape' })
      if (batch.length >= linesPerTransaction) await flush()
    }
    await flush()
  } finally {
    await database.close()
  }
  const summary = tally.summary()
  if (options.json === true) printJson(summary)
  else
    printLine(
      `${summary.polls} polls in ${summary.seconds.toFixed(1)} s; failed ${JSON.stringify(summary.failed)}; changes ${JSON.stringify(summary.changes)}`,
    )
}

function kindOf(poll: Poll | undefined): { kind?: string } {
  return poll?.type === 'failed' ? { kind: poll.kind } : {}
}

async function archivePages(database: Database, vendor: string, config: Config): Promise<readonly ArchivePage[]> {
  await syncWatchList(database, config.vendors)
  if ((await pagesOfVendor(database, vendor)).length === 0) {
    const row = openCatalog().byId(vendor)
    if (!row) throw new CommandError(`${vendor} is neither watched nor in the catalogue`, 2)
    await addVendor(database, row)
  }
  const rows = await pagesOfVendor(database, vendor)
  const pages = await loadPages(
    database,
    rows.map((row) => row.page),
  )
  return pages.map((toPoll) => ({ toPoll }))
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file)
  const input = file.endsWith('.gz') ? pipeline(raw, createGunzip(), () => undefined) : raw
  try {
    yield* createInterface({ input, crlfDelay: Infinity })
  } catch (error) {
    throw new CommandError(`${file} cannot be read`, 1, { cause: error })
  }
}
