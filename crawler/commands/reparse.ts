import { openDatabase } from '../../data/database/open.ts'
import { type Reparsed, reparseReports } from '../../data/store/reparse.ts'
import { readConfig } from '../config.ts'
import { printJson, printLine } from '../output.ts'

/** `reparse`: reads every stored incident report again, as the reader of today does. */
export async function reparse(options: { readonly json?: boolean }): Promise<void> {
  const database = await openDatabase(readConfig().databaseUrl)
  try {
    const reparsed = await reparseReports(database)
    if (options.json === true) printJson(reparsed)
    else printLine(describe(reparsed))
  } finally {
    await database.close()
  }
}

function describe({ read, added, dropped }: Reparsed): string {
  const news = [added > 0 ? `${added} newly taken for one` : '', dropped > 0 ? `${dropped} no longer` : ''].filter((word) => word !== '')
  return `${read} report${read === 1 ? '' : 's'} read${news.length > 0 ? ` (${news.join(', ')})` : ''}`
}
