import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { openCatalog } from '../../data/catalog/catalog.ts'
import type { Database } from '../../data/database/open.ts'
import { loadPages } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import type { Poll } from '../../data/store/poll.ts'
import { recordPolls } from '../../data/store/polls.ts'
import { addVendor } from '../../data/store/watch.ts'
import { type ArchivePage, pollOfLine } from '../archive.ts'
import { readConfig } from '../config.ts'
import { CommandError, printJson, printTable } from '../output.ts'
import { openWatchList } from '../session.ts'
import { createTally, type Tally } from '../tally.ts'

interface ImportOptions {
  readonly vendor: string
  readonly json?: boolean
}

/** Lines recorded in one transaction. */
const linesPerTransaction = 100

/** `import`: replays an archive of readings through the pipeline that live ones take. */
export async function importArchive(file: string, options: ImportOptions): Promise<void> {
  const database = await openWatchList(readConfig())
  const tally = createTally(() => performance.now())
  try {
    await importLines(linesOf(file), database, await archivePages(database, options.vendor), tally)
  } finally {
    await database.close()
  }
  if (options.json === true) printJson(tally.summary())
  else printTable(tally.table('polls'))
}

/** A line that stands for no poll counts as one that failed. */
async function importLines(
  lines: AsyncIterable<string>,
  database: Database,
  pages: readonly ArchivePage[],
  tally: Pick<Tally, 'add'>,
): Promise<void> {
  let batch: Poll[] = []
  for await (const line of lines) {
    if (line.trim() === '') continue
    const poll = pollOfLine(line, pages)
    if (poll) batch.push(poll)
    else tally.add({ outcome: 'unparseable', changes: [], kind: 'shape' })
    if (batch.length < linesPerTransaction) continue
    await record(batch, database, tally)
    batch = []
  }
  await record(batch, database, tally)
}

async function record(batch: readonly Poll[], database: Database, tally: Pick<Tally, 'add'>): Promise<void> {
  const recorded = await recordPolls(database, batch)
  for (const [index, { outcome, changes, failure }] of recorded.entries()) {
    const poll = batch[index]
    const kind = poll?.type === 'failed' ? poll.kind : failure?.kind
    if (poll) tally.add({ outcome, changes, bytes: poll.bytes, ...(kind === undefined ? {} : { kind }) })
  }
}

async function archivePages(database: Database, vendor: string): Promise<readonly ArchivePage[]> {
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

/** `readline` would tell nobody where the file cannot be read to its end. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file)
  const input = file.endsWith('.gz') ? pipeline(raw, createGunzip(), () => undefined) : raw
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for await (const chunk of input) {
      const lines = (rest + (Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk))).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new CommandError(`${file} cannot be read`, isMissing ? 2 : 1, { cause: error })
  }
  yield rest
}
